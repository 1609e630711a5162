"""Whose a token is, and how logins end: revoked, or logged out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.support.idp_browser import REDIRECT, Browser, Page


def who(browser: Browser, token: str) -> Page:
    return browser.call("/userinfo", Authorization=f"Bearer {token}")


def revoke(browser: Browser, token: str, client_id: str = "desktop") -> Page:
    return browser.call("/revoke", {"client_id": client_id, "token": token})


def log_out(browser: Browser, **given: str) -> Page:
    return browser.call("/end_session?" + urlencode(given))


def test_who_somebody_is(browser: Browser) -> None:
    tokens = browser.tokens()
    about = who(browser, tokens["access_token"]).content
    assert {**about, "sub": ""} == {
        "sub": "",
        "name": "Erin",
        "preferred_username": "erin",
        "email": "erin@example.com",
        "email_verified": True,
    }
    only = browser.tokens(scope="openid")["access_token"]
    assert who(browser, only).content == {"sub": about["sub"]}


def test_tokens_that_tell_nothing(browser: Browser, desk: Any) -> None:
    tokens = browser.tokens()
    for token in (tokens["id_token"], tokens["refresh_token"], "x", desk.access_token()):
        page = who(browser, token)
        assert page.status == 401
        assert 'error="invalid_token"' in page.headers["www-authenticate"]
    none = browser.call("/userinfo")
    assert (none.status, none.headers["www-authenticate"]) == (401, 'Bearer realm="practice"')
    assert who(browser, browser.tokens(scope="pets:read")["access_token"]).status == 403
    desk.hands.ahead = 3601
    assert who(browser, tokens["access_token"]).status == 401


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
def test_a_revoked_token_ends_the_login(browser: Browser, kind: str) -> None:
    tokens = browser.tokens()
    assert revoke(browser, tokens[kind]).status == 200
    assert browser.renew(tokens["refresh_token"]).content["error"] == "invalid_grant"
    assert who(browser, tokens["access_token"]).status == 401
    assert revoke(browser, tokens[kind]).status == 200


def test_what_cannot_be_revoked(browser: Browser, desk: Any) -> None:
    tokens = browser.tokens()
    assert revoke(browser, "no token").status == 200
    assert revoke(browser, desk.access_token()).status == 200
    assert revoke(browser, "").content["error"] == "invalid_request"
    foreign = revoke(browser, tokens["refresh_token"], "desktop-fixed")
    assert (foreign.status, foreign.content["error"]) == (400, "invalid_grant")
    assert revoke(browser, tokens["refresh_token"], "nobody").status == 401
    assert browser.renew(tokens["refresh_token"]).status == 200


def test_a_program_logs_out(browser: Browser) -> None:
    tokens = browser.tokens()
    assert browser.ask(prompt="none").answer["code"]
    page = log_out(
        browser, id_token_hint=tokens["id_token"], post_logout_redirect_uri=REDIRECT, state="s&1"
    )
    assert (page.status, page.answer) == (303, {"state": "s&1"})
    assert page.headers["location"].startswith(REDIRECT + "?")
    assert browser.ask(prompt="none").answer["error"] == "login_required"
    assert browser.renew(tokens["refresh_token"]).status == 400


def test_without_a_way_back_there_is_a_page(browser: Browser) -> None:
    page = log_out(browser, id_token_hint=browser.tokens()["id_token"])
    assert (page.status, "Logged out" in page.elements.text) == (200, True)
    assert browser.ask(prompt="none").answer["error"] == "login_required"


def test_an_old_id_token_is_good_enough(browser: Browser, desk: Any) -> None:
    held = browser.tokens()["id_token"]
    desk.hands.ahead = 4000
    page = log_out(browser, id_token_hint=held, post_logout_redirect_uri=REDIRECT)
    assert page.headers["location"] == REDIRECT


def test_without_a_token_the_person_is_asked(browser: Browser) -> None:
    browser.tokens()
    asked = log_out(browser, client_id="desktop", post_logout_redirect_uri=REDIRECT, state="s")
    assert asked.status == 200
    assert browser.ask(prompt="none").answer["code"]
    form = asked.elements.hidden()
    foreign = browser.call("/end_session", form, Origin="http://evil.example")
    assert foreign.status == 200
    assert browser.ask(prompt="none").answer["code"]
    page = browser.call("/end_session", form)
    assert (page.status, page.answer) == (303, {"state": "s"})
    assert browser.ask(prompt="none").answer["error"] == "login_required"


def test_nobody_is_led_elsewhere(browser: Browser) -> None:
    held = browser.tokens()["id_token"]
    for given in (
        {"id_token_hint": held, "post_logout_redirect_uri": "http://evil.example/callback"},
        {"post_logout_redirect_uri": REDIRECT},
        {"client_id": "nobody", "post_logout_redirect_uri": REDIRECT},
        {"client_id": "desktop-fixed", "id_token_hint": held},
        {"id_token_hint": "x"},
        {"id_token_hint": held[:-8] + "AAAAAAAA"},
    ):
        page = log_out(browser, **given)
        assert page.status == 400
        assert "location" not in page.headers
    assert browser.ask(prompt="none").answer["code"]
