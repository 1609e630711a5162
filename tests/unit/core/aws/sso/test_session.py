"""A session with IAM Identity Center: begun in the browser, asked for at the pace of the server, prolonged, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.aws.sso.session import Session, authorize, kept, prolong, session_of
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal, Show, Wait
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.sso_flow import (
    CLIENT,
    DEVICE,
    SHOWN,
    TOKEN,
    WAITED,
    Time,
    given,
    refusal,
    walk,
)

SESSION = Session(
    "client",
    Secret("client-secret"),
    4070908800,
    Secret("access-1"),
    0.0,
    Secret("refresh-1"),
    "1",
    "r",
)
ODD = '{"client_id":"c","client_secret":1,"client_ends":0,"access_token":"a","access_ends":0}'
PENDING = refusal("AuthorizationPendingException")


def test_the_person_confirms_in_the_browser() -> None:
    steps, session = walk(authorize(given()), [CLIENT, DEVICE, SHOWN, WAITED, TOKEN])
    register, start, show, wait, create = steps
    assert isinstance(register, AwsCall)
    assert (register.service, register.region, register.keys) == ("sso-oidc", "eu-west-1", None)
    assert register.parameters == {
        "clientName": "apiclient-gui",
        "clientType": "public",
        "scopes": ["sso:account:access"],
    }
    assert isinstance(start, AwsCall)
    assert start.parameters == {
        "clientId": "client",
        "clientSecret": Secret("client-secret"),
        "startUrl": "https://example.awsapps.com/start",
    }
    assert isinstance(show, Show)
    assert (show.url, show.code) == (DEVICE["verificationUriComplete"], "BCDF-GHJK")
    assert wait == Wait(1, "until the login is confirmed in the browser")
    assert isinstance(create, AwsCall)
    assert create.parameters == {
        "clientId": "client",
        "clientSecret": Secret("client-secret"),
        "grantType": "urn:ietf:params:oauth:grant-type:device_code",
        "deviceCode": Secret("device-code"),
    }
    ends = (factories.NOW + timedelta(hours=8)).timestamp()
    assert session == msgspec.structs.replace(SESSION, access_ends=ends, account="", role="")
    assert "access-1" not in repr(session)


def test_endpoints_of_the_identity_are_called() -> None:
    flow = authorize(given(oidc_endpoint="http://127.0.0.1:1/sso-oidc"))
    step = next(flow)
    assert isinstance(step, AwsCall)
    assert step.endpoint == "http://127.0.0.1:1/sso-oidc"


def test_it_asks_again_at_the_pace_that_the_server_wants() -> None:
    slow = refusal("SlowDownException")
    answers = [CLIENT, DEVICE, SHOWN, WAITED, PENDING, WAITED, slow, WAITED, PENDING, WAITED, TOKEN]
    steps, session = walk(authorize(given()), answers)
    assert [step.seconds for step in steps if isinstance(step, Wait)] == [1, 1, 6, 6]
    assert session.access_token == Secret("access-1")


@pytest.mark.parametrize(("told", "waited"), [(None, 5), (0, 1), (-3, 1), (10**9, 60), ("x", 5)])
def test_whatever_pace_it_names_it_is_neither_all_the_time_nor_for_ever(
    told: Any, waited: float
) -> None:
    device = DEVICE | {"interval": told, "expiresIn": 10**30}
    steps, _ = walk(authorize(given()), [CLIENT, device, SHOWN, WAITED, TOKEN])
    assert [step.seconds for step in steps if isinstance(step, Wait)] == [waited]


def test_a_server_without_the_complete_address_gets_the_plain_one_opened() -> None:
    device = {key: value for key, value in DEVICE.items() if key != "verificationUriComplete"}
    steps, _ = walk(authorize(given()), [CLIENT, device, SHOWN, WAITED, TOKEN])
    assert [step.url for step in steps if isinstance(step, Show)] == [DEVICE["verificationUri"]]


@pytest.mark.parametrize(
    ("answers", "id_"),
    [
        ([refusal("InvalidRequestException")], "sso_login_refused"),
        ([CLIENT, refusal("InvalidRequestException")], "sso_login_refused"),
        ([CLIENT, DEVICE, SHOWN, WAITED, refusal("AccessDeniedException")], "sso_login_denied"),
        ([CLIENT, DEVICE, SHOWN, WAITED, refusal("ExpiredTokenException")], "sso_login_expired"),
        ([CLIENT, DEVICE, SHOWN, WAITED, refusal("Whatever")], "sso_login_refused"),
        ([{}], "sso_reply_malformed"),
        ([CLIENT, {**DEVICE, "userCode": None}], "sso_reply_malformed"),
        ([CLIENT, DEVICE, SHOWN, WAITED, {"accessToken": ""}], "sso_reply_malformed"),
    ],
)
def test_a_login_that_comes_to_nothing(answers: list[Any], id_: str) -> None:
    with pytest.raises(Problem) as refused:
        walk(authorize(given()), answers)
    assert (refused.value.trouble, refused.value.finding.id) == ("login", id_)


def test_a_code_that_ends_here_is_asked_for_no_more() -> None:
    time = Time()
    flow = authorize(given(time=time))
    for answer in (None, CLIENT, DEVICE, SHOWN):
        step = flow.send(answer)
    assert isinstance(step, Wait)
    flow.send(WAITED)
    time.now += timedelta(seconds=601)
    with pytest.raises(Problem) as refused:
        flow.throw(PENDING)
    assert refused.value.finding.id == "sso_login_expired"


def test_a_session_is_prolonged_with_its_refresh_token() -> None:
    reply = {"accessToken": "access-2", "expiresIn": 60}
    steps, session = walk(prolong(given(), SESSION), [reply])
    (step,) = steps
    assert isinstance(step, AwsCall)
    assert step.parameters == {
        "clientId": "client",
        "clientSecret": Secret("client-secret"),
        "grantType": "refresh_token",
        "refreshToken": Secret("refresh-1"),
    }
    ends = factories.NOW.timestamp() + 60
    assert session == msgspec.structs.replace(
        SESSION, access_token=Secret("access-2"), access_ends=ends
    )
    _, rotated = walk(prolong(given(), SESSION), [{**reply, "refreshToken": "refresh-2"}])
    assert rotated.refresh_token == Secret("refresh-2")


@pytest.mark.parametrize(
    ("session", "answers"),
    [
        (msgspec.structs.replace(SESSION, refresh_token=None), []),
        (msgspec.structs.replace(SESSION, client_ends=factories.NOW.timestamp()), []),
        (SESSION, [refusal("InvalidGrantException")]),
    ],
)
def test_a_session_that_cannot_be_prolonged_has_ended(
    session: Session, answers: list[AwsRefusal]
) -> None:
    with pytest.raises(Problem) as refused:
        walk(prolong(given(), session), answers)
    assert (refused.value.trouble, refused.value.finding.id) == ("login", "sso_session_ended")


def test_it_is_kept_with_the_keys_it_gave() -> None:
    for session in (SESSION, msgspec.structs.replace(SESSION, refresh_token=None)):
        assert session_of(replace(factories.keys(), renewal=kept(session))) == session


@pytest.mark.parametrize(
    "text",
    [None, Secret("not json"), Secret("{}"), Secret("\ud800"), Secret(ODD)],
)
def test_keys_that_came_from_elsewhere_have_no_session(text: Secret | None) -> None:
    with pytest.raises(Problem) as refused:
        session_of(replace(factories.keys(), renewal=text))
    assert refused.value.finding.id == "sso_session_ended"
    with pytest.raises(Problem):
        session_of(factories.tokens(access="A"))


def test_nothing_of_a_refusal_but_its_words_is_told() -> None:
    with pytest.raises(Problem) as refused:
        walk(authorize(given()), [refusal("InvalidRequestException", "No such start URL", 400)])
    finding = refused.value.finding
    assert "No such start URL" in finding.detail
    assert "region" in finding.remedy
