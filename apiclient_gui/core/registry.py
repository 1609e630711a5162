"""How a family of modules becomes a table: one new file and one import line in its `__init__` add a member."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any, Protocol, TypeVar


class Member(Protocol):
    """What every member of a table has: a stable id."""

    @property
    def id(self) -> str:
        """The stable name that files, scripts and messages use."""


M = TypeVar("M", bound=Member)


def members(names: Mapping[str, Any], kind: type[M]) -> Mapping[str, M]:
    """Return id -> member of all modules imported into a family's `__init__`, in the order written.

    `names` is that module's `globals()`; each imported module of its own folder but `base` holds its member as
    `MEMBER`. Raises TypeError for a module without one, ValueError for an id used twice: both are mistakes of ours,
    found at import.
    """
    table: dict[str, M] = {}
    inside = f"{names['__name__']}."
    for name, module in names.items():
        ours = isinstance(module, ModuleType) and module.__name__.startswith(inside)
        if not ours or name == "base":
            continue
        member = getattr(module, "MEMBER", None)
        if not isinstance(member, kind):
            message = f"{module.__name__} has no MEMBER of type {kind.__name__}"
            raise TypeError(message)
        if member.id in table:
            message = f"{module.__name__}: the id {member.id!r} is taken"
            raise ValueError(message)
        table[member.id] = member
    return table
