from __future__ import annotations

import json

import pytest

from apiclient_gui.practice import apis
from apiclient_gui.practice.apis import PETS_IAM, PETS_TOKEN
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received


def found(method: str, *path: str) -> apis.Match:
    match = apis.match(PETS_IAM, method, path)
    assert match
    return match


def answered(method: str, *path: str, query: str = "", body: bytes = b"") -> tuple[int, object]:
    request = Received(method, f"/?{query}".encode(), (), body)
    reply = apis.answer(found(method, *path), request)
    assert reply.headers == (("Content-Type", "application/json"),)
    return reply.status, json.loads(reply.body)


def test_matching() -> None:
    assert found("GET", "pets").method.path == "/pets"
    one = found("DELETE", "pets", "a/b")
    assert one.parameters == {"petId": "a/b"}
    assert one.path == "pets/a%2Fb"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ()),
        ("GET", ("pet",)),
        ("GET", ("pets", "1", "2")),
        ("PUT", ("pets",)),
        ("DELETE", ("pets",)),
        ("GET", ("{petId}",)),
    ],
)
def test_no_match(method: str, path: tuple[str, ...]) -> None:
    assert apis.match(PETS_IAM, method, path) is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("limit=2", 2),
        ("limit=10", 3),
        ("limit=x", 3),
        ("limit=-1", 3),
        ("limit=" + "9" * 9000, 3),
        ("limit=%ff", 3),
        ("limit=0", 0),
    ],
)
def test_the_list(query: str, count: int) -> None:
    status, pets = answered("GET", "pets", query=query)
    assert status == 200
    assert isinstance(pets, list)
    assert len(pets) == count


def test_one_pet_stays_after_it_was_deleted() -> None:
    status, pet = answered("GET", "pets", "3")
    assert status == 200
    assert answered("DELETE", "pets", "3") == (200, {"deleted": pet})
    assert answered("GET", "pets", "3") == (200, pet)
    assert answered("GET", "pets", "4") == (404, {"message": "There is no pet 4"})


def test_a_posted_pet_gets_the_next_id() -> None:
    body = b'{"id": 77, "name": "Rex", "deep": {"a": [1, null]}}'
    expected = {"id": 4, "name": "Rex", "deep": {"a": [1, None]}}
    assert answered("POST", "pets", body=body) == (201, expected)


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"{", b'"\\ud800"', b'{"a": "\\ud800"}', b"\xff"]
)
def test_bodies_that_are_no_pet(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        answered("POST", "pets", body=body)
    assert caught.value.refusal.reason == "invalid_body"


def test_orders() -> None:
    found = apis.match(PETS_TOKEN, "GET", ("orders",))
    assert found
    reply = apis.answer(found, Received("GET", b"/", ()))
    assert [order["id"] for order in json.loads(reply.body)] == [1, 2]


def test_keys_and_names_are_used_once() -> None:
    assert len({api.key for api in apis.APIS}) == len({api.name for api in apis.APIS}) == 6


def test_an_api_key_is_wanted_in_one_place() -> None:
    wanting = [(a.key, m.path) for a in apis.APIS for m in a.methods if m.api_key_required]
    assert wanting == [("pets_api_key", "/priced/pets")]
