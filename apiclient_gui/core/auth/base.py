"""What a scheme is: data for its form and one pure function that puts credentials on a prepared request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.core.model import (
    Authorisation,
    Credentials,
    Field,
    OptionValue,
    Prepared,
)


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
