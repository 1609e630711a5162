from __future__ import annotations

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.wrong_token_issuer import MEMBER
from tests.unit.core.diagnosis import cases


def test_another_issuer_than_the_known_authorizer_s() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    rows = cases.rows(found[0])
    assert (rows["iss"], rows["Wanted issuer"]) == (cases.ISSUER, cases.POOL)
    assert "one user pool" in found[0].detail


def test_a_slash_counts_and_is_told() -> None:
    token = cases.token(iss=cases.ISSUER + "/")
    case = cases.unauthorized(**cases.called(cases.LAMBDA, token))
    assert "slash" in cases.explained(MEMBER.id, case).detail


def test_no_issuer_at_all() -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token(iss=None)))
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The token names no issuer"
    assert cases.rows(found)["iss"] == "none"


def test_what_is_another_cause() -> None:
    unknown = cases.called(cases.LAMBDA, cases.token(iss="https://x.example.com")) | {"apis": ()}
    assert MEMBER.explain(cases.unauthorized(**unknown)) is None
    opaque = cases.unauthorized(**cases.called(cases.LAMBDA, "an-opaque-token"))
    assert MEMBER.explain(opaque) is None
    assert MEMBER.explain(cases.typical()["wrong_token_kind"]) is None
