"""Modules are short and say what they are for, classes stand alone, and nothing is kept at module level."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.shape.sources import PACKAGE, Source, lines, sources, write

MOST_LINES = 400
CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9_]*|__all__")
CONTAINERS = {"dict", "list", "set", "defaultdict", "deque", "OrderedDict", "Counter", "bytearray"}
CONTAINERS |= {"WeakSet", "WeakKeyDictionary", "WeakValueDictionary", "ChainMap"}
MUTATORS = {"append", "extend", "insert", "remove", "pop", "clear", "update", "setdefault"}
MUTATORS |= {"add", "discard", "popitem", "appendleft", "popleft", "sort", "reverse"}

_TLS = "urllib3's TLS classes are subclasses of its plain ones, so what we change in both is mixed into both"
# (module, class) -> why it may inherit from a class of ours.
HEIRS: Mapping[tuple[str, str], str] = {
    ("core/wire/connection.py", "ExactTls"): _TLS,
    ("core/wire/pool.py", "_TlsPool"): _TLS,
}

# (module, name) -> why this state may live at module level.
STATE: Mapping[tuple[str, str], str] = {}


def too_long(all_sources: Iterable[Source], most: int = MOST_LINES) -> list[str]:
    """Return one sentence for each module with more lines than it may have."""
    counted = ((source.name, len(source.text.splitlines())) for source in all_sources)
    return [f"{name}: {lines} lines; look for a seam" for name, lines in counted if lines > most]


def undescribed(all_sources: Iterable[Source]) -> list[str]:
    """Return one sentence for each module without a docstring."""
    return [
        f"{source.name}: begin with one sentence of what and why"
        for source in all_sources
        if not (ast.get_docstring(source.tree) or "").strip()
    ]


def class_bases(source: Source) -> Iterator[tuple[ast.ClassDef, ast.expr]]:
    """Yield each class of a module with each of its bases; `Base[int]` is given as `Base`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                yield node, base.value if isinstance(base, ast.Subscript) else base


