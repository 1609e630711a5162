"""The signature that was sent: as we made it, else as header or query claim it."""

from __future__ import annotations

from urllib.parse import unquote

from apiclient_gui.core import refusal
from apiclient_gui.core.case.known import Case


def signed_as(case: Case) -> refusal.SignedAs | None:
    """Return what was signed: from the signature we made, else from the Authorization header or the query sent."""
    at = refusal.stamp(case.sent_header("x-amz-date") or sent_item(case, "x-amz-date"))
    made = case.authorisation.signature if case.authorisation else None
    if made:
        return refusal.SignedAs(
            access_key_id=made.access_key_id,
            region=made.region,
            service=made.service,
            date=made.credential_scope.partition("/")[0],
            signed_headers=made.signed_headers,
            signed_at=at or made.signed_at,
        )
    value = case.sent_header("authorization") or ""
    if value.startswith(refusal.ALGORITHM):
        return refusal.claimed_in_header(value, at)
    names = sent_item(case, "x-amz-signedheaders")
    return refusal.claimed(sent_item(case, "x-amz-credential"), names, at)


def algorithm(case: Case) -> str:
    """Return the algorithm that the request claims, such as `AWS4-HMAC-SHA256`; empty when it is not signed."""
    made = case.authorisation.signature if case.authorisation else None
    value = case.sent_header("authorization") or ""
    if made:
        return made.algorithm
    if value.startswith(refusal.ALGORITHM):
        return value.partition(" ")[0]
    return sent_item(case, "x-amz-algorithm")


def in_query(case: Case) -> bool:
    """Whether the signature was sent in the query."""
    return bool(sent_item(case, "x-amz-signature"))


def payload_signed(case: Case) -> str:
    """Return what was signed for the body: its hash, or a word in its place; empty when it is not known."""
    made = case.authorisation.signature if case.authorisation else None
    if made and made.lines:
        return made.lines[-1].text
    return case.sent_header("x-amz-content-sha256") or ""


def looks_signed(case: Case) -> bool:
    """Whether the request went out with something that is meant to be a signature."""
    value = case.sent_header("authorization") or ""
    return value.startswith(refusal.ALGORITHM) or bool(sent_item(case, "x-amz-signature"))


def sent_item(case: Case, name: str) -> str:
    """Return the value of a query item as sent, unescaped; empty without one."""
    items = case.prepared.query if case.prepared else ()
    return next((unquote(item.value or "") for item in items if item.name.lower() == name), "")
