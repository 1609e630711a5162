"""The AWS keys that a request was sent with: whether they are temporary, and the session token that belongs to such."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.case.known import Case
from apiclient_gui.core.case.signature import sent_item, signed_as

TEMPORARY: Final = "ASIA"
"""How access key ids of temporary keys begin (IAM/reference_identifiers)."""

_TOKEN: Final = "x-amz-security-token"  # noqa: S105  # a name
_WORDS: Final = ("undefined", "null", "none")  # of a client that writes a missing value as a word
_TYPES: Final = (
    "UnrecognizedClient",
    "InvalidClientTokenId",
    *("InvalidAccessKeyId", "InvalidToken"),  # S3
)


def are_unknown(case: Case) -> bool:
    """Whether the service says that it does not know the access key or the session token (aws-facts §1.4)."""
    said = case.says("security token included in the request is invalid")
    return case.named(*_TYPES) or (said and case.fits(*_TYPES, "AccessDenied", "InvalidSignature"))


def are_temporary(case: Case) -> bool:
    """Whether the request was signed with a key that is only good together with a session token."""
    signed = signed_as(case)
    return signed is not None and signed.access_key_id.startswith(TEMPORARY)


def session_token(case: Case) -> str:
    """Return the session token that was sent, in a header or in the query; empty without one. It is a secret."""
    return (case.sent_header(_TOKEN) or sent_item(case, _TOKEN)).strip()


def is_placeholder(token: str) -> bool:
    """Whether a session token is a word that stands for a missing value."""
    return token.lower() in _WORDS
