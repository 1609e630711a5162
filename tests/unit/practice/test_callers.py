"""Who calls: users, sessions, and what the policies of both decide together."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from apiclient_gui.core.gateway.policy.evaluate import INVOKE, Call
from apiclient_gui.practice import state, temporary_keys
from apiclient_gui.practice.callers import Callers
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.temporary_keys import Session, TemporaryKeys

STATE = state.make()
CALLERS = Callers(STATE)
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
ALICE = STATE.iam_users()[0]


def session(**changes: str) -> Session:
    whole = {"role": "pets-reader-role", **changes}
    return msgspec.structs.replace(Session("arn:s", "AROA:s", STATE.account), **whole)


def keys(session: Session) -> TemporaryKeys:
    return temporary_keys.issue(STATE.session_key, session, NOW, 900)


def decision(session: Session, method: str = "GET", path: str = "pets") -> tuple[str, str]:
    made = keys(session)
    caller = CALLERS.caller(made.access_key_id, made.session_token, NOW)
    place = f"arn:aws:execute-api:us-east-1:{STATE.account}:{STATE.api_ids['pets_iam']}"
    return caller.decide(Call(INVOKE, f"{place}/prod/{method}/{path}", caller.arn))


def reason(access_key_id: str, token: str, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as caught:
        CALLERS.caller(access_key_id, token, now)
    return str(caught.value)


def policy(effect: str, path: str) -> str:
    statement = {"Effect": effect, "Action": INVOKE, "Resource": f"arn:aws:execute-api:*:*:{path}"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_a_user() -> None:
    caller = CALLERS.caller(ALICE.access_key_id, "", NOW)
    assert (caller.user, caller.secret, caller.session) == ("alice", ALICE.secret_access_key, None)
    assert caller.arn == f"arn:aws:iam::{STATE.account}:user/practice/alice"
    assert caller.user_id.startswith("AIDA")


def test_a_session_until_it_ends() -> None:
    made = keys(session())
    for seconds in (0, 899):
        caller = CALLERS.caller(
            made.access_key_id, made.session_token, NOW + timedelta(seconds=seconds)
        )
        assert (caller.arn, caller.secret) == ("arn:s", made.secret_access_key)
    later = NOW + timedelta(seconds=900)
    assert reason(made.access_key_id, made.session_token, later) == "session_ended"


def test_who_is_nobody() -> None:
    made, other = keys(session()), keys(session())
    assert reason("AKIAXXXXXXXXXXXXXXXX", "") == "access_key_unknown"
    assert reason("AKIAXXXXXXXXXXXXXXXX", made.session_token) == "access_key_unknown"
    assert reason(ALICE.access_key_id, made.session_token) == "session_token_unknown"
    assert reason(made.access_key_id, "") == "no_session_token"
    assert reason(made.access_key_id, "undefined") == "session_token_unknown"
    assert reason(made.access_key_id, other.session_token) == "session_token_unknown"


def test_a_role_s_policy_decides() -> None:
    assert decision(session()) == ("allow", "role")
    assert decision(session(), "DELETE", "pets/1") == ("implicit_deny", "role")
    assert decision(session(role="PetsAdmin"), "DELETE", "pets/1") == ("allow", "role")


def test_a_user_s_policy_decides_about_its_session() -> None:
    assert decision(session(role="", user="alice")) == ("allow", "user")
    assert decision(session(role="", user="alice"), "DELETE") == ("explicit_deny", "user")


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        (policy("Allow", "*/GET/pets"), ("allow", "session")),
        (policy("Allow", "*/GET/orders"), ("implicit_deny", "session")),
        (policy("Deny", "*/GET/pets"), ("explicit_deny", "session")),
        ("{", ("implicit_deny", "session")),
    ],
)
def test_a_session_policy_can_only_take_away(text: str, decided: tuple[str, str]) -> None:
    assert decision(session(policy=text)) == decided
    everything = session(policy=policy("Allow", "*"))
    assert decision(everything, "POST") == ("implicit_deny", "role")


@pytest.mark.parametrize(
    "stranger", [{"role": "gone"}, {"role": "", "user": "gone"}, {"account": "999999999999"}]
)
def test_who_has_no_policy_here_may_nothing(stranger: dict[str, str]) -> None:
    assert decision(session(**stranger))[0] == "implicit_deny"
