"""What a reply must hold, and what it may leave out."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core.aws.sso.replies import number, text
from apiclient_gui.core.finding import Problem


def test_a_text_is_there() -> None:
    assert text({"a": "b"}, "a") == "b"


@pytest.mark.parametrize("reply", [{}, {"a": None}, {"a": ""}, {"a": 1}, {"a": ["b"]}])
def test_a_text_is_not_there(reply: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        text(reply, "a")
    assert refused.value.trouble == "login"
    assert refused.value.finding.id == "sso_reply_malformed"
    assert "no a" in refused.value.finding.title


def test_a_number_may_be_left_out() -> None:
    assert number({"a": 3}, "a", 5) == 3
    assert number({"a": "3"}, "a", 5) == 5
    assert number({}, "a", 5) == 5
