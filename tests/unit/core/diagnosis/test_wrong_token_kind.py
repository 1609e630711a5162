from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.wrong_token_kind import MEMBER
from apiclient_gui.core.model import Authorizer, KnownApi
from tests.unit.core.diagnosis import cases

ACCESS = cases.token(token_use="access", iss=cases.POOL, client_id="client", aud=None)


def test_an_access_token_where_the_id_token_is_wanted() -> None:
    case = cases.unauthorized(**cases.called(cases.COGNITO, ACCESS, kind="access"))
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].title == "The access token was sent, and the authorizer wants the ID token"
    assert found[0].actions[0].parameters == {"kind": "id"}
    assert cases.rows(found[0])["token_use"] == "access"


def test_the_other_way_round_too() -> None:
    scoped = Authorizer("COGNITO_USER_POOLS", cases.POOL, token_use="access")
    api = KnownApi("x", cases.COGNITO.url, cases.COGNITO.methods, scoped)
    sent = cases.called(cases.COGNITO, cases.token(token_use="id", iss=cases.POOL))
    found = cases.explained(MEMBER.id, cases.unauthorized(**{**sent, "apis": (api,)}))
    assert found.actions[0].parameters == {"kind": "access"}


def test_an_api_that_is_not_known_makes_it_likely() -> None:
    sent = cases.called(cases.COGNITO, ACCESS) | {"apis": ()}
    found = diagnose(cases.unauthorized(**sent))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    assert "OAuth scopes" in found[0].detail


def test_a_token_typed_by_hand_has_no_other() -> None:
    case = cases.unauthorized(**cases.called(cases.COGNITO, ACCESS))
    found = cases.explained(MEMBER.id, replace(case, authorisation=None))
    assert cases.keys(found)[0] == "choose_identity"


def test_what_is_another_cause() -> None:
    good = cases.token(token_use="id", iss=cases.POOL, aud="client")
    case = cases.unauthorized(**cases.called(cases.COGNITO, good))
    assert MEMBER.explain(case) is None
    assert diagnose(case)[0].id == "token_refused_by_authorizer"
    other_pool = cases.token(token_use="access", iss=cases.POOL + "2")
    case = cases.unauthorized(**cases.called(cases.COGNITO, other_pool))
    assert [one.id for one in diagnose(case)] == ["wrong_token_issuer"]
