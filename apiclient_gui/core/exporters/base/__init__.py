"""What an exporter is: how a request becomes a text for another program, without any secret but where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    Authorisation,
    Credentials,
    OptionValue,
    Part,
    Prepared,
    Settings,
)

# Signature in headers: a gateway refuses a time stamp that is further off (IAM User Guide).
_HOLDS: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Draft:
    """A request to be exported: prepared, not signed.

    `scheme` is the id of its scheme, `options` those of the request; `wants` the type of its credentials. `region` and
    `service` are what it would be signed for. `stand_ins` are words in `prepared`, `parts` and `settings` that stand for
    secrets, each with the name of the environment variable that an exported text takes the secret from; a token stands
    in its header in such a way already. `parts` are those of a multipart body, variables filled.

    For an exporter with `signed`, `prepared` is the authorised request with all its secrets, `authorisation` says how,
    and `ends_at` until when its credentials hold.
    """

    prepared: Prepared
    scheme: str
    wants: type[Credentials] | None = None
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    region: str = ""
    service: str = ""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    settings: Settings = field(default_factory=Settings)
    authorisation: Authorisation | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A text to be copied. `secret`: it authorises whoever has it, until `ends_at` (None: not known).

    `findings` are warnings that belong beside the text.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    secret: bool = False
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exporter:
    """A way out. `signed`: it exports the authorised bytes, secrets and all; with `scheme`, authorised by that one.

    `export` raises Problem("usage", `export_impossible`) for what its format cannot say.
    """

    id: str
    title: str
    summary: str
    export: Callable[[Draft], Exported]
    signed: bool = False
    scheme: str = ""


def ends(draft: Draft) -> datetime | None:
    """Return when the signature or the credentials end, whichever is first; None when that is not known."""
    found = [draft.ends_at] if draft.ends_at else []
    signature = draft.authorisation.signature if draft.authorisation else None
    if signature is not None:
        held = _HOLDS if signature.expires is None else timedelta(seconds=signature.expires)
        found.append(signature.signed_at + held)
    return min(found, default=None)


def impossible(title: str, remedy: str) -> Problem:
    """Return the problem of a request that a format cannot say."""
    return Problem(
        "usage", Finding(id="export_impossible", severity="error", title=title, remedy=remedy)
    )
