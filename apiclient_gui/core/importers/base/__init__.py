"""What an importer is: how a pasted text is known, and how it becomes a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Credentials, Request
from apiclient_gui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Imported:
    """A request read from a text.

    `api_key` is the value of an x-api-key header, which is kept in the same way: for the API key's place of `request.auth`.

    `credentials` are those that stood in the text in clear (`-u KEY:SECRET`, a bearer token): they are in no part of
    `request`, and whoever imports asks whether they go to the keyring as an identity. `request.auth` has the scheme and
    options for them already. `findings` tell what could not be taken over, or means something else here.
    """

    request: Request
    credentials: Credentials | None = None
    findings: tuple[Finding, ...] = ()
    api_key: Secret | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """A way in. `recognises` is cheap and never raises; `read` raises Problem("usage") for what it cannot read."""

    id: str
    title: str
    recognises: Callable[[str], bool]
    read: Callable[[str], Imported]
