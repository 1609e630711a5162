"""Messages by themselves."""

from __future__ import annotations

import pytest

from apiclient_gui.practice.oidc import messages
from apiclient_gui.practice.oidc.messages import OAuthError


def test_parameters() -> None:
    assert messages.parameters(b"a=1&b=&c=%C3%A9+x") == {"a": "1", "b": "", "c": "é x"}
    for text in (b"a=1&a=2", b"a=%ff", b"a=\xff"):
        with pytest.raises(OAuthError) as caught:
            messages.parameters(text)
        assert caught.value.code == "invalid_request"


def test_the_way_back_leaves_out_what_is_empty() -> None:
    verdict = messages.sent_back("http://h/c", {"code": "a&b", "state": ""}, "why", "c=1")
    headers = dict(verdict.reply.headers)
    assert (verdict.reply.status, headers["Location"]) == (303, "http://h/c?code=a%26b")
    assert headers["Set-Cookie"] == "c=1"
    assert verdict.allowed
    alone = messages.sent_back("http://h/c", {}, "why", reason="x")
    assert dict(alone.reply.headers)["Location"] == "http://h/c"
    assert not alone.allowed
