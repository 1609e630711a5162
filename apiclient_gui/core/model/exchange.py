"""One send, whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model.answered import Failure, Hop, Response, Timings
from apiclient_gui.core.model.authorised import Authorisation
from apiclient_gui.core.model.composed import Request
from apiclient_gui.core.model.sent import Prepared


@dataclass(frozen=True, slots=True)
class Exchange:
    """One send, whole. `request` and `environment` name variables and identity: only that can be sent again.

    `hops` are the redirects followed before; `prepared`, `authorisation` and `response` are of the last request.
    """

    request: Request
    environment: str
    prepared: Prepared
    authorisation: Authorisation
    sent_at: datetime
    response: Response | None
    failure: Failure | None
    timings: Timings
    clock_offset: float | None = None
    findings: tuple[Finding, ...] = ()
    hops: tuple[Hop, ...] = ()


def credential_digest(prepared: Prepared, authorisation: Authorisation | None) -> str:
    """Return a hash of the header that says who sent it: that of a token, else Authorization; empty without one."""
    sent = authorisation and authorisation.token_kind and authorisation.headers
    value = prepared.header(sent[0] if sent else "authorization")
    return hashlib.sha256(value.encode("latin-1", "replace")).hexdigest() if value else ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An exchange of this run, as far as it explains a later one: `authorization` is a `credential_digest`."""

    sent_at: datetime
    method: str
    url: str
    status: int
    authorization: str
