"""Tokens of a login: what stands in them, renewal with rotation, and their end; PyJWT verifies."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import jwt
import pytest

from apiclient_gui.practice.server import serve
from tests.support.idp_browser import Browser


def refused(page: Any, error: str = "invalid_grant") -> None:
    assert (page.status, page.content["error"]) == (400, error)


def protected(desk: Any) -> Any:
    """Return the API behind the Lambda authorizer."""
    guarded = (api for api in desk.description.apis if api.authorizer)
    return next(api for api in guarded if api.authorizer.kind == "TOKEN")


def verified(browser: Browser, token: str, audience: str) -> dict[str, Any]:
    keys = jwt.PyJWKSet.from_dict(browser.call("/.well-known/jwks.json").content)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    issuer = browser.idp.issuer
    return jwt.decode(token, key, ["RS256"], audience=audience, issuer=issuer)


def test_the_id_token(browser: Browser) -> None:
    tokens = browser.tokens()
    claims = verified(browser, tokens["id_token"], "desktop")
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).decode().rstrip("=")
    assert claims["nonce"] == "n-once"
    assert claims["auth_time"] <= claims["iat"]
    assert (claims["preferred_username"], claims["email"]) == ("erin", "erin@example.com")
    access = verified(browser, tokens["access_token"], "practice-pets")
    assert (access["sub"], access["sid"]) == (claims["sub"], claims["sid"])
    assert access["client_id"] == "desktop"


@pytest.mark.parametrize(
    ("scope", "given"),
    [
        ("", set()),
        ("pets:read", set()),
        ("openid", {"id_token"}),
        ("offline_access", {"refresh_token"}),
    ],
)
def test_scopes_say_what_there_is(browser: Browser, scope: str, given: set[str]) -> None:
    tokens = browser.tokens(scope=scope)
    assert tokens.keys() & {"id_token", "refresh_token"} == given
    assert tokens["scope"] == (scope or "pets:read")
    if "id_token" in tokens:
        assert not verified(browser, tokens["id_token"], "desktop").keys() & {"email", "name"}


def test_the_gateway_takes_the_access_token(browser: Browser, desk: Any) -> None:
    api = protected(desk)
    tokens = browser.tokens()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert desk.call(f"{api.url}/pets", headers).status == 200
    headers = {"Authorization": f"Bearer {tokens['id_token']}"}
    assert desk.call(f"{api.url}/pets", headers).status == 401


def test_a_refresh_token_is_replaced_and_an_older_one_ends_the_login(browser: Browser) -> None:
    first = browser.tokens()["refresh_token"]
    second = browser.renew(first).content
    third = browser.renew(second["refresh_token"]).content
    assert len({first, second["refresh_token"], third["refresh_token"]}) == 3
    assert "nonce" not in verified(browser, third["id_token"], "desktop")
    refused(browser.renew(first))
    refused(browser.renew(third["refresh_token"]))
    bearer = f"Bearer {third['access_token']}"
    assert browser.call("/userinfo", Authorization=bearer).status == 401


def test_a_renewal_may_ask_for_less_but_not_for_more(browser: Browser) -> None:
    held = browser.tokens(scope="openid offline_access pets:read")["refresh_token"]
    refused(browser.renew(held, scope="openid email"), "invalid_scope")
    less = browser.renew(held, scope="pets:read").content
    assert less["scope"] == "pets:read"
    assert "id_token" not in less
    again = browser.renew(less["refresh_token"]).content
    assert again["scope"] == "openid offline_access pets:read"


def test_refresh_tokens_of_others(browser: Browser) -> None:
    held = browser.tokens()["refresh_token"]
    refused(browser.renew(held, client_id="desktop-fixed"))
    for token in ("x", "é", "x" * 5000, held[:-4]):
        refused(browser.renew(token))
    assert browser.renew(held).status == 200


def test_a_login_is_over_after_a_month(browser: Browser, desk: Any) -> None:
    held = browser.tokens()["refresh_token"]
    desk.hands.ahead = 30 * 86_400 + 1
    refused(browser.renew(held))


def test_logins_outlive_a_restart(tmp_path: Path) -> None:
    with serve(tmp_path, port=None, fresh=False, judged=lambda _: None) as practice:
        assert practice.description.idp
        browser = Browser(practice.description.idp)
        old = browser.tokens()["refresh_token"]
        held = browser.renew(old).content["refresh_token"]
        ended = browser.tokens()["refresh_token"]
        browser.call("/revoke", {"client_id": "desktop", "token": ended})
    with serve(tmp_path, port=None, fresh=False, judged=lambda _: None) as practice:
        assert practice.description.idp
        again = Browser(practice.description.idp)
        assert again.renew(held).status == 200
        refused(again.renew(ended))
        refused(again.renew(old))


def test_the_password_grant_of_an_old_client(browser: Browser) -> None:
    given = {"grant_type": "password", "client_id": "legacy", "username": "erin"}
    page = browser.token(**given, password=browser.password(), scope="openid offline_access")
    assert page.status == 200
    assert browser.renew(page.content["refresh_token"], client_id="legacy").status == 200
    refused(browser.token(**given, password="wrong"))
    refused(browser.token(**given))
    denied = {**given, "username": "frank", "password": browser.password("frank")}
    refused(browser.token(**denied))
    refused(browser.token(**{**given, "client_id": "desktop"}), "unauthorized_client")


def test_the_key_changes(fresh_desk: Any) -> None:
    browser = Browser(fresh_desk.description.idp)
    api = protected(fresh_desk)
    before = browser.tokens()
    keys = browser.call("/.well-known/jwks.json").content["keys"]
    assert len(keys) == 2
    assert browser.call("/rotate", {}, Origin="http://evil.example").status == 403
    made = browser.call("/rotate", {}).content["kid"]
    after = browser.tokens()
    assert jwt.get_unverified_header(after["access_token"])["kid"] == made
    assert made not in {key["kid"] for key in keys}
    for tokens in (before, after):
        assert verified(browser, tokens["id_token"], "desktop")
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert fresh_desk.call(f"{api.url}/pets", headers).status == 200
    browser.call("/rotate", {})
    with pytest.raises(KeyError):
        verified(browser, before["id_token"], "desktop")
