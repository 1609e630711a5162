"""What goes to a token endpoint for each grant; codes and passwords are masked in it."""

from __future__ import annotations

from apiclient_gui.core import oauth
from apiclient_gui.core.flow import HttpCall
from apiclient_gui.core.secret import Secret

URL = "https://idp.example/token"
CLIENT = oauth.Client("me", Secret(""))
ID = ("client_id", "me")


def form(call: HttpCall) -> dict[str, object]:
    assert (call.method, call.url) == ("POST", URL)
    assert len(dict(call.form)) == len(call.form)
    return dict(call.form)


def test_client_credentials() -> None:
    call = oauth.client_credentials(URL, CLIENT, " a  b ", (("audience", "x"),))
    grant = {"grant_type": "client_credentials", "scope": "a b", "audience": "x"}
    assert form(call) == {**grant, "client_id": "me"}
    assert "scope" not in form(oauth.client_credentials(URL, CLIENT, " "))


def test_the_code_goes_with_its_verifier_and_redirect() -> None:
    back = "http://127.0.0.1:1/callback"
    assert form(oauth.exchange(URL, CLIENT, Secret("c+/="), back, Secret("v"))) == {
        "grant_type": "authorization_code",
        "code": Secret("c+/="),
        "redirect_uri": back,
        "code_verifier": Secret("v"),
        "client_id": "me",
    }


def test_a_refresh_asks_for_the_scopes_of_the_login() -> None:
    call = oauth.refresh(URL, CLIENT, Secret("r"))
    expected = {"grant_type": "refresh_token", "refresh_token": Secret("r"), "client_id": "me"}
    assert form(call) == expected


def test_a_password() -> None:
    call = oauth.password(URL, CLIENT, "erin", Secret("p&w=ü"), "openid")
    assert form(call) == {
        "grant_type": "password",
        "username": "erin",
        "password": Secret("p&w=ü"),
        "scope": "openid",
        "client_id": "me",
    }
    assert "p&w" not in repr(call)


def test_a_device() -> None:
    asked = oauth.device_authorization(URL, CLIENT, "openid", (("prompt", "login"),))
    assert form(asked) == {"scope": "openid", "prompt": "login", "client_id": "me"}
    assert form(oauth.device_token(URL, CLIENT, Secret("d"))) == {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": Secret("d"),
        "client_id": "me",
    }


def test_a_token_is_taken_back() -> None:
    call = oauth.take_back(URL, CLIENT, Secret("r"), "refresh_token")
    assert form(call) == {
        "token": Secret("r"),
        "token_type_hint": "refresh_token",
        "client_id": "me",
    }
