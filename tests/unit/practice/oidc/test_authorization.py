"""Logins in a browser: the form, the way back, and everything that is not sent there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.idp_browser import REDIRECT, SCOPE, Browser


def test_a_login_from_page_to_tokens(browser: Browser, desk: Any) -> None:
    page = browser.ask()
    assert page.status == 200
    assert "desktop asks who you are" in page.elements.text
    sent = browser.log_in(page)
    assert sent.status == 303
    assert sent.headers["location"].startswith(REDIRECT + "?")
    assert sent.answer == {
        "code": sent.answer["code"],
        "state": "st ate&1",
        "iss": browser.idp.issuer,
    }
    assert sent.headers["cache-control"] == "no-store"
    tokens = browser.redeem(sent.answer["code"])
    assert tokens.status == 200
    assert tokens.headers["cache-control"] == "no-store"
    assert set(tokens.content) == {
        *("access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token"),
    }
    assert tokens.content["scope"] == SCOPE
    log = str(desk.judgements)
    for secret in (browser.password(), sent.answer["code"], tokens.content["refresh_token"]):
        assert secret not in log
    assert desk.judgements[-1].detail == "Tokens of erin for desktop."


def test_the_page_can_be_used_and_runs_nothing(browser: Browser) -> None:
    page = browser.ask(login_hint='erin"<script>')
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    # Chromium holds the redirect after the form against this, too.
    assert "form-action 'self' http://127.0.0.1:54321;" in policy
    assert "unsafe" not in policy
    elements = page.elements
    assert not elements.all("script")
    labelled = {one["for"] for one in elements.all("label")}
    assert labelled == {"username", "password"}
    name = next(one for one in elements.all("input") if one["name"] == "username")
    assert name["value"] == 'erin"<script>'


def test_a_wrong_password_shows_the_form_again(browser: Browser) -> None:
    page = browser.ask()
    for user, password in (("erin", "wrong"), ("nobody", "wrong"), ("carol", "wrong"), ("\0", "é")):
        again = browser.log_in(page, user, password=password)
        assert (again.status, again.cookie) == (400, "")
        assert "The user name or the password is wrong." in again.elements.text
    assert browser.log_in(again).status == 303


def test_a_cancel_and_a_user_who_may_not(browser: Browser) -> None:
    page = browser.ask()
    cancelled = browser.log_in(page, decision="deny", password="")
    assert (cancelled.status, cancelled.answer["error"]) == (303, "access_denied")
    assert cancelled.answer["state"] == "st ate&1"
    denied = browser.log_in(page, "frank")
    assert denied.answer["error"] == "access_denied"
    assert denied.answer["error_description"] == "frank may not use this program."
    assert denied.cookie == ""


def test_who_is_logged_in_is_not_asked_again(browser: Browser, desk: Any) -> None:
    first = browser.log_in(browser.ask())
    assert "HttpOnly; SameSite=Lax" in first.cookie
    assert browser.ask().answer["code"]
    assert browser.ask(prompt="none").answer["code"]
    assert browser.ask(prompt="login").status == 200
    assert browser.ask(prompt="select_account").status == 200
    assert browser.ask(max_age="100").status == 303
    desk.hands.ahead = 100
    assert browser.ask(max_age="100").status == 200
    assert browser.ask(max_age="100", prompt="none").answer["error"] == "login_required"
    desk.hands.ahead = 8 * 3600
    assert browser.ask().status == 200
    assert Browser(browser.idp, {"practice_idp": "x"}).ask().status == 200


def test_nobody_is_shown_a_page_with_prompt_none(browser: Browser) -> None:
    page = browser.ask(prompt="none")
    assert (page.status, page.answer["error"]) == (303, "login_required")
    assert page.answer["iss"] == browser.idp.issuer


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": ""}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "x"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"scope": "pets:write"}, "invalid_scope"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"request": "x"}, "request_not_supported"),
        ({"request_uri": "http://x"}, "request_uri_not_supported"),
    ],
)
def test_errors_that_the_program_is_told(
    browser: Browser, changed: dict[str, str], error: str
) -> None:
    page = browser.ask(**changed)
    assert page.status == 303
    assert page.headers["location"].startswith(REDIRECT + "?")
    assert (page.answer["error"], page.answer["state"]) == (error, "st ate&1")
    assert page.answer["iss"] == browser.idp.issuer


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "",
        "http://127.0.0.1:54321/other",
        "http://127.0.0.1:54321/callback/",
        "http://127.0.0.1:54321/callback?x=1",
        "http://127.0.0.1:54321/callback#x",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:0/callback",
        "http://localhost:54321/callback",
        "https://127.0.0.1:54321/callback",
        "http://127.0.0.1:54321@evil.example/callback",
        "http://127.0.0.1.evil.example:54321/callback",
        "http://evil.example/callback",
        "//evil.example/callback",
        "javascript:alert(1)",
        "http://127.0.0.1:54321/callback\r\nX-Planted: 1",
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_registered(
    browser: Browser, redirect_uri: str
) -> None:
    page = browser.ask(redirect_uri=redirect_uri)
    assert page.status == 400
    assert "location" not in page.headers
    assert "x-planted" not in page.headers
    # Nor when a form is sent that nobody was shown.
    query = browser.query(redirect_uri=redirect_uri)
    filled = {"username": "erin", "password": browser.password(), "decision": "allow"}
    sent = browser.call("/login", {"request": query, **filled})
    assert (sent.status, sent.cookie) == (400, "")


def test_other_pages_for_people(browser: Browser) -> None:
    assert browser.ask(client_id="nobody").status == 400
    assert browser.ask(client_id="pets-reader").status == 400
    assert browser.ask(client_id="device").status == 400
    assert browser.call("/authorize").status == 400
    assert browser.call("/authorize?" + browser.query() + "&state=2").status == 400
    assert browser.call("/authorize?" + browser.query() + "&x=%ff").status == 400
    assert browser.call("/login", {}).status == 400
    assert browser.call("/login", '{"request": ""}', Content_Type="application/json").status == 400


def test_a_fixed_address_is_taken_as_it_is(browser: Browser) -> None:
    fixed = {"client_id": "desktop-fixed", "redirect_uri": "http://localhost:8765/callback"}
    assert browser.ask(**fixed).status == 200
    other = {**fixed, "redirect_uri": "http://localhost:8766/callback"}
    assert browser.ask(**other).status == 400


def test_the_request_may_be_posted(browser: Browser) -> None:
    page = browser.call("/authorize", browser.query())
    assert page.status == 200
    assert browser.log_in(page).answer["code"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Host": "evil.example"},
    ],
)
def test_a_form_of_another_site_logs_nobody_in(browser: Browser, headers: dict[str, str]) -> None:
    page = browser.log_in(browser.ask(), **headers)
    assert (page.status, page.cookie) == (403, "")
    assert "location" not in page.headers


def test_a_form_of_the_page_itself_does(browser: Browser) -> None:
    origin = browser.idp.issuer.removesuffix("/idp")
    page = browser.log_in(browser.ask(), Origin=origin, Sec_Fetch_Site="same-origin")
    assert page.answer["code"]
