from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.authorizer_policy_cached import MEMBER
from tests.unit.core.diagnosis import cases


def test_the_same_token_was_allowed_elsewhere_a_moment_ago() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    rows = cases.rows(found[0])
    assert rows["Allowed before"] == "GET /prod/orders, 200, 42 s ago"
    assert rows["Policies are kept for"] == "5 min"
    assert "gone in 4 min 18 s" in found[0].remedy
    assert cases.keys(found[0]) == ["log_in", "send_again", "show_url"]


def test_it_is_certain_when_this_call_was_allowed_before() -> None:
    case = cases.typical()[MEMBER.id]
    here = cases.allowed(f"{cases.LAMBDA.url}/pets", cases.token(), ago=4_000)
    found = diagnose(replace(case, earlier=(here, *case.earlier)))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]


def test_an_api_that_is_not_known_caches_for_the_usual_time() -> None:
    found = cases.explained(MEMBER.id, replace(cases.typical()[MEMBER.id], apis=()))
    assert "unless" in cases.rows(found)["Policies are kept for"]


def test_a_token_typed_by_hand_cannot_be_renewed() -> None:
    found = cases.explained(MEMBER.id, replace(cases.typical()[MEMBER.id], authorisation=None))
    assert cases.keys(found)[0] == "send_again"


def test_what_is_another_cause() -> None:
    case = cases.typical()[MEMBER.id]
    other_token = replace(case.earlier[0], authorization="0" * 64)
    assert MEMBER.explain(replace(case, earlier=(other_token,))) is None
    earlier = case.earlier
    for other in ("authorizer_policy_denies", "token_refused_by_authorizer", "api_key_missing"):
        assert MEMBER.explain(replace(cases.typical()[other], earlier=earlier)) is None
