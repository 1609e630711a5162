"""What an identity stands on, as far as the workspace tells: a source that is not there, and what it takes from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.identities.lineage import Forebear, line, may_be_source
from apiclient_gui.core.model import Identity

TAKEN: Final = ("region", "endpoint")
"""The facts that one without its own takes from its source."""


@dataclass(frozen=True, slots=True)
class Footing:
    """`missing` is the identity that it needs and that is not there; `taken` says of a fact left empty what holds."""

    missing: str = ""
    taken: Mapping[str, str] = field(default_factory=dict)


def footing(identity: Identity, facts: Mapping[str, str], every: Sequence[Identity]) -> Footing:
    """Return what an identity with these facts stands on. Variables in facts are not filled in."""
    kind = kinds.TABLE.get(identity.kind)
    if kind is None or not kind.source:
        return Footing()
    shown = msgspec.structs.replace(identity, facts=dict(facts))
    known = {one.name: one for one in every}
    try:
        beneath = tuple(line(shown, lambda name: _among(known, name), lambda one: one.facts))
    except Problem:
        return Footing()  # it stands on one that this version does not know
    last = beneath[-1].source
    missing = last if last not in {*known, identity.name} and "{{" not in last else ""
    if len(beneath) == 1:
        return Footing(missing)
    found = {fact: _taken(beneath[1:], fact) for fact in TAKEN}
    return Footing(missing, {fact: words for fact, words in found.items() if words})


def sources_for(identity: Identity, every: Sequence[Identity]) -> list[str]:
    """Return the names of those that an identity may be built on."""
    known = {one.name: one for one in every}
    return [
        one.name
        for one in every
        if one.id != identity.id
        and may_be_source(one, identity.name, lambda name: _among(known, name))
    ]


def _taken(beneath: tuple[Forebear, ...], fact: str) -> str:
    for one in beneath:
        value = one.endpoint if fact == "endpoint" else one.facts.get(fact, "").strip()
        if value:
            return f"from {one.identity.name}: {value}"
    return ""


def _among(known: Mapping[str, Identity], name: str) -> Identity:
    if name not in known:
        raise Problem("usage", Finding(id="unknown_identity", severity="error", title=name))
    return known[name]
