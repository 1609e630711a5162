"""The first of the README's commands: the window where there is a display, the tour where there is none."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "packaging"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in ("setup_env", "system_libraries", "run"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("run")


@pytest.mark.parametrize(
    ("system", "environment", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_where_a_window_can_be_shown(
    run: ModuleType, system: str, environment: dict[str, str], shown: bool
) -> None:
    assert run.has_display(system, environment) is shown


def test_arguments_go_through(run: ModuleType) -> None:
    given = ["--data-dir", "a b"]
    assert run.program(given, window=True) == ["-m", "apiclient_gui", *given]
    assert run.program(given, window=False) == ["-m", "apiclient_gui.cli", *given, "tour"]


@pytest.fixture
def stage(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A machine with a display on which all is prepared; returns the programs started, each ending with 3."""
    started: list[list[str]] = []

    def start(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(run, "has_display", lambda *_: True)
    monkeypatch.setattr(run.setup_env, "prepare", lambda *_: tmp_path / "python")
    monkeypatch.setattr(run.system_libraries, "provide", lambda _: run.system_libraries.Missing())
    monkeypatch.setattr(run.subprocess, "run", start)
    return started


def test_the_exit_code_is_passed_on(
    run: ModuleType, stage: list[list[str]], tmp_path: Path
) -> None:
    assert run.main(["-x"]) == 3
    assert stage == [[str(tmp_path / "python"), "-m", "apiclient_gui", "-x"]]


def test_a_missing_library_ends_before_qt_aborts(
    run: ModuleType, stage: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = run.system_libraries.Missing(("libGL.so.1",))
    monkeypatch.setattr(run.system_libraries, "provide", lambda _: missing)
    assert run.main([]) == 1
    assert stage == []


def test_without_a_display_it_says_so_and_runs_the_tour(
    run: ModuleType,
    stage: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run, "has_display", lambda *_: False)
    assert run.main([]) == 3
    assert stage[0][1:] == ["-m", "apiclient_gui.cli", "tour"]
    said = capsys.readouterr()
    assert "no display" in said.err
    assert said.out == ""


def test_a_failed_set_up_is_one_text_and_code_1(
    run: ModuleType,
    stage: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise run.setup_env.SetupError("pip could not install")

    monkeypatch.setattr(run.setup_env, "prepare", fail)
    assert run.main([]) == 1
    assert capsys.readouterr().err == "pip could not install\n"
    assert stage == []


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_an_older_python_gets_one_sentence(name: str) -> None:
    # The real script, in a Python that says it is 3.10: nothing of the project may be imported before the check.
    program = (
        "import platform, runpy, sys; sys.version_info = (3, 10, 4); platform.python_version = lambda: '3.10.4'; "
        f"runpy.run_path({str(FOLDER / name)!r}, run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == "apiclient-gui needs Python 3.11 or newer; this is 3.10.4.\n"
