from __future__ import annotations

import jwt

from apiclient_gui.practice.tokens import issuer, keys


def test_an_independent_library_takes_what_is_issued() -> None:
    key = keys.load(keys.make())
    token = issuer.issue({"sub": "x", "scope": "é"}, key, typ="at+jwt")
    header = jwt.get_unverified_header(token)
    assert header == {"alg": "RS256", "kid": key.key_id, "typ": "at+jwt"}
    public = key.private.public_key()
    assert jwt.decode(token, public, ["RS256"]) == {"sub": "x", "scope": "é"}


def test_a_token_without_a_type() -> None:
    key = keys.load(keys.make())
    header = jwt.get_unverified_header(issuer.issue({}, key, typ=None))
    assert header == {"alg": "RS256", "kid": key.key_id}
