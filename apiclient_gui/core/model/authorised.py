"""How a request was authorised: the steps, and a signature with all that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from apiclient_gui.core.model.body import Origin
from apiclient_gui.core.model.credentials import TokenKind

CanonicalPart = Literal["method", "path", "query", "header", "blank", "signed_headers", "payload"]


@dataclass(frozen=True, slots=True)
class CanonicalLine:
    """One line of the canonical request. `origins` are the pieces it was made of (the query line has several)."""

    text: str
    part: CanonicalPart
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of the SigV4 family and all it was made from, in clear: mask before showing (core/redact.py).

    `region` is the region set for SigV4a. `authorization` is the header's value, empty when the signature stands in the
    query; then `expires` is how long it holds, in seconds.
    """

    lines: tuple[CanonicalLine, ...]
    string_to_sign: str
    credential_scope: str
    signed_headers: tuple[str, ...]
    signature: str
    authorization: str
    access_key_id: str
    region: str
    service: str
    signed_at: datetime
    algorithm: str = "AWS4-HMAC-SHA256"
    expires: int | None = None

    @property
    def canonical_request(self) -> str:
        """The canonical request as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of authorising, to be read by a person: what was done and the text it gave."""

    title: str
    detail: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """How a request was authorised. `headers` are the names the scheme wrote; `signature` is None but for SigV4.

    `token_kind` is which of the identity's tokens was sent, None when none was.
    """

    scheme: str
    identity: str = ""
    headers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    signature: Signature | None = None
    token_kind: TokenKind | None = None
