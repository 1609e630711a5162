"""Two heads beside each other: lines of the same header meet."""

from __future__ import annotations

from apiclient_gui.core.history import Comparison, Pair, compare
from apiclient_gui.core.model import Failure
from apiclient_gui.core.secret import MASK
from tests import factories


def comparison(
    left: list[tuple[str, str]], right: list[tuple[str, str]], *, status: int = 200
) -> Comparison:
    return compare(
        factories.exchange(answer=factories.response(headers=left)),
        factories.exchange(answer=factories.response(status, headers=right)),
    )


def test_equal_exchanges_differ_in_no_line() -> None:
    one = factories.exchange(factories.request(headers=[("X-A", "1")]))
    both = compare(one, one)
    assert all(pair.same for pair in (*both.request, *both.response))
    assert both.request[0].left == f"GET {factories.URL}"
    assert Pair("X-A: 1", "X-A: 1") in both.request


def test_lines_of_the_same_header_meet_whatever_their_place_and_case() -> None:
    both = comparison(
        [("A", "1"), ("B", "2"), ("C", "3")], [("c", "3"), ("A", "9"), ("D", "4")], status=403
    )
    assert both.response == (
        Pair("200 OK", "403 OK"),
        Pair("A: 1", "A: 9"),
        Pair(None, "D: 4"),
        Pair("B: 2", None),
        Pair("C: 3", "c: 3"),
    )


def test_repeated_headers_meet_in_their_order() -> None:
    both = comparison([("A", "1"), ("A", "2")], [("A", "1"), ("A", "3"), ("A", "4")])
    assert both.response[1:] == (
        Pair("A: 1", "A: 1"),
        Pair("A: 2", "A: 3"),
        Pair(None, "A: 4"),
    )


def test_a_failure_says_so_in_its_line_and_secrets_are_masked() -> None:
    failed = factories.exchange(failure=Failure("connect", "refused"))
    answered = factories.exchange(
        factories.request(headers=[("Authorization", "planted-value")]),
        answer=factories.response(headers=[("Set-Cookie", "planted-value")]),
    )
    both = compare(failed, answered)
    assert both.response[0] == Pair("no response: refused", "200 OK")
    assert "planted-value" not in repr(both)
    assert Pair(None, f"Authorization: {MASK}") in both.request
