from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.token_not_yet_valid import MEMBER
from tests.unit.core.diagnosis import cases


def test_nbf_in_the_gateway_s_future() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].title == "The token is only valid in 2 min"
    assert cases.rows(found[0])["nbf"] == "2026-03-04 05:08:07 UTC"


def test_a_token_made_in_the_future_is_less_sure() -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token(iat=600)))
    found = cases.explained(MEMBER.id, case)
    assert (found.title, found.confidence) == (MEMBER.title, "likely")


@pytest.mark.parametrize("claims", [{"nbf": -1}, {"iat": 0}, {"nbf": 1, "iat": 1}, {}])
def test_a_token_of_now_is_another_cause(claims: dict[str, float]) -> None:
    case = cases.unauthorized(**cases.called(cases.LAMBDA, cases.token(**claims)))
    assert MEMBER.explain(case) is None
    assert diagnose(case)[0].id == "token_refused_by_authorizer"
