"""The API key beside the scheme: in a header or the query, and never a second time."""

from __future__ import annotations

import pytest

from apiclient_gui.core import api_key
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import ApiKey
from apiclient_gui.core.secret import Secret
from tests import factories

KEY = Secret("key/of practice")


def test_in_its_usual_header() -> None:
    sent = api_key.add(factories.prepared(), ApiKey("k"), KEY)
    assert sent.header("x-api-key") == "key/of practice"
    assert sent.headers[-1].origin.place == "scheme"


def test_in_the_query_encoded() -> None:
    sent = api_key.add(factories.prepared("https://h/?a=1"), ApiKey("k", "key", "query"), KEY)
    assert sent.target == "/?a=1&key=key%2Fof%20practice"


def test_in_the_query_it_is_part_of_what_is_signed() -> None:
    sent = api_key.add(factories.prepared(), ApiKey("k", "key", "query"), KEY)
    _, how = factories.sign(sent)
    assert how.signature is not None
    assert "key=key%2Fof%20practice" in how.signature.canonical_request


@pytest.mark.parametrize(
    ("url", "headers", "slot"),
    [
        (factories.URL, [("X-Api-Key", "typed")], ApiKey("k")),
        (factories.URL + "?key=typed", [], ApiKey("k", "key", "query")),
    ],
)
def test_one_that_was_typed_in_stops_the_send(
    url: str, headers: list[tuple[str, str]], slot: ApiKey
) -> None:
    with pytest.raises(Problem) as refused:
        api_key.add(factories.prepared(url, headers=headers), slot, KEY)
    assert refused.value.finding.id == "two_api_keys"
    assert "typed" not in repr(refused.value.finding)
