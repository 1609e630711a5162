from __future__ import annotations

import pytest

from apiclient_gui.core.api_key import add
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.api_key_missing import MEMBER
from apiclient_gui.core.model import ApiKey
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.unit.core.diagnosis import cases


def test_a_method_that_is_known_to_require_a_key() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]


@pytest.mark.parametrize("error_type", ["", cases.FORBIDDEN])
def test_forbidden_alone_says_little(error_type: str) -> None:
    case = cases.reply("Forbidden", error_type, prepared=factories.prepared())
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    assert "WAF" in found[0].detail
    assert "disabled" in found[0].detail


@pytest.mark.parametrize("place", ["header", "query"])
def test_a_key_under_another_name_is_none(place: str) -> None:
    slot = ApiKey("key", "X-Pets-Key", place)  # type: ignore[arg-type]  # drawn from the places
    sent = add(cases.called(cases.PRICED)["prepared"], slot, Secret("k-1234567"))
    case = cases.reply("Forbidden", cases.FORBIDDEN, prepared=sent, apis=(cases.PRICED,))
    found = cases.explained(MEMBER.id, case)
    assert found.title == "The API key was sent as X-Pets-Key, and the gateway reads x-api-key"
    assert "k-1234567" not in str(found)


def test_what_is_another_cause() -> None:
    open_method = cases.reply("Forbidden", cases.FORBIDDEN, **cases.called(cases.FENCED))
    assert [one.id for one in diagnose(open_method)] == ["refused_for_unknown_reason"]
    http_api = cases.reply(
        "Forbidden", headers=[("apigw-requestid", "x=")], prepared=factories.prepared()
    )
    assert [one.id for one in diagnose(http_api)] == ["refused_for_unknown_reason"]
    for other in ("api_key_refused", "access_denied", "token_missing", "resource_policy_denies"):
        assert MEMBER.explain(cases.typical()[other]) is None
