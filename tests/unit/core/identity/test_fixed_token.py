"""A token pasted in: as it is, or with the header it was copied with."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.secret import Secret
from tests import factories

KIND = TABLE["fixed_token"]


@pytest.mark.parametrize(
    "pasted",
    [
        "abc.def",
        " abc.def\n",
        "Bearer abc.def",
        "bearer   abc.def",
        "Authorization: Bearer abc.def",
    ],
)
def test_the_token_is_found_in_what_was_pasted(pasted: str) -> None:
    tokens = KIND.obtain(factories.given(token=pasted))
    assert tokens == Tokens({"access": Secret("abc.def")}, "access")


@pytest.mark.parametrize("pasted", ["abc def", "abc\ndef", "ключ", "abc\0def", "Basic dXNlcjpw"])
def test_what_no_header_can_carry_is_refused_and_not_told(pasted: str) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(factories.given(token=pasted))
    assert refused.value.finding.title == "This identity has no valid token"
    assert pasted not in repr(refused.value.finding)


@pytest.mark.parametrize("pasted", ["", " ", "Bearer "])
def test_nothing_is_refused(pasted: str) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(factories.given(token=pasted))
    assert refused.value.finding.title == "This identity has no token"
