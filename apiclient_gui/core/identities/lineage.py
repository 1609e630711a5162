"""What an identity is built on: the line of those beneath it, what it takes from them, and who may be its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from apiclient_gui.core import auth
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identities import findings
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import AwsKeys, Identity, Tokens

Other = Callable[[str], Identity]
"""Gives an identity by its name; raises Problem when there is none."""


@dataclass(frozen=True, slots=True)
class Forebear:
    """One of a line: an identity, its kind, and its facts."""

    identity: Identity
    kind: Kind
    facts: Mapping[str, str]

    @property
    def source(self) -> str:
        """The name of the identity that this one is built on; empty without one."""
        return self.facts.get(self.kind.source, "").strip()

    @property
    def endpoint(self) -> str:
        """The STS endpoint of its own; empty without one, and for kinds that speak with other servers than AWS STS."""
        speaks = auth.TABLE[self.kind.scheme].wants is AwsKeys
        return self.facts.get("endpoint", "").strip() if speaks else ""


def line(
    identity: Identity, other: Other, facts: Callable[[Identity], Mapping[str, str]]
) -> Iterator[Forebear]:
    """Yield an identity, the one it is built on, and so on, up to a circle or one that is not there.

    `facts` gives those of an identity, with variables filled in or not. Raises Problem for an unknown kind.
    """
    seen = set[str]()
    while True:
        kind = kinds.TABLE.get(identity.kind)
        if kind is None:
            raise findings.unknown_kind(identity)
        one = Forebear(identity, kind, facts(identity))
        yield one
        seen.add(identity.name)
        if not one.source or one.source in seen:
            return
        try:
            identity = other(one.source)
        except Problem:
            return  # whoever wants its credentials is told


def may_be_source(candidate: Identity, user: str, other: Other) -> bool:
    """Return whether an identity has keys or a token to ask with, and neither is `user` nor stands on it."""
    try:
        beneath = tuple(line(candidate, other, lambda one: one.facts))
    except Problem:
        return False
    wants = auth.TABLE[beneath[0].kind.scheme].wants
    stands_on = {name for one in beneath for name in (one.identity.name, one.source) if name}
    return wants in {AwsKeys, Tokens} and user not in stands_on
