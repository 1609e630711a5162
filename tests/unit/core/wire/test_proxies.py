"""Which proxy is used, and that no password of one is told."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.wire.proxies import chosen

FAR, NEAR = ("https://api.invalid/", "api.invalid"), ("http://127.0.0.1:1/", "127.0.0.1:1")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("https_proxy", "http://environment:1")
    monkeypatch.setenv("http_proxy", "http://environment:1")


@pytest.mark.parametrize(
    ("own", "usual", "far", "near"),
    [
        ("", "", "http://environment:1", ""),
        ("", "http://usual:2", "http://usual:2", ""),
        ("http://own:3", "http://usual:2", "http://own:3", "http://own:3"),
        ("none", "http://usual:2", "", ""),
        ("", "none", "", ""),
        ("http://own:3", "none", "http://own:3", "http://own:3"),
        (" own:3 ", "", "http://own:3", "http://own:3"),
        ("HTTPS://me:p%40s@own", "", "HTTPS://me:p%40s@own", "HTTPS://me:p%40s@own"),
    ],
)
def test_the_requests_own_goes_before_the_preferences_and_those_before_the_environment(
    own: str, usual: str, far: str, near: str
) -> None:
    assert chosen(*FAR, own, usual) == far
    assert chosen(*NEAR, own, usual) == near


def test_a_host_that_the_environment_excepts_is_called_directly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("no_proxy", "invalid")
    assert chosen(*FAR, "", "") == ""
    assert chosen(*FAR, "", "http://usual:2") == "http://usual:2"


BAD = [
    "socks5://me:planted@h:1",
    "ftp://me:planted@h",
    "http://me:planted@",
    "http://me:planted@h:0",
    "http://me:planted@h:99999",
    "http://me:planted@h:port",
    "http://me:planted@[bad",
    "http://me:pla\nnted@h",
    "http://me:planted @h",
    "me:planted@",
    "http://",
    "\0",
    "\ud800",
]


@pytest.mark.parametrize("text", BAD)
def test_one_that_is_none_is_refused_before_anything_is_sent(text: str) -> None:
    for own, usual, place in ((text, "", "settings"), ("", text, "preferences")):
        with pytest.raises(Problem) as caught:
            chosen(*FAR, own, usual)
        finding = caught.value.finding
        assert (caught.value.trouble, finding.id) == ("refused", "proxy_unusable")
        assert finding.actions[0].parameters == {"place": place}
        told = msgspec.json.encode(finding)
        assert b"planted" not in told
        assert b"nted" not in told


def test_one_of_the_environment_that_is_none_is_not_quoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "http://me:planted@[bad")
    with pytest.raises(ValueError, match="in the environment is not a valid one") as caught:
        chosen(*FAR, "", "")
    assert "planted" not in str(caught.value)
