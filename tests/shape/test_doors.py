"""Each library with power has one door, pyproject.toml names it, and nothing but the window loads Qt."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.shape.sources import PACKAGE, ROOT, Source, imported, lines, sources, write

DOOR = re.compile(r'^"(?P<path>[^"]+)" = \["TID251"\]\s*(?:# *(?P<reason>.*))?$', re.MULTILINE)


def banned() -> tuple[str, ...]:
    """Return the libraries that ruff's banned-api names."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(settings["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"])


def doors() -> dict[str, str]:
    """Return path pattern -> the reason written behind it, of the exceptions for modules of the package."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = {match["path"]: match["reason"] or "" for match in DOOR.finditer(text)}
    return {path: reason for path, reason in found.items() if path.startswith(PACKAGE)}


def library(module: str, libraries: Iterable[str]) -> str:
    """Return which of the libraries this module belongs to, empty for none."""
    return next((name for name in libraries if f"{module}.".startswith(f"{name}.")), "")


def break_ins(
    all_sources: Iterable[Source], libraries: Iterable[str], open_doors: Mapping[str, str]
) -> list[str]:
    """Return one sentence for each import of a library where no door's reason names it."""
    libraries, complaints = tuple(libraries), []
    for source in all_sources:
        path = f"{PACKAGE}/{source.name}"
        reasons = [reason for pattern, reason in open_doors.items() if fnmatchcase(path, pattern)]
        first: dict[str, int] = {}
        for module, line in imported(source):
            first.setdefault(library(module, libraries), line)
        for name, line in first.items():
            if name and not any(re.search(rf"\b{re.escape(name)}\b", why) for why in reasons):
                complaints.append(
                    f"{source.name}:{line}: imports {name}; go through its door, or name {name}"
                    " and why in pyproject.toml behind this file's TID251"
                )
    return complaints


def unused_doors(
    all_sources: Iterable[Source], libraries: Iterable[str], open_doors: Mapping[str, str]
) -> list[str]:
    """Return one sentence for each exception whose files exist but import no such library."""
    libraries, all_sources = tuple(libraries), tuple(all_sources)
    complaints = []
    for pattern in open_doors:
        behind = [
            source for source in all_sources if fnmatchcase(f"{PACKAGE}/{source.name}", pattern)
        ]
        used = any(library(module, libraries) for one in behind for module, _ in imported(one))
        if behind and not used:
            complaints.append(f"{pattern}: needs no TID251 in pyproject.toml, take it out")
    return complaints


def test_pyproject_is_read_right() -> None:
    assert {"requests", "keyring", "sqlite3", "subprocess", "threading"} <= set(banned())
    assert "botocore.session" in banned()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ignores = settings["tool"]["ruff"]["lint"]["per-file-ignores"]
    exempt = {
        path for path, codes in ignores.items() if "TID251" in codes and path.startswith(PACKAGE)
    }
    assert set(doors()) == exempt, 'write each as one line: "file" = ["TID251"]  # library: why'


def test_libraries_are_imported_at_their_doors_only() -> None:
    found = break_ins(sources(), banned(), doors())
    assert not found, lines(found)


def test_every_door_is_used() -> None:
    found = unused_doors(sources(), banned(), doors())
    assert not found, lines(found)


@pytest.mark.parametrize(
    "text",
    [
        "import requests",
        "import requests.adapters as a",
        "from requests import Session",
        "from requests.adapters import HTTPAdapter",
        "def f():\n    import requests",
        "import importlib\nimportlib.import_module('requests')",
        "import requests  # noqa: TID251",
    ],
)
def test_a_break_in_is_found(tmp_path: Path, text: str) -> None:
    write(tmp_path, "core/x.py", text)
    opened = {"apiclient_gui/core/x.py": "threading: a lock", "apiclient_gui/core/y.py": "requests"}
    assert len(break_ins(sources(tmp_path), ["requests", "threading"], opened)) == 1
    opened = {"apiclient_gui/core/*": "requests: the only door"}
    assert break_ins(sources(tmp_path), ["requests", "threading"], opened) == []


def test_parts_of_a_library_can_be_shut_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        "core/x.py",
        "from botocore import auth\nimport botocore.sessions\nimport mybotocore",
    )
    write(tmp_path, "core/y.py", "from botocore import session")
    found = break_ins(sources(tmp_path), ["botocore.session"], {})
    assert [line.partition(":")[0] for line in found] == ["core/y.py"]


def test_an_unused_door_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/x.py", "import json")
    opened = {"apiclient_gui/core/x.py": "requests", "apiclient_gui/core/later.py": "requests"}
    assert len(unused_doors(sources(tmp_path), ["requests"], opened)) == 1


# ---- Qt stays in the window

LOADER = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    loaded = sorted({module.partition(".")[0] for module in sys.modules} & {"PySide6", "shiboken6"})
    if loaded:
        sys.exit(f"{name} loads {', '.join(loaded)}")
"""


def load(modules: Iterable[str], folder: Path) -> str:
    """Import the modules one after the other in a fresh Python; return what went wrong, empty when nothing did."""
    ended = subprocess.run(
        [sys.executable, "-c", LOADER, *modules],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stderr.strip() or ("" if ended.returncode == 0 else f"ended {ended.returncode}")


def test_core_practice_and_command_line_load_no_qt() -> None:
    parts = ("core/", "practice/", "cli/")
    modules = [
        source.module
        for source in sources()
        if source.name.startswith(parts) and not source.name.endswith("__main__.py")
    ]
    assert modules
    trouble = load(modules, ROOT)
    assert not trouble, trouble


def test_a_module_that_loads_qt_is_found(tmp_path: Path) -> None:
    (tmp_path / "innocent.py").write_text("import guilty", encoding="utf-8")
    (tmp_path / "guilty.py").write_text("import PySide6", encoding="utf-8")
    assert load(["innocent"], tmp_path) == "innocent loads PySide6, shiboken6"
    assert load(["json"], tmp_path) == ""
