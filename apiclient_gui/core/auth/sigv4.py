"""AWS Signature Version 4 in the Authorization header: what a method with IAM authorization wants.

What it shares with its kin stands in core/signing; what is signed by default, in docs/cli.md.
"""

from __future__ import annotations

from apiclient_gui.core.auth.base import Scheme, Terms, refuse_keyless, refuse_second
from apiclient_gui.core.model import Authorisation, AwsKeys, Prepared
from apiclient_gui.core.signing import fields, forms
from apiclient_gui.core.signing.hmac_sha256 import HMAC_SHA256
from apiclient_gui.core.signing.refusals import SOURCE
from apiclient_gui.core.signing.target import signing_target


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    keys = terms.credentials
    if not isinstance(keys, AwsKeys):
        raise refuse_keyless("AWS keys to sign with", terms)
    refuse_second(prepared, forms.WRITTEN_HEADERS, "signing", SOURCE)
    target = signing_target(prepared, terms.options, terms.region, terms.service)
    order = forms.Order(MEMBER.id, keys, terms.now, terms.options, target, HMAC_SHA256)
    signed = forms.in_headers(prepared, order)
    how = Authorisation(MEMBER.id, terms.identity, signed.written, signed.steps, signed.signature)
    return signed.prepared, how


MEMBER = Scheme(
    id="sigv4",
    title="SigV4, in headers",
    summary="Signs the request with AWS keys (Signature Version 4), for methods with IAM authorization.",
    fields=(
        fields.REGION,
        fields.SERVICE,
        fields.SIGN_HEADERS,
        fields.PAYLOAD,
        fields.CONTENT_SHA256,
        fields.NORMALIZE,
        fields.OMIT_SESSION_TOKEN,
    ),
    strict=True,
    wants=AwsKeys,
    apply=_apply,
)
