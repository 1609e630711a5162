"""Clients and programs by themselves: who is who, which grant, and where to."""

from __future__ import annotations

import pytest

from apiclient_gui.practice import state
from apiclient_gui.practice.oidc import clients
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.wire import Received

MADE = state.make()


def received(*headers: tuple[str, bytes]) -> Received:
    return Received("POST", b"/", headers)


def test_a_program_has_no_secret() -> None:
    known = clients.authenticate(MADE, received(), {"client_id": "desktop"})
    assert known.scope("") == "pets:read"
    secret = MADE.clients()[0].client_secret
    for form in (
        {"client_id": "desktop", "client_secret": secret},
        {"client_id": "desktop", "client_secret": "x"},
        {"client_id": "pets-reader"},
        {},
    ):
        with pytest.raises(OAuthError) as caught:
            clients.authenticate(MADE, received(), form)
        assert (caught.value.code, caught.value.status) == ("invalid_client", 401)
    with pytest.raises(OAuthError):
        clients.authenticate(MADE, received(("authorization", b"Basic ZGVza3RvcDo=")), {})


def test_grants() -> None:
    known = clients.authenticate(MADE, received(), {"client_id": "legacy"})
    known.check_grant("password")
    for grant, code in (
        ("", "invalid_request"),
        ("client_credentials", "unauthorized_client"),
        ("implicit", "unsupported_grant_type"),
    ):
        with pytest.raises(OAuthError) as caught:
            known.check_grant(grant)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("client_id", "uri", "may"),
    [
        ("desktop", "http://127.0.0.1/callback", True),
        ("desktop", "http://127.0.0.1:1/callback", True),
        ("desktop", "http://127.0.0.1:65535/callback", True),
        ("desktop", "http://127.0.0.1:65536/callback", False),
        ("desktop", "http://127.0.0.1:/callback", False),
        ("desktop", "http://[::1]:1/callback", False),
        ("desktop-fixed", "http://127.0.0.1:8765/callback", True),
        ("desktop-fixed", "http://127.0.0.1:8766/callback", False),
        ("device", "http://127.0.0.1:1/callback", False),
    ],
)
def test_where_to(client_id: str, uri: str, may: bool) -> None:
    app = clients.program(client_id)
    assert app
    assert clients.may_return(app, uri) is may


def test_origins() -> None:
    assert clients.origin("http://127.0.0.1:1/callback") == "http://127.0.0.1:1"
