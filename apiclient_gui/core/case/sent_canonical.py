"""The canonical request of what was sent, computed here by the rules: for requests that something else signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from apiclient_gui.core import canonical
from apiclient_gui.core.case.differences import printed
from apiclient_gui.core.case.known import Case
from apiclient_gui.core.case.signature import in_query, signed_as
from apiclient_gui.core.model import Body
from apiclient_gui.core.signing import services
from apiclient_gui.core.signing.payload import UNSIGNED

_SIGNATURE: Final = "x-amz-signature"
_DIGITS: Final = 12  # of a Content-Length


def canonical_of_sent(case: Case) -> str | None:
    """Return the canonical request of the bytes that were sent, as a gateway would print it; None when not known.

    Known are the request and what its signature claims. A body of chunks is left out: its frames are no part of it.
    Source: IAM User Guide, "Create a signed AWS API request" (aws-facts §6.1, §6.2).
    """
    sent, signed = case.prepared, signed_as(case)
    if sent is None or signed is None or case.sent_header("transfer-encoding"):
        return None
    payload = case.sent_header("x-amz-content-sha256") or hash_of_sent(case)
    if not payload:
        return None
    query = tuple(item for item in sent.query if item.name.lower() != _SIGNATURE)
    quirks = services.quirks(signed.service)
    if in_query(case) and quirks.presigned_unsigned:
        payload = UNSIGNED
    lines = canonical.canonical_lines(
        replace(sent, query=query),
        {name.lower() for name in signed.signed_headers},
        payload,
        normalize=not quirks.path_once,
        encode_again=not quirks.path_once,
    )
    return printed("\n".join(line.text for line in lines))


def hash_of_sent(case: Case) -> str:
    """Return the hex SHA-256 of the body that was sent; empty when it is not known."""
    sent = case.prepared
    if sent is None:
        return ""
    try:
        return sent.body.sha256() if sent.body.pieces else Body(_framed(case, sent.body)).sha256()
    except OSError:  # a file of the body that is gone by now
        return ""


def _framed(case: Case, body: Body) -> bytes:
    # A message that was saved as text has often an end of line more than was sent (RFC 9112 §6.3).
    length = case.sent_header("content-length") or ""
    if length.isascii() and length.isdecimal():
        return body.content[: int(length[:_DIGITS])]
    return body.content if length or body.content.strip() else b""
