"""The environment is made once, made anew when it broke, and filled again only when its sources changed."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def setup_env(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return load("setup_env", monkeypatch)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with no dependency and no build step, so that installing it needs no network."""
    root = tmp_path / "a project"
    (root / "packaging").mkdir(parents=True)
    (root / "packaging" / "constraints.txt").write_text("", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    return root


def fill(root: Path, setup_env: ModuleType, *names: str) -> None:
    (root / ".venv").mkdir(exist_ok=True)
    for name in names:
        setup_env.stamp(root, name).write_text(setup_env.fingerprint(root), encoding="ascii")


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_changed_source_makes_the_stamp_stale(
    setup_env: ModuleType, project: Path, changed: str
) -> None:
    fill(project, setup_env, "run")
    assert setup_env.is_current(project, "run")
    assert not setup_env.is_current(project, "test")
    (project / changed).write_text("# changed\n", encoding="utf-8")
    assert not setup_env.is_current(project, "run")


def test_a_copied_project_is_installed_again(
    setup_env: ModuleType, project: Path, tmp_path: Path
) -> None:
    fill(project, setup_env, "run")
    project.rename(tmp_path / "moved")
    assert not setup_env.is_current(tmp_path / "moved", "run")


def test_moving_text_between_the_sources_changes_the_fingerprint(
    setup_env: ModuleType, project: Path
) -> None:
    sources = project / "pyproject.toml", project / "packaging" / "constraints.txt"
    sources[0].write_bytes(b"ab")
    sources[1].write_bytes(b"c")
    first = setup_env.fingerprint(project)
    sources[0].write_bytes(b"a")
    sources[1].write_bytes(b"bc")
    assert setup_env.fingerprint(project) != first


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"0123"])
def test_a_damaged_stamp_is_not_current(
    setup_env: ModuleType, project: Path, content: bytes
) -> None:
    fill(project, setup_env, "run")
    setup_env.stamp(project, "run").write_bytes(content)
    assert not setup_env.is_current(project, "run")


class FakePip:
    """Stands for pip: notes what it was asked for and what stamps it saw, and ends as told."""

    def __init__(self, root: Path, setup_env: ModuleType, code: int) -> None:
        self.root, self.setup_env, self.code = root, setup_env, code
        self.commands: list[list[str]] = []
        self.stamps_seen: list[bool] = []

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        self.stamps_seen += [
            self.setup_env.stamp(self.root, name).exists() for name in self.setup_env.SETS
        ]
        return subprocess.CompletedProcess(command, self.code, "one\ntwo\nERROR: no such host\n")


