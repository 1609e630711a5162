"""How a request was authorised: the canonical request is its lines."""

from __future__ import annotations

from apiclient_gui.core.model import CanonicalLine, Signature
from tests import factories


def test_the_canonical_request_is_its_lines() -> None:
    signature = Signature(
        lines=(CanonicalLine("GET", "method"), CanonicalLine("/", "path")),
        string_to_sign="",
        credential_scope="",
        signed_headers=(),
        signature="",
        authorization="",
        access_key_id="",
        region="",
        service="",
        signed_at=factories.NOW,
    )
    assert signature.canonical_request == "GET\n/"
