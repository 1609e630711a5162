"""How a client proves itself: in the header, in the body, or not at all."""

from __future__ import annotations

import base64

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from apiclient_gui.core import oauth
from apiclient_gui.core.oauth.assertion import TYPE
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

SECRET = "s3cret/with+signs=%"
KEY = (
    signed_tokens.ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
)
FORM = (("grant_type", "x"),)


def test_in_the_header_form_encoded_first() -> None:
    call = oauth.Client("id:x", Secret(SECRET)).call("try", "https://h/t", FORM)
    assert (call.method, call.url, call.form) == ("POST", "https://h/t", FORM)
    name, value = call.headers[0]
    assert isinstance(value, Secret)
    assert name == "Authorization"
    pair = base64.b64decode(value.reveal().removeprefix("Basic ")).decode()
    assert pair == "id%3Ax:s3cret%2Fwith%2Bsigns%3D%25"  # RFC 6749 §2.3.1
    assert SECRET not in repr(call)


def test_or_in_the_body() -> None:
    call = oauth.Client("me", Secret(SECRET), in_body=True).call("try", "https://h/t", FORM)
    assert call.headers == ()
    assert call.form == (*FORM, ("client_id", "me"), ("client_secret", Secret(SECRET)))


def test_a_public_client_is_named_in_the_body() -> None:
    call = oauth.Client("me", Secret("")).call("try", "https://h/t", FORM)
    assert (call.headers, call.form) == ((), (*FORM, ("client_id", "me")))


def test_a_private_key_signs_instead() -> None:
    facts = {"client_id": "me", "client_auth": "not at all: a private key signs"}
    client = oauth.client_of(factories.given(facts, private_key=KEY))
    form = dict(client.call("try", "https://h/t", FORM).form)
    assert form["client_assertion_type"] == TYPE
    token = form["client_assertion"]
    assert isinstance(token, Secret)
    claims = jwt.decode(token.reveal(), options={"verify_signature": False})
    assert (claims["sub"], claims["aud"]) == ("me", "https://h/t")
    assert "client_secret" not in form


def test_it_is_read_from_facts_and_secrets() -> None:
    facts = {"client_id": " me ", "client_auth": "in the body"}
    client = oauth.client_of(factories.given(facts, client_secret=" s\n"))
    assert client == oauth.Client("me", Secret("s"), in_body=True)
    assert oauth.client_of(factories.given({})) == oauth.Client("", Secret(""))
