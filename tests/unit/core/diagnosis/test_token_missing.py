from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.token_missing import MEMBER
from apiclient_gui.core.model import Authorizer, KnownApi
from tests import factories
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("api", [cases.LAMBDA, cases.COGNITO])
def test_a_known_authorizer_makes_it_certain(api: KnownApi) -> None:
    found = diagnose(cases.unauthorized(**cases.called(api)))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert cases.rows(found[0])["Authorization sent"] == "no"


@pytest.mark.parametrize("error_type", ["", "UnauthorizedException"])
def test_without_knowledge_it_is_likely(error_type: str) -> None:
    case = cases.reply("Unauthorized", error_type, status=401, prepared=factories.prepared())
    assert [(one.id, one.confidence) for one in diagnose(case)] == [(MEMBER.id, "likely")]


def test_a_server_that_asks_for_a_bearer_token() -> None:
    headers = [("WWW-Authenticate", 'Bearer realm="pets"')]
    case = cases.reply("Who?", status=401, headers=headers, prepared=factories.prepared())
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["WWW-Authenticate"] == 'Bearer realm="pets"'


def test_a_signature_and_a_password_are_no_token() -> None:
    signed = cases.unauthorized(**cases.sent())
    assert "a signature was sent" in cases.explained(MEMBER.id, signed).title
    basic = cases.unauthorized(**cases.with_header("Authorization", "Basic YTpi"))
    found = cases.explained(MEMBER.id, basic)
    assert "a user and password was sent" in found.title
    assert "YTpi" not in str(found)


def test_the_word_bearer_alone_is_no_token() -> None:
    found = cases.explained(
        MEMBER.id, cases.unauthorized(**cases.with_header("Authorization", "Bearer"))
    )
    assert found.title == MEMBER.title


def test_a_token_in_another_header_than_the_authorizer_s() -> None:
    api = KnownApi(
        "x", cases.LAMBDA.url, cases.LAMBDA.methods, Authorizer("TOKEN", header="X-Token")
    )
    case = cases.unauthorized(**{**cases.called(api, cases.token()), "apis": (api,)})
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The token was sent in Authorization; the authorizer looks in X-Token"
    assert found.actions[0].parameters == {"place": "auth"}


def test_what_is_another_cause() -> None:
    with_token = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token()))
    assert MEMBER.explain(with_token) is None
    assert MEMBER.explain(cases.unauthorized()) is None  # it is not known what was sent
    for other in ("api_key_missing", "unsigned_call_to_iam_method", "resource_policy_denies"):
        assert MEMBER.explain(cases.typical()[other]) is None
