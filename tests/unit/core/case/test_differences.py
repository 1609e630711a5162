"""Which lines of two canonical requests differ, and the reason that is likeliest for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.case.differences import Difference, Pair, differences, side_by_side
from tests import factories

HASH = "a" * 64
OURS = f"GET\n/prod/pets\na=1\nhost:h\nx-a:1\n\nhost;x-a\n{HASH}"


def canonical(
    *,
    path: str = "/",
    query: str = "",
    headers: tuple[str, ...] = ("host:h",),
    signed: str = "host",
    payload: str = HASH,
) -> str:
    return "\n".join(["GET", path, query, *headers, "", signed, payload])


def only(ours: str, theirs: str) -> Difference:
    (found,) = differences(ours, theirs)
    return found


def test_equal_requests_have_no_difference() -> None:
    assert differences(OURS, OURS) == ()
    assert [pair.ours for pair in side_by_side(OURS, OURS)] == OURS.split("\n")


def test_all_lines_stand_beside_each_other() -> None:
    theirs = (
        OURS.replace("x-a:1\n", "x-b:2\n").replace("GET", "POST").replace("host;x-a", "host;x-b")
    )
    pairs = side_by_side(OURS, theirs)
    assert [(pair.ours, pair.theirs, pair.difference is not None) for pair in pairs] == [
        ("GET", "POST", True),
        ("/prod/pets", "/prod/pets", False),
        ("a=1", "a=1", False),
        ("host:h", "host:h", False),
        ("x-a:1", None, True),
        (None, "x-b:2", True),
        ("", "", False),
        ("host;x-a", "host;x-b", True),
        (HASH, HASH, False),
    ]
    assert [one.part for one in differences(OURS, theirs)] == [
        "the method",
        "the header x-a",
        "the header x-b",
        "the list of signed headers",
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ("/a%20b", "/a%2520b", "encoded once more"),
        ("/a:b", "/a%3Ab", "encoded once more"),
        ("/a%2520b", "/a%20b", "encoded once less"),
        ("/a%3Ab", "/a:b", "encoded once less"),
        ("/a/../b//c", "/b/c", "sign the path normalised"),
        ("/b/c", "/b//c", "Slashes or dot segments"),
        ("/b/c/", "/b/c", "slash at the end"),
        ("/Pets", "/pets", "capitals"),
        ("/prod/pets", "/pets", "/prod at the beginning did not arrive"),
        ("/prod", "/", "/prod at the beginning did not arrive"),
        ("/pets", "/prod/pets", "/prod was put in front"),
        ("/", "/prod", "/prod was put in front"),
        ("/pets", "/dogs", "rewrote the path"),
    ],
)
def test_the_path(ours: str, theirs: str, reason: str) -> None:
    found = only(canonical(path=ours), canonical(path=theirs))
    assert (found.part, found.place) == ("the path", "url")
    assert (found.ours, found.theirs) == (ours, theirs)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ("b=2&a=1", "a=1&b=2", "another order"),
        ("a=1", "", "did not arrive: something"),
        ("a=1&b=2&c=3", "b=2", "a, c did not arrive"),
        ("a=1", "a=1&utm=2", "utm came along"),
        ("", "a=1", "a came along"),
        ("a=x%20y", "a=x%2By", "plus sign"),
        ("a=x%2By&b=1", "a=x%20y&b=1", "plus sign"),
        ("a=x%252F", "a=x%2F", "encoded once more on one side"),
        ("a=x%2F", "a=x%252F", "encoded once more on one side"),
        ("flag", "flag=", "without ="),
        ("b=:&a=%7e", "a=~&b=%3A", "percent-encoded in capitals"),
        ("a=1&b=2", "a=1&b=3", "b arrived with another value"),
    ],
)
def test_the_query(ours: str, theirs: str, reason: str) -> None:
    found = only(canonical(query=ours), canonical(query=theirs))
    assert (found.part, found.place) == ("the query", "params")
    assert reason in found.reason


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "reason"),
    [
        ("content-type", "text/plain", "text/plain; charset=utf-8", "charset was added"),
        ("content-type", "text/plain;charset=x", "text/plain", "charset"),
        ("content-type", "text/plain", "", "did not arrive"),
        ("content-length", "7", "", "cuts the body anew"),
        ("content-length", "7", "9", "cuts the body anew"),
        ("accept-encoding", "br", "gzip", "CDN"),
        ("user-agent", "me", "Amazon CloudFront", "CDN"),
        ("x-a", "a b", "a  b", "blanks"),
        ("x-a", "Ab", "ab", "capitals"),
        ("x-a", "1", "1,2", "second value"),
        ("x-a", "1,2", "1", "sent more than once"),
        ("x-a", "é", "Ã©", "another encoding"),
        ("x-a", "1", "2", "changed the value of x-a"),
    ],
)
def test_a_header(name: str, ours: str, theirs: str, reason: str) -> None:
    found = only(canonical(headers=(f"{name}:{ours}",)), canonical(headers=(f"{name}:{theirs}",)))
    assert (found.part, found.place) == (f"the header {name}", "headers")
    assert (found.ours, found.theirs) == (f"{name}:{ours}", f"{name}:{theirs}")
    assert reason in found.reason


def test_host_is_composed_in_the_address() -> None:
    found = only(canonical(), canonical(headers=("host:other",)))
    assert found.place == "url"
    assert "replaced Host" in found.reason


def test_a_header_that_one_side_has_not() -> None:
    both = canonical(headers=("host:h", "x-a:1"))
    gone, more = only(both, canonical()), only(canonical(), both)
    assert "did not arrive" in gone.reason
    assert (gone.ours, gone.theirs) == ("x-a:1", "")
    assert "was not signed" in more.reason
    assert (more.ours, more.theirs) == ("", "x-a:1")


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ("x-b;x-a", "x-a;x-b", "sorted byte by byte"),
        ("x-a", "x-a;x-b", "rewritten on the way"),
    ],
)
def test_the_list_of_signed_headers(ours: str, theirs: str, reason: str) -> None:
    assert reason in only(canonical(signed=ours), canonical(signed=theirs)).reason


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (HASH, EMPTY_SHA256, "did not arrive"),
        (EMPTY_SHA256, HASH, "An empty body was signed"),
        (HASH, "b" * 64, "re-encoded"),
        ("UNSIGNED-PAYLOAD", HASH, "this service hashes the body"),
        (HASH, "UNSIGNED-PAYLOAD", "in place of a hash"),
    ],
)
def test_the_body(ours: str, theirs: str, reason: str) -> None:
    found = only(canonical(payload=ours), canonical(payload=theirs))
    assert (found.part, found.place) == ("the payload hash", "body")
    assert reason in found.reason


def test_a_byte_that_is_no_utf8_is_printed_as_the_gateway_prints_it() -> None:
    ready = factories.prepared(headers=[("X-A", "\xff")])
    _, how = factories.sign(ready)
    assert how.signature is not None
    ours = how.signature.canonical_request
    raw = ours.encode("utf-8", "surrogateescape")
    assert differences(ours, raw.decode("utf-8", "replace")) == ()


@given(ours=st.text(), theirs=st.text())
def test_no_text_is_trouble(ours: str, theirs: str) -> None:
    for start in ("", "GET\n/\n", "GET\n/\na=1\nhost:h\n\nhost\n"):
        pairs = side_by_side(start + ours, start + theirs)
        assert all((pair.difference is None) == (pair.ours == pair.theirs) for pair in pairs)


def test_a_pair_without_a_difference_is_the_same_line() -> None:
    assert side_by_side(OURS, OURS)[0] == Pair("GET", "GET")


def test_one_item_is_it_and_several_are_them() -> None:
    def reason(ours: str, theirs: str) -> str:
        (found,) = differences(f"GET\n/\n{ours}\n\n\n", f"GET\n/\n{theirs}\n\n\n")
        return found.reason

    assert reason("a=1", "a=1&utm=2").endswith("added it.")
    assert reason("a=1", "a=1&b=2&utm=2").endswith("added them.")
    assert reason("a=1&b=2", "a=1").endswith("removed it.")
