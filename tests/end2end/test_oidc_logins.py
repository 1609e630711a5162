"""Logins at the practice identity provider from beginning to end, on the command line, with a browser played by hand."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from apiclient_gui.practice.description import Description
from tests.keyring_backends import MemoryKeyring
from tests.support.cli import Ended, apiclient
from tests.support.idp_browser import Browser

SCOPE = "scope=openid offline_access pets:read"
Visit = Callable[[Browser, str], None]


def add(gateway: Description, kind: str, client: str, *more: str) -> None:
    assert gateway.idp is not None
    facts = (f"issuer={gateway.idp.issuer}", f"client_id={client}", SCOPE, *more)
    words = [word for fact in facts for word in ("--set", fact)]
    added = apiclient("identity", "add", "me", "--kind", kind, *words)
    assert added.code == 0, added.err


def log_in(
    gateway: Description, monkeypatch: pytest.MonkeyPatch, visit: Visit, *words: str
) -> Ended:
    """Log in while a browser does what `visit` says with the page that is opened."""
    assert gateway.idp is not None
    browser = Browser(gateway.idp)
    threads: list[threading.Thread] = []

    def opened(url: str) -> None:
        threads.append(threading.Thread(target=visit, args=(browser, url)))
        threads[-1].start()

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", opened)
    result = apiclient("login", "me", "--json", *words)
    for thread in threads:
        thread.join(30)
    return result


def path(browser: Browser, url: str) -> str:
    """Return a URL of the provider from behind its issuer on."""
    assert url.startswith(browser.idp.issuer)
    return url.removeprefix(browser.idp.issuer)


def allow(browser: Browser, url: str) -> None:
    page = browser.log_in(browser.call(path(browser, url)))
    answer = requests.get(page.headers["location"], timeout=30)
    assert "You can close this page" in answer.text


def deny(browser: Browser, url: str) -> None:
    page = browser.log_in(browser.call(path(browser, url)), decision="deny")
    requests.get(page.headers["location"], timeout=30)


def mix_up(browser: Browser, url: str) -> None:
    """Come back with an answer that another issuer gave (RFC 9207)."""
    page = browser.log_in(browser.call(path(browser, url)))
    back = urlsplit(page.headers["location"])
    query = page.answer | {"iss": "https://evil.example"}
    requests.get(f"http://{back.netloc}{back.path}", query, timeout=30)


def confirm(decision: str) -> Visit:
    def visit(browser: Browser, url: str) -> None:
        hidden = browser.call(path(browser, url)).elements.hidden()
        code = {"user_code": urlsplit(url).query.partition("=")[2]}
        person = {"username": "erin", "password": browser.password(), "decision": decision}
        assert browser.call("/device", {**code, **hidden, **person}).status == 200

    return visit


def keeps(memory_keyring: MemoryKeyring, data_folder: Path, text: str) -> bool:
    """Return whether a text stands in any file of the program, the practice gateway's own left out."""
    files = [one for one in data_folder.rglob("*") if one.is_file()]
    assert files
    return any(text.encode() in one.read_bytes() for one in files if "practice" not in one.parts)


def test_the_login_in_the_browser_brings_tokens_that_the_gateway_takes(
    gateway: Description,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
    memory_keyring: MemoryKeyring,
) -> None:
    add(gateway, "oidc_code", "desktop")
    result = log_in(gateway, monkeypatch, allow)
    assert result.code == 0, result.err + result.out.decode()
    assert sorted(result.document["tokens"]) == ["access", "id", "refresh"]
    assert "code=" not in result.err.replace("response_type=code", "")
    url = next(
        f"{api.url}{method.path}"
        for api in gateway.apis
        for method in api.methods
        if method.authorization == "CUSTOM" and method.method == "GET"
    )
    sent = apiclient("send", "GET", url, "--identity", "me", "--json")
    assert sent.code == 0, sent.out
    first = apiclient("token", "me", "--kind", "refresh").out
    assert not keeps(memory_keyring, data_folder, first.decode().strip())


