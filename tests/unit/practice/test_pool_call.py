"""What is read from a call: texts, objects, and the hash of the client's secret."""

from __future__ import annotations

import pytest

from apiclient_gui.practice import pool_call
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.pool_call import Call
from apiclient_gui.practice.pool_sessions import Sessions
from apiclient_gui.practice.pool_tokens import PoolError, PoolTokens
from tests.factories import NOW


def call(deployed: tuple[Kept, Deployment], client_id: object = "") -> Call:
    pool = PoolTokens(*deployed)
    return Call({"ClientId": client_id}, NOW, pool, pool.check(), Sessions())


@pytest.mark.parametrize("value", [None, "", 1, [], {}])
def test_a_text_that_is_none(value: object) -> None:
    with pytest.raises(PoolError, match="InvalidParameterException"):
        pool_call.text({"x": value}, "x")
    with pytest.raises(PoolError, match="InvalidParameterException"):
        pool_call.members({"x": value or "text"}, "x")


def test_both_clients_are_known(deployed: tuple[Kept, Deployment]) -> None:
    state = deployed[1].state
    for known in (state.pool_client_id, state.pool_secret_client_id):
        assert pool_call.checked_client(call(deployed, known)) == known
    with pytest.raises(PoolError, match="ResourceNotFoundException"):
        pool_call.checked_client(call(deployed, "another"))


@pytest.mark.parametrize(
    ("client", "given", "reason"),
    [
        ("pool_client_id", {"SECRET_HASH": "x"}, "secret_hash_wrong"),
        ("pool_secret_client_id", {}, "secret_hash_missing"),
        ("pool_secret_client_id", {"SECRET_HASH": "x"}, "secret_hash_wrong"),
        ("pool_secret_client_id", {"SECRET_HASH": 5}, "secret_hash_wrong"),
    ],
)
def test_a_hash_that_is_wrong(
    deployed: tuple[Kept, Deployment], client: str, given: dict[str, object], reason: str
) -> None:
    client_id = getattr(deployed[1].state, client)
    with pytest.raises(PoolError) as refused:
        pool_call.check_hash(call(deployed), client_id, given, "carol")
    assert refused.value.reason == reason


def test_a_client_without_a_secret_needs_no_hash(deployed: tuple[Kept, Deployment]) -> None:
    pool_call.check_hash(call(deployed), deployed[1].state.pool_client_id, {}, "carol")
