"""What every test of the house's shape starts from: the source files, read and parsed once."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "apiclient_gui"


@dataclass(frozen=True, slots=True)
class Source:
    """One source file: `name` is its path below the package with slashes, such as `core/auth/none.py`."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        parts = [PACKAGE, *Path(self.name).with_suffix("").parts]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def read(path: Path, name: str) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, name, text, ast.parse(text, str(path)))


def sources(root: Path = ROOT) -> tuple[Source, ...]:
    """Return all modules of the package below this root, in the order of their paths."""
    folder = root / PACKAGE
    paths = sorted(folder.rglob("*.py"))
    return tuple(read(path, path.relative_to(folder).as_posix()) for path in paths)


def imported(source: Source) -> Iterator[tuple[str, int]]:
    """Yield each module that is imported anywhere in the file, with its line.

    `from a import b` yields `a` and `a.b`, since b may be a module; importlib.import_module("a") counts as well.
    """
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module, node.lineno
                yield from ((f"{module}.{alias.name}", node.lineno) for alias in names)
            case ast.Call(
                func=ast.Attribute(attr="import_module")
                | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module, node.lineno


def lines(complaints: Iterable[str]) -> str:
    """Return the complaints one a line: pytest shortens a list that is compared, and each of them is wanted."""
    return "\n" + "\n".join(complaints)


def write(root: Path, name: str, text: str) -> Path:
    """Write a sample module below a package of its own in `root`, to prove that a check can fail."""
    path = root / PACKAGE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
