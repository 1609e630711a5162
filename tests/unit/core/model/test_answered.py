"""Responses: headers whatever their case, text whatever the bytes, and where a redirect leads."""

from __future__ import annotations

import pytest

from tests import factories


def test_response_headers_and_text() -> None:
    answer = factories.response(headers=[("Date", "x"), ("DATE", "y")], content=b"a\xffb")
    assert answer.header("date") == "x"
    assert answer.header("etag") is None
    assert answer.text() == "a\ufffdb"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_somewhere(status: int) -> None:
    assert factories.response(status, headers=[("LOCATION", "/x")]).redirect == "/x"
    assert factories.response(status).redirect is None


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 400])
def test_other_answers_with_a_location_are_no_redirects(status: int) -> None:
    assert factories.response(status, headers=[("Location", "/x")]).redirect is None
