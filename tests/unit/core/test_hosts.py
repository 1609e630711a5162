"""What a host tells about the name it is signed for; rows N of the signing cases, and what must not be guessed."""

from __future__ import annotations

import pytest

from apiclient_gui.core import hosts

API = "execute-api"


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("abc123.execute-api.eu-west-1.amazonaws.com", "eu-west-1"),
        ("abc123.execute-api.eu-west-1.amazonaws.com:443", "eu-west-1"),
        ("ABC123.Execute-API.EU-West-1.AmazonAWS.com", "eu-west-1"),
        ("abc123.execute-api.eu-west-1.amazonaws.com.", "eu-west-1"),
        ("abc-vpce-0a1b.execute-api.us-east-1.amazonaws.com", "us-east-1"),
        ("vpce-0a.execute-api.us-east-1.vpce.amazonaws.com", "us-east-1"),  # N1
        ("vpce-0a-1b2c-us-east-1a.execute-api.us-east-1.vpce.amazonaws.com", "us-east-1"),
        ("abc.execute-api.eu-west-1.api.aws", "eu-west-1"),  # N2
        ("abc.execute-api-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),  # N3
        ("abc.execute-api.cn-north-1.amazonaws.com.cn", "cn-north-1"),  # N4
        ("abc.execute-api.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1"),
        ("abc.execute-api.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"),
        ("abc.execute-api.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
    ],
)
def test_hosts_of_api_gateway_tell_service_and_region(host: str, region: str) -> None:
    assert hosts.signing_target(host) == hosts.SigningTarget(API, region)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "api.example.com",
        "localhost:8080",
        "127.0.0.1",
        "execute-api.eu-west-1.amazonaws.com.example.org",
        "abc.execute-api.eu-west-1.amazonaws.com.evil.com",
        "abc.execute-api.amazonaws.com",
        "abc.execute-api..amazonaws.com",
        "abc.execute-api.eu-west.amazonaws.com",
        "a.b.execute-api.eu-west-1.amazonaws.com.x",
        "s3.eu-west-1.amazonaws.com",
        "abc.execute-apix.eu-west-1.amazonaws.com",
    ],
)
def test_all_others_tell_nothing_rather_than_be_guessed(host: str) -> None:
    assert hosts.signing_target(host) is None


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:1", "a.localhost", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:80"],
)
def test_loopback_by_name(host: str) -> None:
    assert hosts.is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "localhost.example.com", "127.0.0.1.example.com", "128.0.0.1", "10.0.0.1", "[::2]", "h"],
)
def test_not_loopback(host: str) -> None:
    assert not hosts.is_loopback(host)
