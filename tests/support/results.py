"""Whole sends for tests of what shows them: signed, and refused with the gateway's own version of the signature."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.model import Exchange, OptionValue, Request, Response
from tests import factories


def signed_exchange(request: Request, *, token: str | None = None) -> Exchange:
    """Return a send that was signed by the program's own code, answered with 200."""
    plain = factories.exchange(request)
    terms = factories.terms(credentials=factories.keys(token=token))
    prepared, authorisation = factories.sign(plain.prepared, terms)
    return replace(plain, prepared=prepared, authorisation=authorisation)


def presigned_exchange(
    request: Request,
    *,
    scheme: str = "sigv4_query",
    token: str | None = None,
    **options: OptionValue,
) -> Exchange:
    """Return a send signed by another scheme of the family, by default in its query; keywords are its options."""
    plain = factories.exchange(request)
    terms = factories.terms(options, credentials=factories.keys(token=token))
    prepared, authorisation = TABLE[scheme].apply(plain.prepared, terms)
    return replace(plain, prepared=prepared, authorisation=authorisation)


def mismatch(canonical_request: str, string_to_sign: str) -> Response:
    """Return the refusal of a gateway that computed these two texts."""
    words = (
        "The request signature we calculated does not match the signature you provided.\n\n"
        f"The Canonical String for this request should have been\n'{canonical_request}'\n\n"
        f"The String-to-Sign should have been\n'{string_to_sign}'\n"
    )
    return factories.response(
        403,
        "Forbidden",
        headers=[("x-amzn-ErrorType", "InvalidSignatureException")],
        content=msgspec.json.encode({"message": words}),
    )
