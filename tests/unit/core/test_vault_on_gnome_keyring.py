"""The vault over a real gnome-keyring on a private bus: kept, locked, gone, shared by two processes."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import Vault
from tests.support.vaults import OWNER, PLANTED, kept_in_memory, refusal, use, value

if TYPE_CHECKING:
    from tests.keyring_daemon import PrivateKeyring

AWKWARD = ["", "plain", "Grüße \N{SNOWMAN} 😀", "line\r\nline\n", "nul\0nul", "\ud800", "\\x41"]


@pytest.fixture
def vault(data_folder: Path) -> Vault:
    return Vault(data_folder)


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
@pytest.mark.usefixtures("gnome_keyring")
def test_gnome_keyring_keeps_any_text(vault: Vault, text: str) -> None:
    assert value(vault) is None
    assert vault.put(OWNER, "password", Secret(text)) is None
    assert value(vault) == text
    vault.forget(OWNER, "password")
    assert value(vault) is None


@pytest.mark.usefixtures("gnome_keyring")
def test_gnome_keyring_keeps_200_kilobytes(vault: Vault) -> None:
    text = "0123456789" * 20_000
    assert vault.put(OWNER, "password", Secret(text)) is None
    assert value(vault) == text


@pytest.mark.usefixtures("gnome_keyring")
def test_gnome_keyring_keeps_no_piece_of_a_former_value(vault: Vault) -> None:
    secretstorage = pytest.importorskip("secretstorage")

    def entries() -> list[str]:
        with closing(secretstorage.dbus_init()) as bus:
            return [
                item.get_label()
                for item in secretstorage.search_items(bus, {"service": "apiclient-gui"})
            ]

    for length, expected in ((5000, 7), (3000, 5), (20, 1)):
        assert vault.put(OWNER, "password", Secret("x" * length)) is None
        assert len(entries()) == expected
    vault.forget(OWNER, "password")
    assert entries() == []


@pytest.mark.usefixtures("gnome_keyring")
def test_gnome_keyring_state(vault: Vault) -> None:
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None
    state = vault.state()
    assert (state.backend, state.usable, state.finding, state.in_memory) == (
        "Secret Service",
        True,
        None,
        (),
    )


@pytest.mark.usefixtures("gnome_keyring")
def test_what_one_process_writes_another_reads(vault: Vault, data_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from apiclient_gui.core.vault import Vault;"
        "from apiclient_gui.core.secret import Secret;"
        "vault = Vault(Path(sys.argv[1])); old = vault.get('id-1', 'password').reveal();"
        "print(ascii(old), vault.put('id-1', 'password', Secret(old[::-1])))"
    )
    assert vault.put(OWNER, "password", Secret("Grüße\n" * 500)) is None
    done = subprocess.run(
        [sys.executable, "-c", program, str(data_folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == ascii("Grüße\n" * 500) + " None"
    assert value(vault) == ("Grüße\n" * 500)[::-1]


def test_gnome_keyring_locked_and_unlocked(gnome_keyring: PrivateKeyring, vault: Vault) -> None:
    assert vault.put(OWNER, "password", Secret("before")) is None
    gnome_keyring.lock()
    assert refusal(vault).id == "keyring_locked"
    with pytest.raises(Problem) as caught:
        vault.forget(OWNER, "password")
    assert caught.value.finding.id == "keyring_locked"
    finding = kept_in_memory(vault, "keyring_locked")
    assert "Secret Service" in finding.detail
    gnome_keyring.unlock()
    assert value(Vault(vault._folder)) == "before"
    assert vault.put(OWNER, "password", Secret("after")) is None
    assert vault.state().in_memory == ()
    assert vault.state().usable
    assert value(Vault(vault._folder)) == "after"


def test_gnome_keyring_daemon_killed(gnome_keyring: PrivateKeyring, vault: Vault) -> None:
    assert vault.put(OWNER, "password", Secret("before")) is None
    gnome_keyring.kill()
    # The bus starts another daemon, which is locked; if none can be started, the call fails.
    assert refusal(vault).id in {"keyring_locked", "keyring_failed"}


def test_bus_gone(gnome_keyring: PrivateKeyring, vault: Vault) -> None:
    assert vault.put(OWNER, "password", Secret("before")) is None
    gnome_keyring.stop()
    assert refusal(vault).id == "keyring_failed"
    kept_in_memory(vault, "keyring_failed")


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", None])
def test_no_bus_at_the_start(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    pytest.importorskip("secretstorage")
    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    use(monkeypatch, None)  # keyring is to detect it anew
    assert value(vault) is None  # nothing was ever put: there is nothing to miss
    finding = kept_in_memory(vault, "keyring_absent")
    assert any("Error" in row.value for row in finding.evidence)


@pytest.mark.usefixtures("gnome_keyring")
def test_two_processes_writing_at_once_leave_one_of_the_values(
    vault: Vault, data_folder: Path
) -> None:
    program = (
        "import sys; from pathlib import Path; from apiclient_gui.core.vault import Vault;"
        "from apiclient_gui.core.secret import Secret; vault = Vault(Path(sys.argv[1]));"
        "print([vault.put('id-1', 'password', Secret(sys.argv[2] * 3000)) for _ in range(5)])"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(data_folder), letter],
            stdout=subprocess.PIPE,
            text=True,
        )
        for letter in "AB"
    ]
    said = [writer.communicate(timeout=60)[0].strip() for writer in writers]
    assert said == [str([None] * 5)] * 2
    assert value(vault) in {"A" * 3000, "B" * 3000}
