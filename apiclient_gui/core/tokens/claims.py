"""What the members of a token mean: a title and a sentence for the registered, OpenID Connect and Cognito ones."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.tokens.document import Members
from apiclient_gui.core.tokens.lifetime import TIMES, moment

_LONGEST_TEXT: Final = 4000  # characters of a value shown in a row; the whole stands in `value`

_HEADER: Final = {
    "alg": ("Algorithm", "How it was signed (RFC 7515 §4.1.1)."),
    "kid": ("Key ID", "Which key of the issuer's set signed it (RFC 7515 §4.1.4)."),
    "typ": ("Type", "What kind of token it says it is (RFC 7515 §4.1.9)."),
    "cty": ("Content type", "What the payload is (RFC 7515 §4.1.10)."),
    "crit": ("Critical", "Extensions that a reader must understand or refuse (RFC 7515 §4.1.11)."),
    "jku": ("Key set URL", "Where the token says its keys are; never followed here (RFC 7515 §4.1.2)."),
    "jwk": ("Key", "A key the token brings along; never trusted here (RFC 7515 §4.1.3)."),
    "x5u": ("Certificate URL", "Never followed here (RFC 7515 §4.1.5)."),
    "x5c": ("Certificates", "Brought along by the token; never trusted here (RFC 7515 §4.1.6)."),
    "x5t": ("Certificate thumbprint", "Which certificate signed it (RFC 7515 §4.1.7)."),
    "enc": ("Content encryption", "How the content is encrypted (RFC 7516 §4.1.2)."),
}  # fmt: skip

_CLAIMS: Final = {
    "iss": ("Issuer", "Who made the token (RFC 7519 §4.1.1)."),
    "sub": ("Subject", "Whom it is about; the issuer's stable id (RFC 7519 §4.1.2)."),
    "aud": ("Audience", "Whom it is for; in a Cognito ID token the app client (RFC 7519 §4.1.3)."),
    "exp": ("Expires", "Refused from this moment on (RFC 7519 §4.1.4)."),
    "nbf": ("Not before", "Refused before this moment (RFC 7519 §4.1.5)."),
    "iat": ("Issued", "When it was made (RFC 7519 §4.1.6)."),
    "jti": ("Token ID", "The token's own id (RFC 7519 §4.1.7)."),
    "auth_time": ("Signed in", "When the person signed in (OpenID Connect Core §2)."),
    "updated_at": ("Profile changed", "When the profile last changed (OpenID Connect Core §5.1)."),
    "nonce": ("Nonce", "Ties an ID token to one login (OpenID Connect Core §2)."),
    "azp": ("Authorized party", "The client it was issued to (OpenID Connect Core §2)."),
    "acr": ("Authentication class", "How strong the login was (OpenID Connect Core §2)."),
    "amr": ("Authentication methods", "How the person signed in (OpenID Connect Core §2)."),
    "at_hash": ("Access token hash", "Ties it to an access token (OpenID Connect Core §3.1.3.6)."),
    "c_hash": ("Code hash", "Ties it to an authorization code (OpenID Connect Core §3.3.2.11)."),
    "sid": ("Session ID", "The issuer's session (OpenID Connect Front-Channel Logout)."),
    "name": ("Name", "The full name (OpenID Connect Core §5.1)."),
    "email": ("E-mail", "The e-mail address (OpenID Connect Core §5.1)."),
    "email_verified": ("E-mail verified", "Whether the address was checked (OpenID Connect Core §5.1)."),
    "phone_number": ("Phone number", "The phone number (OpenID Connect Core §5.1)."),
    "preferred_username": ("Preferred name", "The name the person goes by (OpenID Connect Core §5.1)."),
    "scope": ("Scopes", "What it permits, separated by spaces (RFC 9068 §2.2.3)."),
    "scp": ("Scopes", "What it permits, as some issuers name it."),
    "client_id": ("Client", "The app client; a Cognito access token has it instead of aud (RFC 9068 §2.2)."),
    "token_use": ("Token use", "Cognito: id or access. An authorizer takes one of them."),
    "username": ("User name", "Cognito: the user, in an access token."),
    "cognito:username": ("User name", "Cognito: the user, in an ID token."),
    "cognito:groups": ("Groups", "Cognito: the groups of the user in the pool."),
    "cognito:roles": ("Roles", "Cognito: IAM roles of the user's groups."),
    "cognito:preferred_role": ("Preferred role", "Cognito: the IAM role of the first group."),
    "identities": ("Identities", "Cognito: the outside identity providers the user came from."),
    "origin_jti": ("Origin", "Cognito: the login all these tokens come from; revoking goes by it."),
    "event_id": ("Event", "Cognito: the login event."),
    "device_key": ("Device", "Cognito: the remembered device."),
    "version": ("Version", "Cognito: the version of the access token."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A member of header or claims as a person reads it.

    `title` and `explanation` are empty for names that are not known here; `when` is set for times that can be read;
    `repeated`: the name stands more than once, each with a row of its own.
    """

    name: str
    value: Any
    title: str = ""
    explanation: str = ""
    when: datetime | None = None
    repeated: bool = False

    @property
    def text(self) -> str:
        """The value on one line, fit for any screen: text as it is, all else as JSON; cut when very long."""
        return shown(self.value)


def header_rows(members: Members) -> tuple[Row, ...]:
    """Return the rows of a header, in its order."""
    return _rows(members, _HEADER, frozenset())


def claim_rows(members: Members) -> tuple[Row, ...]:
    """Return the rows of the claims, in their order."""
    return _rows(members, _CLAIMS, TIMES)


def shown(value: Any) -> str:
    """Return a value of JSON on one line: controls and lone surrogates as escapes, cut when very long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return printable(text, _LONGEST_TEXT)


def _rows(
    members: Members, known: dict[str, tuple[str, str]], times: frozenset[str]
) -> tuple[Row, ...]:
    counted = Counter(name for name, _ in members)
    rows = []
    for name, value in members:
        title, explanation = known.get(name, ("", ""))
        when = moment(value) if name in times else None
        rows.append(Row(name, value, title, explanation, when, counted[name] > 1))
    return tuple(rows)
