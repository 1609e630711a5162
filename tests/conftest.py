"""What every test stands on: no real keyring, no real AWS account, no stray log records."""

from __future__ import annotations

import gc
import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import keyring
import keyring.core
import pytest

from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve
from tests.keyring_backends import MemoryKeyring

if TYPE_CHECKING:
    from tests.keyring_daemon import PrivateKeyring

# What the person who runs the tests has set must not decide them.
_NOT_OURS = ("AWS_", "APICLIENT_", "KEYRING_PROPERTY_")
_PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give this process and its children an environment that leads to nothing of the person's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_NOT_OURS) or name.lower() in _PROXIES:
                patch.delenv(name)
        nowhere = tmp_path_factory.mktemp("nowhere")
        patch.setenv("APICLIENT_DATA_DIR", str(nowhere / "data"))
        patch.setenv("AWS_CONFIG_FILE", str(nowhere / "aws-config"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(nowhere / "aws-credentials"))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # in children
        yield


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return this test's own data folder (not made yet); APICLIENT_DATA_DIR names it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("APICLIENT_DATA_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def memory_keyring(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """Return the keyring of this process for this test; `entries` shows what was written."""
    backend = MemoryKeyring({})
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    return backend


@pytest.fixture
def gnome_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateKeyring]:
    """Give a real, unlocked gnome-keyring, for this process and its children."""
    if absent := [name for name in ("dbus-daemon", "gnome-keyring-daemon") if not which(name)]:
        pytest.skip(f"not installed: {', '.join(absent)}")
    from tests.keyring_daemon import private_keyring  # needs secretstorage: Linux only

    with warnings.catch_warnings(), private_keyring() as daemon:
        # keyring leaves its connection open when the collection is locked.
        warnings.filterwarnings("ignore", "unclosed <socket", ResourceWarning)
        for name, value in daemon.env.items():
            monkeypatch.setenv(name, value)
        for name in ("PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        # Set, not detected: keyring remembers for the whole process which backends it once found viable.
        monkeypatch.setattr(keyring.core, "_keyring_backend", daemon.backend())
        yield daemon
        gc.collect()  # here, where the warning is expected


@pytest.fixture
def gateway(data_folder: Path) -> Iterator[Description]:
    """Give a practice gateway over this test's data folder, with its workspace."""
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as practice:
        seed.seed(program, practice.description)
        yield practice.description
    program.close()


class _Stray(logging.Handler):
    """Collects what would have gone to the person's terminal or log file."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_stray_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it asks for `caplog`; undo the guard of the records."""
    factory = logging.getLogRecordFactory()
    stray = _Stray()
    logging.getLogger().addHandler(stray)
    yield
    logging.getLogger().removeHandler(stray)
    logging.setLogRecordFactory(factory)
    if stray.records and "caplog" not in request.fixturenames:
        pytest.fail("stray log records:\n" + "\n".join(stray.records), pytrace=False)
