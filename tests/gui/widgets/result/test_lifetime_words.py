from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from apiclient_gui.core.model import Signature
from apiclient_gui.ui.widgets.identity.login_words import clock
from apiclient_gui.ui.widgets.result.lifetime_words import ends_at, lifetime_words
from tests import factories
from tests.support.results import signed_exchange


def signature(expires: int | None) -> Signature:
    made = signed_exchange(factories.request()).authorisation.signature
    assert made is not None
    return replace(made, expires=expires)


def test_a_signature_in_a_header_has_no_end() -> None:
    assert ends_at(signature(None)) is None
    assert ends_at(signature(3600)) == factories.NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("left", "words", "tone", "change"),
    [
        (3480, "holds until {at} (in 58 min)", "ok", 0.0),
        (3510, "holds until {at} (in 58 min)", "ok", 30.0),
        (119, "holds until {at} (in 1 min)", "ok", 0.0),
        (30.5, "holds until {at} (in 30 s)", "warn", 0.5),
    ],
)
def test_it_is_counted_down(left: float, words: str, tone: str, change: float) -> None:
    end = factories.NOW + timedelta(seconds=left)
    said = lifetime_words(end, factories.NOW)
    assert said.words == words.format(at=clock(end, factories.NOW))
    assert said.tone == tone
    assert said.next_change is not None
    assert change < said.next_change < change + 0.1


def test_what_has_ended_says_since_when_and_stays_so() -> None:
    now = factories.NOW + timedelta(minutes=2)
    said = lifetime_words(factories.NOW, now)
    assert said.words == f"ended {clock(factories.NOW, now)} (2 min ago)"
    assert (said.tone, said.next_change) == ("bad", None)
