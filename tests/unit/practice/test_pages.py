"""What pages share, by itself: the policy, and forms that came from elsewhere."""

from __future__ import annotations

import pytest

from apiclient_gui.practice import pages
from apiclient_gui.practice.wire import Received

BASE = "http://127.0.0.1:8000"
FORM = ("content-type", pages.FORM)


def sent(*headers: tuple[str, bytes], body: bytes = b"") -> Received:
    return Received("POST", b"/", headers, body)


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ((), True),
        ((("host", b"127.0.0.1:8000"),), True),
        ((("host", b"localhost:8000"), ("origin", b"http://localhost:8000")), True),
        ((("host", b"localhost:8000"), ("origin", b"http://127.0.0.1:8000")), False),
        ((("host", b"127.0.0.1:8001"),), False),
        ((("host", b"127.0.0.1:8000"), ("origin", b"null")), False),
        ((("origin", b"http://127.0.0.1:8000"),), False),
        ((("sec-fetch-site", b"same-origin"),), True),
        ((("sec-fetch-site", b"none"),), False),
    ],
)
def test_where_a_form_came_from(headers: tuple[tuple[str, bytes], ...], same: bool) -> None:
    assert pages.same_origin(sent(*headers), BASE) is same


def test_forms() -> None:
    assert pages.filled(sent(FORM, body=b"a=1&b=x+y")) == {"a": "1", "b": "x y"}
    assert pages.filled(sent(body=b"a=1")) == {}
    assert pages.filled(sent(FORM, FORM, body=b"a=1")) == {}
    assert pages.pairs(b"a=\xff") == {}
    assert pages.pairs(b"&".join([b"a=1"] * 41)) == {}


def test_the_policy_names_where_a_form_may_lead() -> None:
    assert "form-action 'self';" in pages.policy()
    assert "form-action 'self' http://h:1;" in pages.policy("http://h:1")
    assert ("Content-Security-Policy", pages.policy("http://h:1")) in pages.headers("http://h:1")


def test_a_document_escapes_its_title_but_not_its_content() -> None:
    page = pages.document("A & B", "<T>", "<b>x</b>")
    assert "<title>&lt;T&gt; – A &amp; B (practice)</title>" in page
    assert "<b>x</b>" in page
