from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.token_expired import MEMBER
from tests.unit.core.diagnosis import cases


def test_the_words_of_a_user_pool_authorizer() -> None:
    case = cases.typical()[MEMBER.id]
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].title == "The token expired 1 min before it was sent"
    assert cases.rows(found[0])["exp"] == "2026-03-04 05:05:07 UTC"
    assert found[0].actions[0].parameters == {"identity": "me"}


def test_the_words_alone_are_enough() -> None:
    found = cases.explained(MEMBER.id, cases.unauthorized("The incoming token has expired"))
    assert (found.title, found.confidence) == (MEMBER.title, "certain")
    headers = [("WWW-Authenticate", 'Bearer error_description="the token has expired"')]
    case = cases.reply("Unauthorized", status=401, headers=headers)
    assert diagnose(case)[0].id == MEMBER.id


def test_a_lambda_authorizer_says_nothing_and_the_token_does() -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token(exp=-7200)))
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert "2 h" in found[0].title


def test_the_gateway_s_clock_decides_and_a_difference_is_told() -> None:
    headers = [("Date", "Wed, 04 Mar 2026 07:06:07 GMT")]
    sent = cases.called(cases.LAMBDA, cases.token(exp=3600))
    case = cases.reply(
        "Unauthorized",
        "UnauthorizedException",
        status=401,
        headers=headers,
        clock_offset=7200.0,
        **sent,
    )
    found = cases.explained(MEMBER.id, case)
    assert "the gateway's clock is 2 h ahead" in found.detail
    still_good = cases.unauthorized(**sent)
    assert MEMBER.explain(still_good) is None


@pytest.mark.parametrize("words", ["Unauthorized", "Token expired, or so"])
def test_an_api_that_is_not_known_may_refuse_it_too(words: str) -> None:
    sent = cases.called(cases.LAMBDA, cases.token(exp=-1)) | {"apis": ()}
    headers = [("WWW-Authenticate", "Bearer")]
    case = cases.reply(words, status=401, headers=headers, **sent)
    assert diagnose(case)[0].id == MEMBER.id


def test_a_worse_fault_comes_first() -> None:
    token = cases.token(iss="https://other.example.com", exp=-60)
    found = diagnose(cases.unauthorized(**cases.called(cases.COGNITO, token)))
    assert [(one.id, one.confidence) for one in found] == [
        ("wrong_token_issuer", "certain"),
        (MEMBER.id, "likely"),
    ]


def test_a_token_typed_by_hand_has_no_login() -> None:
    sent = cases.called(cases.LAMBDA, cases.token(exp=-60)) | {"authorisation": None}
    assert (
        cases.keys(cases.explained(MEMBER.id, cases.unauthorized(**sent)))[0] == "choose_identity"
    )


def test_what_is_another_cause() -> None:
    assert MEMBER.explain(cases.typical()["session_token_expired"]) is None
    assert MEMBER.explain(cases.typical()["time_stamp_too_old"]) is None
    expired_but_denied = cases.called(cases.LAMBDA, cases.token(exp=-60))
    denied = replace(cases.typical()["authorizer_policy_denies"], **expired_but_denied)
    assert MEMBER.explain(denied) is None
