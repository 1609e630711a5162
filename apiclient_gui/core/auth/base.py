"""What a scheme is: data for its form and one pure function that puts credentials on a prepared request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import (
    Authorisation,
    Credentials,
    Field,
    OptionValue,
    Prepared,
)

_HEADERS: Final = frozenset({"authorization"})
_ITEMS: Final = frozenset({"x-amz-signature", "x-amz-credential"})


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a scheme may know besides the request: no network, clock or vault is at hand in it.

    `options` are the request's own, checked against the scheme's fields; `region` and `service` are what the
    environment says (empty when it does not).
    """

    credentials: Credentials | None
    now: datetime
    options: Mapping[str, OptionValue]
    region: str = ""
    service: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to put credentials on a request.

    `strict`: the URL is rewritten strictly before (SigV4); otherwise only what is illegal in it is escaped.
    `wants` is the type of credentials, None for no credentials at all. `apply` returns the request to send and how
    it was authorised; it raises Problem("refused") when it cannot, so nothing ever goes out unsigned in silence.
    """

    id: str
    title: str
    summary: str
    fields: tuple[Field, ...]
    strict: bool
    wants: type[Credentials] | None
    apply: Callable[[Prepared, Terms], tuple[Prepared, Authorisation]]


def refuse_second(
    prepared: Prepared,
    headers: frozenset[str],
    how: str,
    source: str,
    items: frozenset[str] = frozenset(),
) -> None:
    """Raise Problem("refused") when the request carries an authorization already, typed in by the person.

    `headers` and `items` are the lower-case names of the headers and query items that the scheme writes; `how` is
    what it would do ("signing").
    """
    headers, items = headers | _HEADERS, items | _ITEMS
    typed = [h.name for h in prepared.headers if h.name.lower() in headers]
    typed += [item.name for item in prepared.query if item.name.lower() in items]
    if not typed:
        return
    raise Problem(
        "refused",
        Finding(
            id="two_authorizations",
            severity="error",
            title=f"{typed[0]} is set already, and {how} would set it again",
            detail="Nothing was sent: a request carries one authorization, and two would contradict each other.",
            evidence=tuple(Evidence("Set by you", name) for name in typed),
            source=source,
            remedy=f"Take {typed[0]} out of the request, or set the scheme to None to send it as it is.",
            actions=(
                Action("open_place", "Show the headers", {"place": "headers"}),
                Action("send_with_scheme", "Send as it is", {"scheme": "none"}),
            ),
        ),
    )


def refuse_keyless(what: str, terms: Terms) -> Problem:
    """Return the problem of a scheme without credentials; `what` is what it lacks ("AWS keys to sign with")."""
    return Problem(
        "refused",
        Finding(
            id="no_credentials",
            severity="error",
            title=f"There {'are' if what.startswith('AWS keys') else 'is'} no {what}",
            detail="Nothing was sent: a request that should be authorised is never sent without.",
            evidence=(Evidence("Identity", terms.identity or "none chosen"),),
            remedy="Choose an identity in Auth (--identity in a terminal), or set the scheme to None.",
            actions=(Action("choose_identity", "Choose an identity"),),
        ),
    )