def test_installing_for_tests_covers_running_but_not_the_other_way_round(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = FakePip(project, setup_env, 0)
    monkeypatch.setattr(setup_env.subprocess, "run", pip.run)
    (project / ".venv").mkdir()
    setup_env.install(project, "run")
    assert pip.commands[-1][-2:] == ["-e", "."]
    assert setup_env.is_current(project, "run")
    assert not setup_env.is_current(project, "test")
    setup_env.install(project, "test")
    assert pip.commands[-1][-2:] == ["-e", ".[test]"]
    assert setup_env.is_current(project, "run")
    assert setup_env.is_current(project, "test")
    assert str(project / "packaging" / "constraints.txt") in pip.commands[-1]


def test_a_failed_install_shows_pips_last_lines_and_is_done_again(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project, setup_env, "run", "test")
    pip = FakePip(project, setup_env, 1)
    monkeypatch.setattr(setup_env.subprocess, "run", pip.run)
    with pytest.raises(setup_env.SetupError, match="no such host") as caught:
        setup_env.install(project, "run")
    assert "try again" in str(caught.value)
    # While pip ran no stamp stood there, so an install that is interrupted is repeated as well.
    assert not any(pip.stamps_seen)
    assert not setup_env.is_current(project, "run")
    assert not setup_env.is_current(project, "test")


def test_a_current_environment_is_used_as_it_is(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project, setup_env, "run")
    monkeypatch.setattr(setup_env, "is_usable", lambda _: True)
    monkeypatch.setattr(setup_env, "make_venv", lambda _: pytest.fail("made anew"))
    monkeypatch.setattr(setup_env, "install", lambda *_: pytest.fail("installed again"))
    assert setup_env.prepare(project, "run") == setup_env.venv_python(project)


def test_an_environment_whose_python_vanished_is_made_anew(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project, setup_env, "run")
    python = setup_env.venv_python(project)
    python.parent.mkdir(parents=True)
    if os.name != "nt":
        python.symlink_to(project / "gone")
    installed: list[str] = []
    monkeypatch.setattr(setup_env, "install", lambda _, name: installed.append(name))
    setup_env.prepare(project, "run")
    assert setup_env.is_usable(python)
    assert installed == ["run"]


def test_after_a_killed_pip_the_environment_is_made_anew(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (project / ".venv").mkdir()
    monkeypatch.setattr(setup_env.subprocess, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        setup_env.install(project, "run")
    made: list[Path] = []
    monkeypatch.setattr(setup_env, "is_usable", lambda _: True)
    monkeypatch.setattr(setup_env, "make_venv", made.append)
    monkeypatch.setattr(setup_env, "install", lambda *_: None)
    setup_env.prepare(project, "run")
    assert made == [project]


def test_a_pip_that_failed_by_itself_leaves_the_environment_in_use(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".venv").mkdir()
    monkeypatch.setattr(setup_env.subprocess, "run", FakePip(project, setup_env, 1).run)
    with pytest.raises(setup_env.SetupError):
        setup_env.install(project, "run")
    assert not setup_env.unfinished(project).exists()


def test_what_cannot_be_written_is_one_sentence(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(setup_env, "make_venv", refuse)
    with pytest.raises(setup_env.SetupError, match="Permission denied"):
        setup_env.prepare(project, "run")


def test_a_python_without_ensurepip_names_the_package(
    setup_env: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(setup_env.SetupError, match="apt-get install python3-venv"):
        setup_env.make_venv(project)


def test_is_usable_wants_a_python_that_starts(setup_env: ModuleType, tmp_path: Path) -> None:
    assert setup_env.is_usable(Path(sys.executable))
    assert not setup_env.is_usable(tmp_path / "python")


def test_tail_gives_the_last_lines_only(setup_env: ModuleType) -> None:
    lines = setup_env.tail("\n".join(map(str, range(40)))).split()
    assert lines == [str(number) for number in range(25, 40)]


# ---- packaging/constraints.txt

PIN = re.compile(
    r"[a-z0-9-]+==[0-9][0-9A-Za-z.+!]*(; (sys_platform|python_version) [=<>]+ '[\w.]+')?"
)


def pins() -> dict[str, str]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="ascii").splitlines()
    return {line.partition("==")[0]: line for line in lines if not line.startswith("#")}


def needed() -> set[str]:
    """All that this Python needs, from what the installed packages say of themselves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    open_ends, seen = [Requirement(text) for text in texts], set()
    while open_ends:
        requirement = open_ends.pop()
        extras = requirement.extras | {""}
        marker = requirement.marker
        if marker is not None and not marker.evaluate():
            continue
        key = (canonicalize_name(requirement.name), frozenset(extras))
        if key in seen:
            continue
        seen.add(key)
        for text in distribution(requirement.name).requires or []:
            child = Requirement(text)
            if child.marker and any(child.marker.evaluate({"extra": extra}) for extra in extras):
                child.marker = None
            open_ends.append(child)
    return {name for name, _ in seen}


def test_constraints_hold_names_and_versions_only() -> None:
    wrong = [line for line in pins().values() if not PIN.fullmatch(line)]
    assert wrong == [], "write name==version, with a marker where it differs by platform"


def test_every_package_that_gets_installed_is_pinned() -> None:
    missing = sorted(needed() - set(pins()))
    assert missing == [], f"add these to packaging/constraints.txt with their versions: {missing}"


def test_pyside_is_pinned_below_6_12_for_old_pythons_only() -> None:
    for name in ("pyside6-essentials", "shiboken6"):
        assert re.fullmatch(rf"{name}==6\.11\.\d+; python_version < '3\.12'", pins()[name])
