"""What is said when an identity cannot be used: an unknown kind, a circle, a source that is not there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import msgspec

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Identity
from apiclient_gui.core.redact import Redactor


def named(finding: Finding, name: str) -> Finding:
    """Return the finding with the identity among its evidence and in its actions."""
    actions = tuple(
        Action(a.key, a.label, {**a.parameters, "identity": name})
        if a.key in {"open_identity", "log_in"} and "identity" not in a.parameters
        else a
        for a in finding.actions
    )
    evidence = finding.evidence
    if not any(one.label == "Identity" for one in evidence):
        evidence = (Evidence("Identity", name), *evidence)
    return msgspec.structs.replace(finding, evidence=evidence, actions=actions)


@contextlib.contextmanager
def telling(redactor: Redactor, identity: Identity) -> Iterator[None]:
    """Have a problem name the identity, and repeat no secret: servers repeat in refusals what they were sent."""
    try:
        yield
    except Problem as problem:
        finding = redactor.finding(problem.finding)
        raise Problem(problem.trouble, named(finding, identity.name)) from None


def unknown_kind(identity: Identity) -> Problem:
    """A newer version of the program made it, or a hand did."""
    return Problem(
        "usage",
        Finding(
            id="identity_kind_unknown",
            severity="error",
            title=f"This version does not know identities of the kind {identity.kind!r}",
            evidence=(Evidence("Identity", identity.name),),
            remedy=f"It knows: {', '.join(kinds.TABLE)}. A newer version of the program may know more.",
        ),
    )


def cycle(names: tuple[str, ...]) -> Problem:
    """Each of these is built on the next, and the last is one of them once more."""
    return Problem(
        "refused",
        Finding(
            id="identity_cycle",
            severity="error",
            title="This identity is built on itself",
            detail="Nothing was sent: whoever is asked for keys asks the next, and none of them has any.",
            evidence=(Evidence("One built on the next", " → ".join(names)),),
            remedy="Choose as source of one of them an identity that has keys of its own.",
            actions=(Action("open_identity", "Open the identity", {"identity": names[-2]}),),
        ),
    )


def no_source(problem: Problem, field: str, fits: Callable[[str], bool]) -> Problem:
    """The identity that another one is built on is not in the workspace; `problem` is what the workspace says.

    `field` is the key of the field that names it; `fits` tells of a similar name whether it can be the source instead.
    """
    evidence = tuple(
        one for one in problem.finding.evidence if one.label != "Similar" or fits(one.value)
    )
    near = " or ".join(one.value for one in evidence if one.label == "Similar")
    return Problem(
        "refused",
        msgspec.structs.replace(
            problem.finding,
            id="source_unknown",
            detail="This identity gets its credentials with those of another one. Nothing was sent.",
            evidence=evidence,
            remedy=f"Did you mean {near}?" if near else "Choose another source, or make that one.",
            actions=(Action("open_identity", "Choose another source", {"field": field}),),
        ),
    )


def no_api_key(identity: Identity) -> Problem:
    """An API key is one token, and what this identity yields is not."""
    return Problem(
        "refused",
        Finding(
            id="identity_unfit",
            severity="error",
            title=f"{identity.name} is no API key",
            detail="Nothing was sent. An API key is a fixed token.",
            evidence=(Evidence("Identity", identity.name),),
            remedy="Choose an identity of the kind “Fixed token or API key” as API key in Auth.",
            actions=(Action("open_place", "Show Auth", {"place": "auth"}),),
        ),
    )


def not_revoked(problem: Problem) -> Finding:
    """A login is forgotten here, but who gave its tokens was not told; `problem` is why."""
    why = problem.finding
    return Finding(
        id="login_not_revoked",
        severity="note",
        title="The login is forgotten here, its tokens were not taken back",
        detail=" ".join(filter(None, (f"{why.title}.", why.detail))),
        evidence=why.evidence,
        source="RFC 7009",
        remedy="They hold until they end, or until the session is ended at the provider.",
    )
