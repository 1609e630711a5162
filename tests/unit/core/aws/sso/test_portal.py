"""Accounts, roles and keys of a session: what there is one of is taken, what there are several of is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.aws.sso.portal import choose_account, choose_role, role_keys
from apiclient_gui.core.aws.sso.session import Session, kept
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, AwsCall
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.sso_flow import KEYS, given, refusal, walk

SESSION = Session(
    "client", Secret("client-secret"), 0, Secret("access-1"), 0, None, "111122223333", "Reader"
)
ONE = {"accountId": "111122223333", "accountName": "practice", "emailAddress": "a@example.com"}
TWO = {"accountId": "999988887777"}


def test_accounts_come_in_pages_and_one_is_chosen() -> None:
    pages = [{"accountList": [ONE], "nextToken": "more"}, {"accountList": [TWO]}]
    answers = [*pages, {"account": "999988887777"}]
    steps, account = walk(choose_account(given(), SESSION), answers)
    assert account == "999988887777"
    first, second, ask = steps
    assert isinstance(first, AwsCall)
    assert isinstance(second, AwsCall)
    assert (first.service, first.operation, first.keys) == ("sso", "ListAccounts", None)
    assert first.parameters == {"accessToken": Secret("access-1")}
    assert second.parameters == {"accessToken": Secret("access-1"), "nextToken": "more"}
    assert isinstance(ask, Ask)
    (field,) = ask.fields
    assert (field.key, field.kind, field.required) == ("account", "choice", True)
    assert field.choices == ("111122223333 · practice", "999988887777")
    assert field.default == field.choices[0]


def test_the_name_of_an_account_is_no_part_of_it() -> None:
    answers = [{"accountList": [ONE, TWO]}, {"account": "111122223333 · practice"}]
    assert walk(choose_account(given(), SESSION), answers)[1] == "111122223333"


def test_roles_of_the_account() -> None:
    endpoint = "http://127.0.0.1:1/sso"
    answers = [{"roleList": [{"roleName": "Admin"}, {"roleName": "Reader"}]}, {"role": "Reader"}]
    steps, role = walk(choose_role(given(portal_endpoint=endpoint), SESSION, "1"), answers)
    assert role == "Reader"
    assert isinstance(steps[0], AwsCall)
    assert steps[0].endpoint == endpoint
    assert steps[0].parameters == {"accountId": "1", "accessToken": Secret("access-1")}
    assert isinstance(steps[1], Ask)
    assert steps[1].fields[0].choices == ("Admin", "Reader")


def test_what_there_is_one_of_is_taken() -> None:
    assert walk(choose_account(given(), SESSION), [{"accountList": [TWO]}])[1] == "999988887777"
    one = {"roleList": [{"roleName": "Admin"}]}
    assert walk(choose_role(given(), SESSION, "1"), [one])[1] == "Admin"


@pytest.mark.parametrize(
    ("flow", "answers", "id_"),
    [
        (lambda: choose_account(given(), SESSION), [{"accountList": []}], "sso_no_account"),
        (lambda: choose_account(given(), SESSION), [{}], "sso_no_account"),
        (lambda: choose_account(given(), SESSION), [{"accountList": [{}]}], "sso_reply_malformed"),
        (lambda: choose_account(given(), SESSION), [refusal("UnauthorizedException")], "sso_role_refused"),
        (lambda: choose_account(given(), SESSION), [{"accountList": [ONE, TWO]}, {"account": "3"}], "sso_no_account"),
        (lambda: choose_role(given(), SESSION, "1"), [{"roleList": []}], "sso_no_role"),
        (lambda: choose_role(given(), SESSION, "1"), [refusal("ForbiddenException")], "sso_role_refused"),
        (lambda: role_keys(given(), SESSION), [refusal("ForbiddenException", "No access")], "sso_role_refused"),
        (lambda: role_keys(given(), SESSION), [{}], "sso_reply_malformed"),
        (lambda: role_keys(given(), SESSION), [{"roleCredentials": {"expiration": 10**30}}], "sso_reply_malformed"),
    ],
)  # fmt: skip
def test_what_is_not_to_be_had(flow: Any, answers: list[Any], id_: str) -> None:
    with pytest.raises(Problem) as refused:
        walk(flow(), answers)
    assert (refused.value.trouble, refused.value.finding.id) == ("login", id_)
    assert "access-1" not in repr(refused.value.finding)


def test_the_keys_of_the_role_bring_the_session_along() -> None:
    steps, keys = walk(role_keys(given(), SESSION), [KEYS])
    assert isinstance(keys, AwsKeys)
    assert (keys.access_key_id, keys.obtained_at) == ("ASIASSO", factories.NOW)
    assert keys.secret_access_key == Secret("role-secret")
    assert keys.session_token == Secret("role-token")
    assert keys.expires_at is not None
    assert (keys.expires_at - factories.NOW).total_seconds() == 3600
    assert keys.renewal == kept(SESSION)
    (step,) = steps
    assert isinstance(step, AwsCall)
    assert step.parameters == {
        "accountId": "111122223333",
        "roleName": "Reader",
        "accessToken": Secret("access-1"),
    }


def test_a_session_that_is_not_taken_any_more_gives_none() -> None:
    assert walk(role_keys(given(), SESSION), [refusal("UnauthorizedException")])[1] is None


def test_a_refused_role_is_named() -> None:
    with pytest.raises(Problem) as refused:
        walk(role_keys(given(), SESSION), [refusal("ForbiddenException", "No access", 403)])
    values = [one.value for one in refused.value.finding.evidence]
    assert values == ["111122223333", "Reader", "ForbiddenException", "403"]
