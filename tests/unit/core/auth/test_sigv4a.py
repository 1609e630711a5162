"""SigV4a: header form and, with a lifetime, query form; for which Regions; what is refused."""

from __future__ import annotations

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import OptionValue, Signature
from tests import factories
from tests.support import sigv4a_key

SCHEME = TABLE["sigv4a"]
HOST = "https://abc.execute-api.eu-west-1.amazonaws.com/"


def sign(url: str, options: dict[str, OptionValue], region: str = "") -> tuple[str, Signature]:
    ready, how = SCHEME.apply(factories.prepared(url), factories.terms(options, region=region))
    assert how.signature is not None
    return ready.header("x-amz-region-set") or ready.url, how.signature


@pytest.mark.parametrize(
    ("url", "option", "known", "regions"),
    [
        (HOST, "", "", "eu-west-1"),
        (HOST, "*", "", "*"),
        (HOST, "eu-west-1, us-east-1", "", "eu-west-1,us-east-1"),
        ("https://h/", "", "us-east-1", "us-east-1"),
        ("https://h/", " us-west-2 ", "us-east-1", "us-west-2"),
    ],
)
def test_which_regions(url: str, option: str, known: str, regions: str) -> None:
    sent, made = sign(url, {"region": option}, known)
    assert sent == regions
    assert made.region == regions
    assert made.credential_scope == "20260304/execute-api/aws4_request"
    assert made.algorithm == "AWS4-ECDSA-P256-SHA256"
    assert made.authorization.startswith("AWS4-ECDSA-P256-SHA256 Credential=")
    assert f"x-amz-region-set:{regions}" in made.canonical_request


@pytest.mark.parametrize("option", ["eu west", ",", "*,"])
def test_what_is_no_set_of_regions_is_refused(option: str) -> None:
    with pytest.raises(Problem) as refused:
        sign(HOST, {"region": option})
    assert refused.value.finding.id == "region_unknown"


def test_without_regions_it_asks() -> None:
    with pytest.raises(Problem) as refused:
        sign("https://h/", {})
    assert refused.value.finding.id == "region_unknown"


@pytest.mark.parametrize("expires", [60, " 60 "])
def test_with_a_lifetime_it_is_a_presigned_url(expires: OptionValue) -> None:
    url, made = sign(HOST, {"expires": expires, "region": "*"})
    assert "&X-Amz-Expires=60&" in url
    assert "&X-Amz-Region-Set=%2A&" in url
    assert (made.authorization, made.expires) == ("", 60)
    key = sigv4a_key.public_key(factories.KEY_ID, factories.SECRET_KEY)
    assert sigv4a_key.verifies(key, made.signature, made.string_to_sign)


def test_a_lifetime_out_of_range_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        sign(HOST, {"expires": 604_801})
    assert refused.value.finding.id == "expiry_out_of_range"


def test_an_own_region_set_is_refused() -> None:
    with pytest.raises(Problem) as refused:
        SCHEME.apply(factories.prepared(headers=[("X-Amz-Region-Set", "*")]), factories.terms())
    assert refused.value.finding.id == "two_authorizations"
