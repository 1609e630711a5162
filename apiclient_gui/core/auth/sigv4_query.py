"""AWS Signature Version 4 in the query: a presigned URL, which anyone may call until it expires.

What it shares with its kin stands in core/signing. Source: IAM User Guide, "Authentication methods".
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
    refuse_second(prepared, forms.WRITTEN_HEADERS, "signing", SOURCE, forms.WRITTEN_ITEMS)
    target = signing_target(prepared, terms.options, terms.region, terms.service)
    order = forms.Order(MEMBER.id, keys, terms.now, terms.options, target, HMAC_SHA256)
    signed = forms.in_query(prepared, order)
    how = Authorisation(MEMBER.id, terms.identity, signed.written, signed.steps, signed.signature)
    return signed.prepared, how


MEMBER = Scheme(
    id="sigv4_query",
    title="SigV4, presigned URL",
    summary="Puts the signature into the URL: whoever has the URL may call it until it expires.",
    fields=(
        fields.EXPIRES,
        fields.REGION,
        fields.SERVICE,
        fields.SIGN_HEADERS,
        fields.PAYLOAD,
        fields.NORMALIZE,
        fields.OMIT_SESSION_TOKEN,
    ),
    strict=True,
    wants=AwsKeys,
    apply=_apply,
)
