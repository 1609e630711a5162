from __future__ import annotations

import pytest

from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.diagnosis import TABLE, diagnose
from apiclient_gui.core.diagnosis.request_changed_on_the_way import MEMBER
from apiclient_gui.core.finding import Finding
from tests import factories
from tests.unit.core.diagnosis import cases

URL = "https://api.example.com/prod/a%20b?x=1&y=a%20b&z=3"
HOST = "host:api.example.com"


def changed(*replacements: tuple[str, str], url: str = URL) -> Finding:
    """Return what is said when the gateway read the request with these replacements."""
    fields = cases.sent(url=url)
    ours = fields["authorisation"].signature
    theirs = ours.canonical_request
    for old, new in replacements:
        assert old in theirs
        theirs = theirs.replace(old, new, 1)
    case = cases.reply(cases.mismatch(theirs, "x"), cases.BAD_SIGNATURE, **fields)
    assert [found.id for found in diagnose(case)] == [MEMBER.id]
    return cases.explained(MEMBER.id, case)


@pytest.mark.parametrize(
    ("old", "new", "part", "reason", "place"),
    [
        ("POST", "GET", "the method", "method", "url"),
        ("/prod/a%2520b", "/prod/a%20b", "the path", "percent-encoded once less", "url"),
        ("/prod/a%2520b", "/prod/a%252520b", "the path", "percent-encoded once more", "url"),
        ("/prod/a%2520b", "/prod//a%2520b", "the path", "normalised", "url"),
        ("/prod/a%2520b", "/a%2520b", "the path", "base path", "url"),
        ("/prod/a%2520b", "/other", "the path", "rewrote the path", "url"),
        ("x=1&y=a%20b&z=3", "z=3&y=a%20b&x=1", "the query", "another order", "params"),
        ("x=1&y=a%20b&z=3", "", "the query", "did not arrive", "params"),
        ("a%20b&z", "a%2Bb&z", "the query", "%20", "params"),
        ("&z=3", "", "the query", "z did not arrive", "params"),
        ("x=1", "x=2", "the query", "rewrote the query", "params"),
        (HOST, "host:abc.execute-api.eu-west-1.amazonaws.com", "the header host", "Host", "url"),
        (
            "content-type:application/json",
            "content-type:application/json; charset=utf-8",
            "the header content-type",
            "charset",
            "headers",
        ),
        (
            "content-type:application/json",
            "content-type:",
            "the header content-type",
            "not arrive",
            "headers",
        ),
        ("content-type:application/json\n", "", "the header content-type", "not arrive", "headers"),
        (HOST, HOST + "\nx-amz-target:t", "the header x-amz-target", "was not signed", "headers"),
        ("\n\ncontent-type;host", "\n\nhost", "the list of signed headers", "list", "headers"),
    ],
)
def test_the_line_that_differs_and_why(
    old: str, new: str, part: str, reason: str, place: str
) -> None:
    found = changed((old, new))
    assert found.title == f"The gateway read another request than the one signed: {part} differs"
    assert reason in found.detail
    assert found.confidence == "certain"
    assert cases.keys(found) == ["compare_signatures", "open_place", "send_again"]
    assert found.actions[1].parameters == {"place": place}


def test_both_versions_are_shown() -> None:
    found = changed((HOST, "host:other"))
    assert cases.rows(found)["Header host"] == f"signed: {HOST}\ngateway: host:other"


def test_the_body() -> None:
    ours = cases.sent(url=URL)["prepared"].body.sha256()
    found = changed((ours, EMPTY_SHA256))
    assert "did not arrive" in found.detail
    assert "re-encoded" in changed((ours, "0" * 64)).detail


def test_all_differences_are_listed_and_the_first_is_the_title() -> None:
    found = changed(("POST", "GET"), (HOST, "host:other"))
    assert "the method differs" in found.title
    assert "1 more line differs" in found.detail
    assert list(cases.rows(found)) == ["Method", "Header host"]


def test_only_blanks_differ() -> None:
    assert "blanks" in changed(("x-amz-date:", "x-amz-date: ")).detail


def test_secrets_are_masked_also_when_they_are_what_differs() -> None:
    ready = factories.prepared()
    signed, how = factories.sign(
        ready, factories.terms(credentials=factories.keys(token=factories.SESSION_TOKEN))
    )
    assert how.signature is not None
    theirs = how.signature.canonical_request.replace(factories.SESSION_TOKEN, "OtherToken")
    case = cases.reply(
        cases.mismatch(theirs, ""), cases.BAD_SIGNATURE, prepared=signed, authorisation=how
    )
    found = cases.explained(MEMBER.id, case)
    assert "the values differ" in cases.rows(found)["Header x-amz-security-token"]
    assert factories.SESSION_TOKEN not in str(found)
    assert "OtherToken" not in str(found)


@pytest.mark.parametrize("case_id", ["secret_key_wrong", "signature_refused", "time_stamp_too_old"])
def test_it_is_silent_when_nothing_differs_or_nothing_is_known(case_id: str) -> None:
    assert TABLE[MEMBER.id].explain(cases.typical()[case_id]) is None
    assert MEMBER.explain(cases.reply(cases.mismatch("a\n" * 6, "x"))) is None
