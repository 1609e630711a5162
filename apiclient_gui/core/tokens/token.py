"""A token as it says of itself: nothing in it is proved until its signature was checked (tokens/verification)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.tokens.claims import Row
from apiclient_gui.core.tokens.lifetime import Lifetime

Kind = Literal["jws", "jwe", "opaque", "invalid"]


@dataclass(frozen=True, slots=True)
class Token:
    """A text read as a token. `invalid` is what was meant to be a JWS or JWE and cannot be one, shown as far as it goes.

    `lengths` are characters of its segments (the first eight), `size` of the whole without what stood around it. In
    `header` and `claims` the last of a doubled member counts; the rows have all. The signature itself is not kept.
    """

    kind: Kind
    size: int = 0
    lengths: tuple[int, ...] = ()
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    header_rows: tuple[Row, ...] = ()
    claim_rows: tuple[Row, ...] = ()
    lifetime: Lifetime = field(default_factory=Lifetime)
    findings: tuple[Finding, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether there is something where a signature stands; not whether it is right."""
        return len(self.lengths) == 3 and self.lengths[2] > 0

    @property
    def algorithm(self) -> str:
        """The header's `alg`; empty when it has none that is text."""
        return _text(self.header.get("alg"))

    @property
    def key_id(self) -> str:
        """The header's `kid`; empty when it has none that is text."""
        return _text(self.header.get("kid"))

    @property
    def issuer(self) -> str:
        """The claim `iss`; empty when there is none that is text."""
        return _text(self.claims.get("iss"))

    @property
    def audience(self) -> tuple[str, ...]:
        """The claim `aud`, one or several; a Cognito access token has none (see `client_id`)."""
        value = self.claims.get("aud")
        every = value if isinstance(value, list) else [value]
        return tuple(one for one in every if isinstance(one, str) and one)

    @property
    def token_use(self) -> str:
        """Cognito's `token_use`: "id" or "access"; empty for other issuers' tokens."""
        return _text(self.claims.get("token_use"))

    @property
    def client_id(self) -> str:
        """The claim `client_id`; empty when there is none."""
        return _text(self.claims.get("client_id"))

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it permits: `scope`, else `scp`, whether text or array."""
        value = self.claims.get("scope", self.claims.get("scp"))
        if isinstance(value, str):
            return tuple(value.split())
        every = value if isinstance(value, list) else []
        return tuple(one for one in every if isinstance(one, str))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
