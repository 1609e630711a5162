"""Sessions of browsers by themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apiclient_gui.practice.oidc.sessions import Session, Sessions
from apiclient_gui.practice.wire import Received

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def request(*cookies: str) -> Received:
    return Received("GET", b"/", tuple(("cookie", one.encode("latin-1")) for one in cookies))


def test_a_session_is_known_by_its_cookie_and_ends() -> None:
    sessions = Sessions()
    pair = sessions.begin("erin", NOW).partition(";")[0]
    for cookies in ((pair,), ("a=1; " + pair + " ;b=2",), ("a=1", pair)):
        assert sessions.find(request(*cookies), NOW) == Session("erin", NOW)
    for cookies in ((), ("practice_idp=",), (pair + "x",), ("x" + pair,), ("practice_idp=\xff",)):
        assert sessions.find(request(*cookies), NOW) is None
    assert sessions.find(request(pair), NOW + timedelta(hours=8)) is None
    assert "Max-Age=0" in sessions.end(request(pair))
    assert sessions.find(request(pair), NOW) is None
    assert sessions.end(request(pair))


def test_old_sessions_are_forgotten() -> None:
    sessions = Sessions()
    pair = sessions.begin("erin", NOW).partition(";")[0]
    sessions.begin("erin", NOW + timedelta(hours=9))
    assert sessions.find(request(pair), NOW) is None
