"""AWS Signature Version 4A: one signature for a set of Regions, in headers or as a presigned URL.

What it shares with its kin stands in core/signing; awscrt signs. Source: IAM User Guide, "How SigV4a works".
"""

from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core.auth.base import Scheme, Terms, refuse_keyless, refuse_second
from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import Authorisation, AwsKeys, Prepared
from apiclient_gui.core.signing import fields, forms, lifetime
from apiclient_gui.core.signing.ecdsa_p256 import ECDSA_P256
from apiclient_gui.core.signing.refusals import SOURCE
from apiclient_gui.core.signing.region_set import region_set
from apiclient_gui.core.signing.target import signing_target


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    keys = terms.credentials
    if not isinstance(keys, AwsKeys):
        raise refuse_keyless("AWS keys to sign with", terms)
    presigned = lifetime.is_asked(terms.options)
    items = forms.WRITTEN_ITEMS if presigned else frozenset[str]()
    refuse_second(prepared, forms.WRITTEN_HEADERS, "signing", SOURCE, items)
    target = _target(prepared, terms)
    order = forms.Order(MEMBER.id, keys, terms.now, terms.options, target, ECDSA_P256)
    signed = (forms.in_query if presigned else forms.in_headers)(prepared, order)
    how = Authorisation(MEMBER.id, terms.identity, signed.written, signed.steps, signed.signature)
    return signed.prepared, how


def _target(prepared: Prepared, terms: Terms) -> SigningTarget:
    regions = region_set(str(terms.options.get("region", "")), prepared.host)
    if not regions:
        return signing_target(prepared, terms.options, terms.region, terms.service, several=True)
    # A set of Regions is no name that could be looked at there: any does.
    options = {**terms.options, "region": "any"}
    found = signing_target(prepared, options, terms.region, terms.service, several=True)
    return replace(found, region=regions)


MEMBER = Scheme(
    id="sigv4a",
    title="SigV4a, for several Regions",
    summary="Signs the request for a set of Regions (Signature Version 4A); needs the extra sigv4a.",
    fields=(
        fields.REGION_SET,
        fields.SERVICE,
        fields.EXPIRES_IN_QUERY,
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