def origins(source: Source) -> dict[str, str]:
    """Return name -> full dotted origin of what the module defines as a class or imports from this package."""
    known = {
        node.name: f"{source.module}.{node.name}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
            known |= {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
        elif isinstance(node, ast.Import):
            own = (alias for alias in node.names if alias.name.startswith(PACKAGE))
            known |= {
                alias.asname or PACKAGE: alias.name if alias.asname else PACKAGE for alias in own
            }
    return known


def inheritances(all_sources: Iterable[Source]) -> dict[tuple[str, str], str]:
    """Return (module, class) -> one sentence, for each heir of a class of this program; protocols may be named."""
    all_sources = tuple(all_sources)
    protocols = {
        f"{source.module}.{node.name}"
        for source in all_sources
        for node, base in class_bases(source)
        if ast.unparse(base).rpartition(".")[2] == "Protocol"
    }
    complaints = {}
    for source in all_sources:
        known = origins(source)
        for node, base in class_bases(source):
            first, _, rest = ast.unparse(base).partition(".")
            origin = ".".join(part for part in (known.get(first, ""), rest) if part)
            if first in known and origin not in protocols:
                complaints[source.name, node.name] = (
                    f"{source.name}:{node.lineno}: {node.name} inherits from {origin}; compose instead"
                )
    return complaints


def is_container(value: ast.expr | None) -> bool:
    """Say whether an expression makes a container that can be changed."""
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).rpartition(".")[2] in CONTAINERS
    literals = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
    return isinstance(value, literals)


def containers(tree: ast.Module) -> Iterator[tuple[str, int, bool]]:
    """Yield name, line and whether it is a constant, of each changeable container made at the top level."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and is_container(node.value):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.lineno, bool(CONSTANT.fullmatch(target.id))
        elif (
            isinstance(node, ast.AnnAssign)
            and is_container(node.value)
            and isinstance(node.target, ast.Name)
        ):
            final = "Final" in ast.unparse(node.annotation)
            constant = final or bool(CONSTANT.fullmatch(node.target.id))
            yield node.target.id, node.lineno, constant


def changed_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each name whose value is changed in place inside a function: items set or deleted, methods called."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in (inner for function in functions for inner in ast.walk(function)):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield name, node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if (
                attr in MUTATORS
            ):
                yield name, node.lineno
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name, node.lineno


def states(all_sources: Iterable[Source]) -> dict[tuple[str, str], int]:
    """Return (module, name) -> line of what a module keeps and changes: no constant, changed later, or `global`."""
    found: dict[tuple[str, str], int] = {}
    for source in all_sources:
        tops = {name: (line, constant) for name, line, constant in containers(source.tree)}
        for name, (line, constant) in tops.items():
            if not constant:
                found[source.name, name] = line
        for name, line in changed_names(source.tree):
            if name in tops:
                found.setdefault((source.name, name), line)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Global):
                found |= {(source.name, name): node.lineno for name in node.names}
    return found


def test_no_module_is_too_long() -> None:
    found = too_long(sources())
    assert not found, lines(found)


def test_every_module_says_what_it_is_for() -> None:
    found = undescribed(sources())
    assert not found, lines(found)


def test_no_class_inherits_from_a_class_of_ours() -> None:
    found = inheritances(sources())
    new = [sentence for place, sentence in found.items() if place not in HEIRS]
    assert not new, lines(new)
    gone = [
        f"{place}: inherits no more, take it out of HEIRS" for place in HEIRS.keys() - found.keys()
    ]
    assert not gone, lines(gone)


def test_no_module_keeps_state() -> None:
    found = states(sources())
    new = [
        f"{name}:{line}: {variable} is state of a module; hand it in, or make it a constant"
        for (name, variable), line in found.items()
        if (name, variable) not in STATE
    ]
    assert not new, lines(new)
    gone = [
        f"{key}: no state any more, take it out of STATE" for key in STATE.keys() - found.keys()
    ]
    assert not gone, lines(gone)


# ---- each check can fail


def test_a_long_module_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/long.py", "\n" * (MOST_LINES + 1))
    write(tmp_path, "core/short.py", "\n" * MOST_LINES)
    assert too_long(sources(tmp_path)) == ["core/long.py: 401 lines; look for a seam"]


def test_a_module_without_words_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/a.py", "x = 'no docstring'")
    write(tmp_path, "core/b.py", '"""What."""')
    assert [line.partition(":")[0] for line in undescribed(sources(tmp_path))] == ["core/a.py"]


@pytest.mark.parametrize(
    "text",
    [
        "class A: ...\nclass B(A): ...",
        "from apiclient_gui.core.base import A\nclass B(A): ...",
        "from apiclient_gui.core.base import A as C\nclass B(Exception, C[int]): ...",
        "from apiclient_gui.core import base\nclass B(base.A): ...",
        "import apiclient_gui.core.base\nclass B(apiclient_gui.core.base.A): ...",
        "def f():\n    from apiclient_gui.core.base import A\n    class B(A): ...",
    ],
)
def test_an_inheritance_is_found(tmp_path: Path, text: str) -> None:
    write(tmp_path, "core/x.py", text)
    assert len(inheritances(sources(tmp_path))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "class B(Exception): ...",
        "from PySide6.QtWidgets import QWidget\nclass B(QWidget): ...",
        "import requests\nclass B(requests.adapters.HTTPAdapter): ...",
        "from typing import Protocol\nclass A(Protocol[T]): ...\nclass B(A): ...",
    ],
)
def test_library_bases_and_protocols_are_fine(tmp_path: Path, text: str) -> None:
    write(tmp_path, "core/x.py", text)
    assert inheritances(sources(tmp_path)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "cache = {}",
        "seen: set[str] = set()",
        "_rows = [x for x in y]",
        "import collections\nold = collections.deque()",
        "CACHE = {}\ndef f(): CACHE['a'] = 1",
        "CACHE: Final = {}\ndef f(): del CACHE['a']",
        "NAMES = []\nclass A:\n    def f(self): NAMES.append(1)",
        "current = None\ndef f():\n    global current\n    current = 1",
    ],
)
def test_state_is_found(tmp_path: Path, text: str) -> None:
    write(tmp_path, "core/x.py", text)
    assert len(states(sources(tmp_path))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "NAMES = ['a']\n_MAP: Final = {}\n__all__ = ['x']",
        "TABLE = members(globals(), Scheme)",
        "names = ('a', 'b')",
        "def f():\n    cache = {}\n    cache['a'] = 1",
    ],
)
def test_constants_and_locals_are_fine(tmp_path: Path, text: str) -> None:
    write(tmp_path, "core/x.py", text)
    assert states(sources(tmp_path)) == {}
