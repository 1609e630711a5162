"""How a family of modules becomes a table, and what is refused at import."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

import pytest

from apiclient_gui.core.registry import members


@dataclass(frozen=True)
class Thing:
    id: str


def module(name: str, member: object = None) -> ModuleType:
    made = ModuleType(f"family.{name}")
    if member is not None:
        made.MEMBER = member  # type: ignore[attr-defined]  # as a module of the family has it
    return made


def test_members_come_in_the_order_written() -> None:
    names = {
        "__name__": "family",
        "zebra": module("zebra", Thing("z")),
        "ant": module("ant", Thing("a")),
    }
    assert list(members(names, Thing)) == ["z", "a"]
    assert members(names, Thing)["a"] == Thing("a")


def test_base_and_what_is_no_module_are_passed_over() -> None:
    names = {"__name__": "family", "members": members, "Thing": Thing, "base": module("base")}
    assert members(names, Thing) == {}


@pytest.mark.parametrize("member", [None, "a text", Thing])
def test_a_module_without_its_member_is_a_mistake(member: object) -> None:
    with pytest.raises(TypeError, match=r"family\.odd has no MEMBER of type Thing"):
        members({"__name__": "family", "odd": module("odd", member)}, Thing)


def test_an_id_used_twice_is_a_mistake() -> None:
    names = {
        "__name__": "family",
        "one": module("one", Thing("same")),
        "two": module("two", Thing("same")),
    }
    with pytest.raises(ValueError, match=r"family\.two: the id 'same' is taken"):
        members(names, Thing)
