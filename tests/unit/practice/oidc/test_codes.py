"""Codes: once, for a minute, for who asked, with the verifier; each theft is of no use."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.idp_browser import Browser


def refused(page: Any) -> None:
    assert (page.status, page.content["error"]) == (400, "invalid_grant")


def test_a_replay_ends_what_came_of_the_code(browser: Browser, desk: Any) -> None:
    code = browser.code()
    tokens = browser.redeem(code).content
    bearer = f"Bearer {tokens['access_token']}"
    assert browser.call("/userinfo", Authorization=bearer).status == 200
    refused(browser.redeem(code))
    assert desk.judgements[-1].detail == "The code was used before. What came of it is ended."
    refused(browser.renew(tokens["refresh_token"]))
    assert browser.call("/userinfo", Authorization=bearer).status == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "wrong"},
        {"code_verifier": ""},
        {"redirect_uri": "http://127.0.0.1:54322/callback"},
        {"redirect_uri": ""},
    ],
)
def test_a_thief_has_one_try_and_the_code_is_gone(
    browser: Browser, changed: dict[str, str]
) -> None:
    code = browser.code()
    refused(browser.redeem(code, **changed))
    refused(browser.redeem(code))


def test_a_code_of_another_client(browser: Browser) -> None:
    code = browser.code()
    refused(browser.redeem(code, client_id="desktop-fixed"))
    # Another client cannot use up what is not its own.
    assert browser.redeem(code).status == 200


def test_a_code_that_never_was(browser: Browser) -> None:
    browser.code()
    for code in ("", "x", "é\0", "x" * 5000):
        refused(browser.redeem(code))


def test_a_code_is_good_for_a_minute(browser: Browser, desk: Any) -> None:
    late, in_time = browser.code(), browser.code()
    desk.hands.ahead = 55
    assert browser.redeem(in_time).status == 200
    code = late
    desk.hands.ahead = 61
    refused(browser.redeem(code))


def test_what_is_long_over_is_forgotten(browser: Browser, desk: Any) -> None:
    code = browser.code()
    browser.redeem(code)
    desk.hands.ahead = 3700
    browser.code()
    refused(browser.redeem(code))
    assert desk.judgements[-1].detail == "The code is not one of this client."
