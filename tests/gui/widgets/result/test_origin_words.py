from __future__ import annotations

import pytest

from apiclient_gui.core.model import CanonicalLine, Exchange, Origin
from apiclient_gui.ui.widgets.result.origin_words import line_words, origin_words
from tests import factories
from tests.support.results import signed_exchange

REQUEST = factories.request(
    params=[("limit", "10"), ("kind", "dog")], headers=[("X-Pet", "a"), ("", "b")], text="Rex"
)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin("url"), "the URL"),
        (Origin("url", name="method"), "the method"),
        (Origin("url", 1), "item 2 of the URL's query"),
        (Origin("param", 0), "parameter row 1: limit"),
        (Origin("header", 0), "header row 1: X-Pet"),
        (Origin("header", 1), "header row 2"),
        (Origin("header", 7), "header row 8"),
        (Origin("param"), "a parameter row"),
        (Origin("body"), "the body"),
        (Origin("scheme", name="sigv4"), "added by SigV4"),
        (Origin("scheme", name="later"), "added by later"),
        (Origin("default", name="Host"), "default header Host"),
        (Origin("url", variables=("gateway", "stage")), "the URL, with {{gateway}}, {{stage}}"),
    ],
)
def test_each_place_has_its_words(origin: Origin, words: str) -> None:
    assert origin_words(origin, REQUEST) == words


def words_of(exchange: Exchange, part: str) -> list[str]:
    signature = exchange.authorisation.signature
    assert signature is not None
    return [line_words(line, exchange) for line in signature.lines if line.part == part]


def test_lines_of_a_signed_request_say_where_they_came_from() -> None:
    exchange = signed_exchange(
        factories.request(params=[("limit", "10"), ("kind", "dog")], text="Rex")
    )
    assert words_of(exchange, "method") == ["the method"]
    assert words_of(exchange, "query") == ["parameter row 2: kind; parameter row 1: limit"]
    assert words_of(exchange, "blank") == ["ends the headers"]
    assert words_of(exchange, "signed_headers") == ["names of the headers above"]
    assert words_of(exchange, "payload") == ["SHA-256 of the body, 3 B"]
    assert "added by SigV4" in words_of(exchange, "header")


def test_a_line_of_nothing_says_so() -> None:
    exchange = signed_exchange(factories.request())
    assert words_of(exchange, "query") == ["no query"]
    assert words_of(exchange, "payload") == ["SHA-256 of no body"]


def test_the_same_origin_is_said_once() -> None:
    line = CanonicalLine("a=1&b=2", "query", (Origin("url", 0), Origin("url", 0)))
    assert line_words(line, factories.exchange()) == "item 1 of the URL's query"
