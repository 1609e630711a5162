from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.authorizer_policy_denies import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("key", ["message", "Message"])
@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("reason", ["", " in an identity-based policy"])
def test_the_older_and_the_newer_words(reason: str, status: int, key: str) -> None:
    words = f"{cases.AUTHORIZER} with an explicit deny{reason}"
    for error_type in ("", cases.DENIED):
        found = diagnose(cases.reply(words, error_type, status=status, key=key))
        assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]


def test_what_the_token_may_do_is_shown() -> None:
    sent = cases.called(cases.LAMBDA, cases.token(scope="pets:read"))
    words = f"{cases.AUTHORIZER} with an explicit deny"
    found = cases.explained(MEMBER.id, cases.reply(words, cases.DENIED, **sent))
    assert cases.rows(found)["scope"] == "pets:read"
    assert cases.keys(found) == ["choose_identity", "log_in", "show_url"]


def test_what_is_another_cause() -> None:
    for other in ("authorizer_policy_silent", "identity_policy_denies", "resource_policy_denies"):
        assert MEMBER.explain(cases.typical()[other]) is None
