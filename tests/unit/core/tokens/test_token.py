"""What can be asked of a token."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.tokens import Token


def token(**claims: Any) -> Token:
    return Token("jws", header={"alg": "RS256", "kid": "k"}, claims=claims, lengths=(3, 4, 5))


def test_what_stands_where_it_should() -> None:
    one = token(iss="i", aud="a", token_use="access", client_id="c", scope="x y")
    assert (one.algorithm, one.key_id, one.issuer, one.signed) == ("RS256", "k", "i", True)
    assert (one.audience, one.token_use, one.client_id) == (("a",), "access", "c")
    assert one.scopes == ("x", "y")


@pytest.mark.parametrize("odd", [None, 1, True, {}, [], [1, None], ""])
def test_what_is_of_a_wrong_type_is_as_absent(odd: Any) -> None:
    one = token(iss=odd, aud=odd, token_use=odd, client_id=odd, scope=odd)
    assert (one.issuer, one.token_use, one.client_id) == ("", "", "")
    assert (one.audience, one.scopes) == ((), ())


def test_several_audiences_and_scopes_of_an_array() -> None:
    assert token(aud=["a", 1, "b"]).audience == ("a", "b")
    assert token(scp=["x", "y"]).scopes == ("x", "y")


def test_without_a_signature() -> None:
    assert not Token("jws", lengths=(3, 4, 0)).signed
    assert not Token("opaque", lengths=(30,)).signed
