"""A person of IAM Identity Center: the whole login by a plain list of answers, and how its keys are renewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.aws.sso.session import Session, kept, session_of
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.sso_flow import (
    CLIENT,
    DEVICE,
    KEYS,
    SHOWN,
    TOKEN,
    WAITED,
    calls,
    given,
    refusal,
    walk,
)

KIND = TABLE["aws_sso"]
CONFIRMED = (CLIENT, DEVICE, SHOWN, WAITED, TOKEN)
ACCOUNTS = {"accountList": [{"accountId": "1", "accountName": "a"}, {"accountId": "2"}]}
ROLES = {"roleList": [{"roleName": "Admin"}, {"roleName": "Reader"}]}
GONE = refusal("UnauthorizedException", "Session token not found or invalid", 401)


def session(*, hours: float = 8, **parts: Any) -> Session:
    ends = (factories.NOW + timedelta(hours=hours)).timestamp()
    whole = Session(
        "client",
        Secret("client-secret"),
        4070908800,
        Secret("access-1"),
        ends,
        Secret("refresh-1"),
        "1",
        "Admin",
    )
    return msgspec.structs.replace(whole, **parts)


def held(session_: Session) -> AwsKeys:
    return replace(factories.keys(), renewal=kept(session_))


kept_by = session_of


def refreshed(keys: AwsKeys, answers: list[Any], **facts: str) -> tuple[list[str], Any]:
    assert KIND.refresh is not None
    steps, outcome = walk(KIND.refresh(given(**facts), keys), answers)
    return calls(steps), outcome


def test_account_and_role_are_chosen_at_the_login() -> None:
    answers = [*CONFIRMED, ACCOUNTS, {"account": "2"}, ROLES, {"role": "Reader"}, KEYS]
    steps, keys = walk(KIND.obtain(given()), answers)
    assert calls(steps) == [
        "RegisterClient",
        "StartDeviceAuthorization",
        "CreateToken",
        "ListAccounts",
        "ListAccountRoles",
        "GetRoleCredentials",
    ]
    assert keys.access_key_id == "ASIASSO"
    assert (kept_by(keys).account, kept_by(keys).role) == ("2", "Reader")


def test_what_the_identity_says_is_not_asked_for() -> None:
    flow = KIND.obtain(given(account_id="3", role_name="Own"))
    steps, keys = walk(flow, [*CONFIRMED, KEYS])
    assert calls(steps)[2:] == ["CreateToken", "GetRoleCredentials"]
    assert (kept_by(keys).account, kept_by(keys).role) == ("3", "Own")


@pytest.mark.parametrize("key", ["start_url", "sso_region"])
def test_it_cannot_do_without(key: str) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(given(**{key: " "}))
    assert refused.value.finding.id == "identity_incomplete"


def test_a_session_that_ends_at_once() -> None:
    with pytest.raises(Problem) as refused:
        walk(KIND.obtain(given(account_id="3", role_name="Own")), [*CONFIRMED, GONE])
    assert refused.value.finding.id == "sso_session_ended"


def test_new_keys_come_from_the_session() -> None:
    asked, keys = refreshed(held(session()), [KEYS])
    assert asked == ["GetRoleCredentials"]
    assert kept_by(keys) == session()


def test_another_role_in_the_identity_is_taken_from_the_same_session() -> None:
    _, keys = refreshed(held(session()), [KEYS], account_id="9", role_name="Other")
    assert (kept_by(keys).account, kept_by(keys).role) == ("9", "Other")


@pytest.mark.parametrize(("hours", "answers"), [(0.01, []), (-1, []), (8, [GONE])])
def test_a_session_that_ended_is_prolonged(hours: float, answers: list[Any]) -> None:
    reply = {"accessToken": "access-2", "expiresIn": 3600}
    asked, keys = refreshed(held(session(hours=hours)), [*answers, reply, KEYS])
    assert asked[-2:] == ["CreateToken", "GetRoleCredentials"]
    assert kept_by(keys).access_token == Secret("access-2")
    assert kept_by(keys).refresh_token == Secret("refresh-1")


@pytest.mark.parametrize(
    "answers",
    [[GONE, refusal("InvalidGrantException")], [GONE, {"accessToken": "x", "expiresIn": 1}, GONE]],
)
def test_a_session_that_is_over_wants_a_new_login(answers: list[Any]) -> None:
    with pytest.raises(Problem) as refused:
        refreshed(held(session()), answers)
    assert (refused.value.trouble, refused.value.finding.id) == ("login", "sso_session_ended")


def test_in_a_list_it_is_account_role_and_start_url() -> None:
    facts = {"start_url": "https://x/start", "account_id": "1", "role_name": "Admin"}
    assert KIND.summary(facts) == "1 · Admin · https://x/start"
    assert KIND.summary({"start_url": "https://x/start"}) == "https://x/start"
    assert KIND.scheme == "sigv4"
    assert KIND.logs_in
