from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.authorizer_policy_silent import MEMBER
from apiclient_gui.core.model import Authorizer, KnownApi
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("key", ["message", "Message"])
@pytest.mark.parametrize(
    "reason", ["", " because no identity-based policy allows the execute-api:Invoke action"]
)
def test_the_older_and_the_newer_words(reason: str, key: str) -> None:
    for error_type in ("", cases.DENIED):
        found = diagnose(cases.reply(cases.AUTHORIZER + reason, error_type, key=key))
        assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
        assert "cached" in found[0].detail


def test_without_a_cache_none_is_blamed() -> None:
    off = KnownApi("x", cases.LAMBDA.url, cases.LAMBDA.methods, Authorizer("TOKEN", ttl=0))
    sent = {**cases.called(cases.LAMBDA, cases.token()), "apis": (off,)}
    found = cases.explained(MEMBER.id, cases.reply(cases.AUTHORIZER, cases.DENIED, **sent))
    assert "cached" not in found.detail


def test_what_is_another_cause() -> None:
    for other in ("authorizer_policy_denies", "authorizer_policy_cached", "identity_policy_silent"):
        assert MEMBER.explain(cases.typical()[other]) is None
