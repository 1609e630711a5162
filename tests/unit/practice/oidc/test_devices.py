"""Logins on a device: codes, the page, and what the program hears meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.idp_browser import Browser, Page

GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def begin(browser: Browser, scope: str = "openid offline_access") -> Any:
    page = browser.call("/device_authorization", {"client_id": "device", "scope": scope})
    assert page.status == 200
    return page.content


def fetch(browser: Browser, begun: Any, client_id: str = "device") -> Page:
    code = begun["device_code"]
    return browser.token(grant_type=GRANT, client_id=client_id, device_code=code)


def decide(
    browser: Browser, begun: Any, decision: str = "allow", user: str = "erin", **how: str
) -> Page:
    password = how.pop("password", browser.password(user))
    form = {"user_code": begun["user_code"], "username": user, "password": password}
    return browser.call("/device", {**form, "decision": decision}, **how)


def error(page: Page) -> str:
    assert page.status == 400
    return str(page.content["error"])


def test_a_login_from_code_to_tokens(browser: Browser, desk: Any) -> None:
    begun = begin(browser)
    assert begun["verification_uri"] == f"{browser.idp.issuer}/device"
    assert (begun["expires_in"], begun["interval"]) == (600, 1)
    assert error(fetch(browser, begun)) == "authorization_pending"
    assert error(fetch(browser, begun)) == "slow_down"
    path = begun["verification_uri_complete"].removeprefix(browser.idp.issuer)
    page = browser.call(path)
    assert "device asks to go on as you" in page.elements.text
    code = next(one for one in page.elements.all("input") if one["name"] == "user_code")
    assert code["value"] == begun["user_code"]
    assert decide(browser, begun).status == 200
    desk.hands.ahead = 2
    tokens = fetch(browser, begun).content
    assert {"access_token", "refresh_token", "id_token"} <= tokens.keys()
    assert error(fetch(browser, begun)) == "invalid_grant"
    assert browser.renew(tokens["refresh_token"], client_id="device").status == 200
    assert begun["user_code"] not in str(desk.judgements)


def test_a_login_that_is_denied(browser: Browser) -> None:
    for how in ({"decision": "deny", "password": ""}, {"user": "frank"}):
        begun = begin(browser)
        page = decide(browser, begun, **how)
        assert (page.status, "Login denied" in page.elements.text) == (200, True)
        assert error(fetch(browser, begun)) == "access_denied"


def test_a_wrong_password_decides_nothing(browser: Browser) -> None:
    begun = begin(browser)
    page = decide(browser, begun, password="wrong")
    assert (page.status, "password is wrong" in page.elements.text) == (400, True)
    assert error(fetch(browser, begun)) == "authorization_pending"


def test_codes_that_are_of_no_use(browser: Browser, desk: Any) -> None:
    assert "No login waits" in browser.call("/device?user_code=XXXX").elements.text
    assert browser.call("/device").status == 200
    begun = begin(browser)
    decide(browser, begun)
    assert "was allowed already" in decide(browser, begun).elements.text
    late = begin(browser)
    desk.hands.ahead = 601
    assert "has expired" in decide(browser, late).elements.text
    assert error(fetch(browser, late)) == "expired_token"
    desk.hands.ahead = 6000
    begin(browser)
    assert error(fetch(browser, late)) == "invalid_grant"


def test_device_codes_of_others(browser: Browser) -> None:
    begun = begin(browser)
    decide(browser, begun)
    assert error(fetch(browser, {"device_code": "x"})) == "invalid_grant"
    assert error(fetch(browser, begun, "desktop")) == "unauthorized_client"
    assert fetch(browser, begun).status == 200


def test_who_may_begin(browser: Browser) -> None:
    page = browser.call("/device_authorization", {"client_id": "desktop"})
    assert error(page) == "unauthorized_client"
    page = browser.call("/device_authorization", {"client_id": "device", "scope": "pets:write"})
    assert error(page) == "invalid_scope"
    assert browser.call("/device_authorization", {"client_id": "x"}).status == 401
    assert browser.call("/device_authorization").status == 405


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}]
)
def test_a_form_of_another_site_decides_nothing(browser: Browser, headers: dict[str, str]) -> None:
    begun = begin(browser)
    assert decide(browser, begun, **headers).status == 403
    assert error(fetch(browser, begun)) == "authorization_pending"