def test_it_is_refreshed_with_rotation(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from apiclient_gui.core.clock import Clock

    add(gateway, "oidc_code", "desktop")
    assert log_in(gateway, monkeypatch, allow).code == 0
    before = [apiclient("token", "me", "--kind", kind).out for kind in ("refresh", "access")]
    later = Clock.computer() + timedelta(days=1)
    for _ in range(2):  # the second stands on the refresh token of the first
        monkeypatch.setattr(Clock, "now", lambda _, at=later: at)
        refreshed = apiclient("token", "me", "--kind", "refresh")
        assert refreshed.code == 0, refreshed.err
        assert refreshed.out != before[0]
        before[0] = refreshed.out
        later += timedelta(days=1)


@pytest.mark.parametrize(
    ("visit", "finding"), [(deny, "login_refused"), (mix_up, "redirect_not_trusted")]
)
def test_a_login_that_is_refused(
    gateway: Description, monkeypatch: pytest.MonkeyPatch, visit: Visit, finding: str
) -> None:
    add(gateway, "oidc_code", "desktop")
    result = log_in(gateway, monkeypatch, visit)
    assert result.code == 8
    assert result.document["error"]["id"] == finding


def test_a_fixed_port(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    add(gateway, "oidc_code", "desktop-fixed", "redirect_port=8765", "redirect_host=localhost")
    result = log_in(gateway, monkeypatch, allow)
    assert result.code in {0, 9}, result.out  # 9: somebody else has the port just now
    if result.code == 9:
        assert result.document["error"]["id"] == "redirect_port_taken"


def test_the_device_login(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    add(gateway, "oidc_device", "device")
    result = log_in(gateway, monkeypatch, confirm("allow"))
    assert result.code == 0, result.out
    assert "refresh" in result.document["tokens"]


def test_a_device_login_that_is_denied(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(gateway, "oidc_device", "device")
    result = log_in(gateway, monkeypatch, confirm("deny"))
    assert result.code == 8
    assert result.document["error"]["id"] == "login_refused"


def test_user_name_and_password(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    assert gateway.idp is not None
    add(gateway, "oauth_password", "legacy", "username=erin")
    monkeypatch.setenv("APICLIENT_SECRET_ME_PASSWORD", gateway.idp.users[0].password)
    result = apiclient("login", "me", "--json")
    assert result.code == 0, result.out
    assert apiclient("logout", "me").code == 0  # its refresh token would do
    monkeypatch.setenv("APICLIENT_SECRET_ME_PASSWORD", "not-her-password")
    result = apiclient("login", "me", "--json")
    assert (result.code, result.document["error"]["id"]) == (8, "login_refused")
    assert b"not-her-password" not in result.out


def test_logging_out_takes_the_tokens_back(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gateway.idp is not None
    add(gateway, "oidc_code", "desktop")
    assert log_in(gateway, monkeypatch, allow).code == 0
    token = apiclient("token", "me", "--kind", "refresh").out.decode().strip()
    result = apiclient("logout", "me", "--json")
    assert result.document == {"logged_out": "me"}
    assert "were not taken back" not in result.err
    assert Browser(gateway.idp).renew(token).content["error"] == "invalid_grant"


def test_a_provider_that_is_gone_is_told_of_and_the_tokens_are_forgotten(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(gateway, "oidc_code", "desktop")
    assert log_in(gateway, monkeypatch, allow).code == 0
    monkeypatch.setattr("apiclient_gui.core.oauth.discovery._WELL_KNOWN", "/nothing-here")
    result = apiclient("logout", "me", "--json")
    assert result.document == {"logged_out": "me"}
    assert "were not taken back" in result.err
    assert apiclient("token", "me").code == 8


def test_without_anybody_a_login_in_the_browser_is_not_begun(gateway: Description) -> None:
    add(gateway, "oidc_code", "desktop")
    result = apiclient("token", "me", "--json")
    assert result.code == 8
    assert result.document["error"]["id"] == "person_needed"
