"""For what a request is signed: each part by itself, said before the host's before the environment's."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.signing.target import signing_target
from tests import factories

API = "https://abc.execute-api.eu-west-1.amazonaws.com/prod"
CUSTOM = "https://api.example.com/"
MULTI = "https://pets.mrap.accesspoint.s3-global.amazonaws.com/"
ACCELERATED = "https://pets.s3-accelerate.amazonaws.com/"


@pytest.mark.parametrize(
    ("url", "said", "environment", "expected"),
    [
        (API, {}, ("", ""), ("execute-api", "eu-west-1")),
        (API, {}, ("us-east-1", "s3"), ("execute-api", "eu-west-1")),
        (API, {"region": " us-west-2 "}, ("", ""), ("execute-api", "us-west-2")),
        (API, {"service": "es"}, ("", ""), ("es", "eu-west-1")),
        (CUSTOM, {}, ("us-east-1", "execute-api"), ("execute-api", "us-east-1")),
        (CUSTOM, {"service": "es"}, ("us-east-1", "execute-api"), ("es", "us-east-1")),
        (CUSTOM, {"region": "r", "service": "s"}, ("", ""), ("s", "r")),
        (ACCELERATED, {}, ("eu-west-1", "execute-api"), ("s3", "eu-west-1")),
        ("https://a-ats.iot.eu-west-1.amazonaws.com/mqtt", {}, ("", ""), ("iotdevicegateway", "eu-west-1")),
    ],
)  # fmt: skip
def test_where_each_part_comes_from(
    url: str, said: Mapping[str, str], environment: tuple[str, str], expected: tuple[str, str]
) -> None:
    found = signing_target(factories.prepared(url), said, *environment)
    assert found == SigningTarget(*expected)


def test_the_host_that_the_api_sees_decides() -> None:
    own = [("Host", "abc.execute-api.us-west-2.amazonaws.com")]
    found = signing_target(factories.prepared(CUSTOM, headers=own), {}, "eu-west-1", "es")
    assert found == SigningTarget("execute-api", "us-west-2")
    alias = factories.prepared(API, headers=[("Host", "api.example.com")])
    assert signing_target(alias, {}, "", "") == SigningTarget("execute-api", "eu-west-1")


@pytest.mark.parametrize(
    ("url", "said", "finding_id"),
    [
        (CUSTOM, {"service": "s"}, "region_unknown"),
        (CUSTOM, {"region": "r"}, "service_unknown"),
        (ACCELERATED, {}, "region_unknown"),
        (API, {"region": "eu west 1"}, "region_unknown"),
        (API, {"region": "eu\ud800"}, "region_unknown"),
        (API, {"service": "a/b"}, "service_unknown"),
        (API, {"service": "é"}, "service_unknown"),
    ],
)
def test_what_is_not_known_is_asked_and_never_guessed(
    url: str, said: Mapping[str, str], finding_id: str
) -> None:
    with pytest.raises(Problem) as problem:
        signing_target(factories.prepared(url), said, "", "")
    assert problem.value.trouble == "refused"
    finding = problem.value.finding
    assert finding.id == finding_id
    assert [action.key for action in finding.actions] == ["set_signing_target"]
    msgspec.json.encode(finding)


def said_of(url: str, said: Mapping[str, str], **known: bool) -> Finding:
    with pytest.raises(Problem) as problem:
        signing_target(factories.prepared(url), said, "", "", **known)
    assert problem.value.trouble == "refused"
    return problem.value.finding


def test_both_parts_are_asked_for_at_once() -> None:
    finding = said_of(CUSTOM, {})
    assert finding.id == "region_unknown"
    assert "--region REGION --service execute-api" in finding.remedy


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (MULTI, {}),
        (MULTI, {"region": "eu-west-1"}),
        (API, {"region": "eu-west-1,us-east-1"}),
        (API, {"region": "*"}),
    ],
)
def test_several_regions_want_sigv4a(url: str, said: Mapping[str, str]) -> None:
    finding = said_of(url, said)
    assert finding.id == "sigv4a_wanted"
    assert finding.actions[0].key == "send_with_scheme"
    assert finding.actions[0].parameters == {"scheme": "sigv4a"}


def test_a_signature_for_several_regions_takes_them() -> None:
    everywhere = signing_target(factories.prepared(MULTI), {}, "eu-west-1", "", several=True)
    assert everywhere == SigningTarget("s3", "*")
    assert said_of(API, {"region": "eu west"}, several=True).id == "region_unknown"
