"""What a host tells about the name it is signed for: rows N of the signing cases, and what must not be guessed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import hosts
from apiclient_gui.core.hosts import SigningTarget

API = "execute-api"


@pytest.mark.parametrize(
    ("host", "service", "region"),
    [
        pytest.param("vpce-0a.execute-api.us-east-1.vpce.amazonaws.com", API, "us-east-1", id="N1"),
        pytest.param("abc.execute-api.eu-west-1.api.aws", API, "eu-west-1", id="N2 api.aws"),
        pytest.param("x.lambda-url.us-east-1.on.aws", "lambda", "us-east-1", id="N2 lambda-url"),
        pytest.param("abc.execute-api-fips.us-gov-west-1.amazonaws.com", API, "us-gov-west-1", id="N3"),
        pytest.param("abc.execute-api.cn-north-1.amazonaws.com.cn", API, "cn-north-1", id="N4"),
    ],
)  # fmt: skip
def test_rows_of_the_signing_cases(host: str, service: str, region: str) -> None:
    assert hosts.signing_target(host) == SigningTarget(service, region)


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("api.example.com", id="N2 custom domain"),
        pytest.param("localhost", id="N2 localhost"),
        "",
        "localhost:8080",
        "127.0.0.1",
        "d111111abcdef8.cloudfront.net",
        "auth.auth.eu-west-1.amazoncognito.com",
        "execute-api.eu-west-1.amazonaws.com.example.org",
        "abc.execute-api.eu-west-1.amazonaws.com.evil.com",
        "abcamazonaws.com",
        "amazonaws.com",
        ".amazonaws.com",
        "..eu-west-1.amazonaws.com",
        "abc.execute-api.amazonaws.com",
        "abc.execute-api..amazonaws.com",
        "abc.execute-api.eu-west.amazonaws.com",
        "abc.execute-apix.eu-west-1.amazonaws.com",
        "a" * 300 + ".execute-api.eu-west-1.amazonaws.com",
    ],
)
def test_all_others_tell_nothing_rather_than_be_guessed(host: str) -> None:
    assert hosts.signing_target(host) is None
    assert hosts.suggestion(host) == SigningTarget(API, "")


@pytest.mark.parametrize(
    "host",
    [
        "abc123.execute-api.eu-west-1.amazonaws.com:443",
        "ABC123.Execute-API.EU-West-1.AmazonAWS.com",
        "abc123.execute-api.eu-west-1.amazonaws.com.",
        " abc123.execute-api.eu-west-1.amazonaws.com.:8443",
    ],
)
def test_case_port_and_the_last_dot_do_not_count(host: str) -> None:
    assert hosts.signing_target(host) == SigningTarget(API, "eu-west-1")


def test_what_a_host_tells_is_suggested_and_the_rest_is_execute_api() -> None:
    assert hosts.suggestion("b.s3-accelerate.amazonaws.com") == SigningTarget("s3", "")
    assert hosts.suggestion("kms.eu-west-1.amazonaws.com") == SigningTarget("kms", "eu-west-1")


@pytest.mark.parametrize(
    ("path", "service"),
    [("/mqtt", "iotdevicegateway"), ("/mqtt?x=1", "iotdevicegateway"), ("/things/mqtt", "iotdata")],
)
def test_iot_has_two_services_under_one_host(path: str, service: str) -> None:
    found = hosts.signing_target("abc-ats.iot.eu-west-1.amazonaws.com", path)
    assert found == SigningTarget(service, "eu-west-1")


LABELS = st.sampled_from(
    [*("s3", "vpce-1", "vpce", "eu-west-1", "execute-api", "geo", "iot", "x", "", "-fips", "fips")]
)
NAMES = st.one_of(
    st.text(),
    st.builds(
        lambda labels, end: ".".join([*labels, end]),
        st.lists(st.one_of(LABELS, st.text(max_size=5)), max_size=6),
        st.sampled_from(["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "c2s.ic.gov"]),
    ),
)


@given(host=NAMES, path=st.text())
def test_no_text_is_trouble(host: str, path: str) -> None:
    found = hosts.signing_target(host, path)
    assert found is None or found.service
    assert hosts.suggestion(host).service
    hosts.is_loopback(host)


def test_botocore_is_not_loaded_for_hosts_that_need_it_not() -> None:
    program = (
        "import sys\n"
        "from apiclient_gui.core import hosts\n"
        "for host in ('abc.execute-api.eu-west-1.amazonaws.com', 'api.example.com', 'localhost:1',\n"
        "             'b.s3.eu-west-1.amazonaws.com', 'sts.amazonaws.com', 'x.lambda-url.us-east-1.on.aws',\n"
        "             'x.on.aws', 'kms.eu-west-1.amazonaws.com.example.org'):\n"
        "    hosts.signing_target(host)\n"
        "assert 'botocore' not in sys.modules\n"
        "hosts.signing_target('kms.eu-west-1.amazonaws.com')\n"
        "assert 'botocore.loaders' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


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
