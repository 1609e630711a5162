"""Printing a token: in clear, obtained when it has to be, and only what there is."""

from __future__ import annotations

import jwt
import pytest

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient


@pytest.mark.parametrize(
    ("kind", "use"), [((), "id"), (("--kind", "id"), "id"), (("--kind", "access"), "access")]
)
def test_tokens_of_a_user_pool(gateway: Description, kind: tuple[str, ...], use: str) -> None:
    result = apiclient("token", "carol", *kind)
    assert result.code == 0, result.err
    claims = jwt.decode(result.out.decode().strip(), options={"verify_signature": False})
    assert claims["token_use"] == use


def test_it_is_obtained_once_and_kept(gateway: Description) -> None:
    first = apiclient("token", "pets-reader", "--json").document
    second = apiclient("token", "pets-reader", "--json").document
    assert first == second
    assert first["kind"] == "access"
    assert first["expires_at"]


def test_a_kind_that_is_not_there_is_refused(gateway: Description) -> None:
    result = apiclient("token", "pets-reader", "--kind", "id", "--json")
    assert result.code == 6
    assert result.document["error"]["id"] == "token_kind_missing"


def test_keys_are_no_token(gateway: Description) -> None:
    result = apiclient("token", "alice", "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == "no_token"
