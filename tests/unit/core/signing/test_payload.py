"""What of the body is signed, for each service and form, and what is refused before it is signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Payload, Request
from apiclient_gui.core.prepare import prepare
from apiclient_gui.core.signing.payload import UNSIGNED, payload
from tests import factories

READY = factories.prepared("https://h/", method="POST", text="abc")
HASH = READY.body.sha256()


def of(
    wanted: str,
    service: str,
    *,
    url: str = "https://h/",
    typed: str | None = None,
    in_query: bool = False,
) -> str:
    ready = factories.prepared(url, method="POST", text="abc")
    return payload(ready, {"payload": wanted}, service, typed, in_query=in_query)


def refused(*words: str, **known: object) -> Finding:
    with pytest.raises(Problem) as problem:
        of(*words, **known)  # type: ignore[arg-type]  # named by the test
    assert problem.value.trouble == "refused"
    return problem.value.finding


@pytest.mark.parametrize(
    ("wanted", "service", "in_query", "signed"),
    [
        ("", "execute-api", False, HASH),
        ("", "execute-api", True, HASH),
        ("hashed", "execute-api", True, HASH),
        ("", "s3", False, HASH),
        ("hashed", "s3", False, HASH),
        ("unsigned", "s3", False, UNSIGNED),
        ("", "s3", True, UNSIGNED),
        ("unsigned", "s3", True, UNSIGNED),
        ("", "vpc-lattice-svcs", False, UNSIGNED),
        ("", "vpc-lattice-svcs", True, UNSIGNED),
        ("unsigned", "vpc-lattice-svcs", False, UNSIGNED),
        ("", "aoss", False, HASH),
    ],
)
def test_what_is_signed(wanted: str, service: str, in_query: bool, signed: str) -> None:
    assert of(wanted, service, in_query=in_query) == signed
    assert payload(READY, {}, "execute-api", None, in_query=in_query) == HASH


@pytest.mark.parametrize("service", ["execute-api", "lambda", "aoss", "S3"])
@pytest.mark.parametrize("in_query", [False, True])
def test_unsigned_is_refused_where_nobody_is_known_to_take_it(service: str, in_query: bool) -> None:
    finding = refused("unsigned", service, in_query=in_query)
    assert finding.id == "unsigned_payload_not_taken"
    assert finding.title.startswith(service)


@pytest.mark.parametrize(
    ("service", "in_query"),
    [("s3", True), ("vpc-lattice-svcs", False), ("vpc-lattice-svcs", True)],
)
def test_a_hash_is_refused_where_none_is_read(service: str, in_query: bool) -> None:
    assert refused("hashed", service, in_query=in_query).id == "payload_hash_not_taken"


def test_unsigned_over_plain_http_is_refused_but_on_this_computer() -> None:
    finding = refused("unsigned", "s3", url="http://storage.example/")
    assert finding.id == "unsigned_payload_over_http"
    assert finding.evidence[0].value == "storage.example"
    assert of("unsigned", "s3", url="http://localhost:9000/") == UNSIGNED
    assert of("unsigned", "s3", url="http://storage.example/", in_query=True) == UNSIGNED


@pytest.mark.parametrize("wanted", ["maybe", "Hashed", "\ud800"])
def test_what_is_no_choice_is_refused(wanted: str) -> None:
    assert refused(wanted, "s3").id == "option_invalid"


@pytest.mark.parametrize(
    "typed", ["0" * 64, "AB" * 32, "  UNSIGNED-PAYLOAD ", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"]
)
def test_an_own_header_decides(typed: str) -> None:
    assert of("", "execute-api", typed=typed) == typed.strip()


@pytest.mark.parametrize(
    ("wanted", "typed"), [("hashed", UNSIGNED), ("unsigned", "0" * 64), ("unsigned", HASH)]
)
def test_an_own_header_and_an_option_that_say_two_things_are_refused(
    wanted: str, typed: str
) -> None:
    finding = refused(wanted, "s3", typed=typed)
    assert finding.id == "content_sha256_typed"
    assert finding.evidence[0].value == typed


def test_an_own_header_that_says_the_same_as_the_option_is_taken() -> None:
    assert of("hashed", "s3", typed=HASH) == HASH
    assert of("unsigned", "s3", typed=UNSIGNED) == UNSIGNED


@pytest.mark.parametrize(
    "typed", ["", "abc", "0" * 63, "0" * 65, "unsigned-payload", "g" * 64, "0" * 64 + ",x", "Ã©"]
)
def test_an_own_header_without_a_hash_is_refused(typed: str) -> None:
    finding = refused("", "s3", typed=typed)
    assert finding.id == "content_sha256_invalid"
    assert finding.actions[0].parameters == {"place": "headers"}


def test_a_file_that_changed_is_an_error_of_reading(tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"abc")
    request = Request(method="PUT", url="https://h/", body=Payload("file", file=str(file)))
    ready = prepare(request, {}, strict=True)
    file.write_bytes(b"abcd")
    with pytest.raises(OSError, match="changed"):
        payload(ready, {}, "s3", None, in_query=False)
    # Nothing is read where nothing is hashed.
    assert payload(ready, {"payload": "unsigned"}, "s3", None, in_query=False) == UNSIGNED
