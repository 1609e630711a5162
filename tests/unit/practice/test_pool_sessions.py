"""Sessions are good once, for three minutes, and for the challenge and client they were made for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apiclient_gui.practice.pool_sessions import LIFE, Session, Sessions
from apiclient_gui.practice.pool_tokens import PoolError
from tests.factories import NOW

SESSION = Session("mia", "client", "USER_SRP_AUTH", "EMAIL_OTP", NOW, code="12345678")


def why(sessions: Sessions, key: str, **how: object) -> str:
    given = {"client_id": "client", "challenge": "EMAIL_OTP", "now": NOW} | how
    with pytest.raises(PoolError) as refused:
        sessions.take(key, **given)  # type: ignore[arg-type]  # as the test says
    return refused.value.reason


def test_a_session_is_good_once() -> None:
    sessions = Sessions()
    key = sessions.put(SESSION)
    assert sessions.take(key, "client", "EMAIL_OTP", NOW) == SESSION
    assert why(sessions, key) == "session_used"


def test_after_a_wrong_code_it_is_good_again_twice() -> None:
    sessions = Sessions()
    key = sessions.put(SESSION)
    for _ in range(3):
        sessions.take(key, "client", "EMAIL_OTP", NOW)
        sessions.again(key)
    assert why(sessions, key) == "session_used"


def test_it_is_of_one_client_and_challenge_and_ends() -> None:
    sessions = Sessions()
    key = sessions.put(SESSION)
    assert why(sessions, "another") == "session_unknown"
    assert why(sessions, key, client_id="other") == "session_unknown"
    assert why(sessions, key, challenge="PASSWORD") == "session_unknown"
    assert why(sessions, key, now=NOW + LIFE) == "session_expired"
    assert sessions.take(key, "client", "EMAIL_OTP", NOW + LIFE - timedelta(seconds=1))


def test_the_code_is_not_shown() -> None:
    assert "12345678" not in repr(SESSION)


def test_a_verifier_is_kept_until_the_password_changes() -> None:
    sessions = Sessions()
    first = sessions.account("g", "mia", "one")
    assert sessions.account("g", "mia", "one") is first
    assert sessions.account("g", "mia", "two").verifier != first.verifier
