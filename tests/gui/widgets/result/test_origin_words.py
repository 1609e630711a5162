from __future__ import annotations

import pytest

from apiclient_gui.core.model import CanonicalLine, Exchange, Origin
from apiclient_gui.ui.widgets.result.origin_words import (
    item_words,
    line_words,
    link_words,
    origin_words,
)
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
        (Origin("scheme", name="api_key"), "the API key of this request"),
        (Origin("default", name="Host"), "default header Host, from the URL"),
        (Origin("default", name="Content-Type"), "default header Content-Type, from the body"),
        (Origin("default", name="Accept"), "default header Accept"),
        (Origin("url", variables=("gateway", "stage")), "the URL, with {{gateway}}, {{stage}}"),
    ],
)
def test_each_place_has_its_words(origin: Origin, words: str) -> None:
    assert origin_words(origin, REQUEST) == words


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        ((Origin("param", 0),), "Show parameter row 1: limit"),
        ((Origin("header", 0, variables=("name",)),), "Show header row 1: X-Pet"),
        ((Origin("param"),), "Show the parameters"),
        ((Origin("header"),), "Show the headers"),
        ((Origin("url"),), "Show the URL"),
        ((Origin("url", name="method"),), "Show the method"),
        ((Origin("body"),), "Show the body"),
        ((Origin("scheme", name="sigv4"),), "Show Auth"),
        ((Origin("default", name="Host"),), "Show the URL"),
        ((Origin("default", name="User-Agent"),), "Show the headers"),
        ((Origin("param", 0), Origin("param", 1)), "Show where it was composed"),
    ],
)
def test_a_link_says_where_it_leads(origins: tuple[Origin, ...], words: str) -> None:
    assert link_words(origins, REQUEST) == words


def test_what_signing_added_says_what_it_is() -> None:
    added = Origin("scheme", name="sigv4_query")
    assert item_words("X-Amz-Date=x", added, REQUEST) == "added by SigV4: time of signing"
    assert item_words("X-Other=x", added, REQUEST) == "added by SigV4"
    assert item_words("X-Amz-Date=x", Origin("param", 0), REQUEST) == "parameter row 1: limit"


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


def test_a_stand_in_for_the_hash_says_that_the_body_is_not_signed() -> None:
    line = CanonicalLine("UNSIGNED-PAYLOAD", "payload", (Origin("body"),))
    assert line_words(line, factories.exchange()) == "stands for any body: it is not signed"


def test_the_same_origin_is_said_once() -> None:
    line = CanonicalLine("a=1&b=2", "query", (Origin("url", 0), Origin("url", 0)))
    assert line_words(line, factories.exchange()) == "item 1 of the URL's query"
