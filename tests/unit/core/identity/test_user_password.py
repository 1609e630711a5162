"""User and password: what RFC 7617 can carry, and nothing else."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import UserPassword
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["user_password"]


@pytest.mark.parametrize(
    ("username", "password"), [("ann", "p:w d"), ("ann", ""), ("", "p"), ("é", " blank ")]
)
def test_both_go_as_they_are(username: str, password: str) -> None:
    found = KIND.obtain(factories.given({"username": username}, password=password))
    assert found == UserPassword(username, Secret(password))


@pytest.mark.parametrize(
    ("username", "password"),
    [("a:b", "secret-word"), ("a\nb", "secret-word"), ("a", "secret-word\x7f")],
)
def test_what_it_cannot_carry_is_refused_and_not_told(username: str, password: str) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(factories.given({"username": username}, password=password))
    assert refused.value.finding.id == "identity_incomplete"
    assert "secret-word" not in repr(refused.value.finding)
