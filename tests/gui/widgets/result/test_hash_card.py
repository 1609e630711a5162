from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Exchange, Header, Origin
from apiclient_gui.core.secret import MASK
from apiclient_gui.ui.widgets.fact_grid import Fact
from apiclient_gui.ui.widgets.result.hash_card import HashCard
from tests import factories

SENT = "Bearer abc"


def digest(value: str) -> str:
    return base64.b64encode(hashlib.sha256(value.encode()).digest()).decode()


def refused(sent: str | None, got: str, status: int = 403) -> Exchange:
    words = (
        "Invalid key=value pair (missing equal-sign) in Authorization header "
        f"(hashed with SHA-256 and encoded with Base64): '{digest(got)}'."
    )
    answer = factories.response(status, content=msgspec.json.encode({"message": words}))
    made = factories.exchange(answer=answer)
    if sent is None:
        return made
    header = Header("Authorization", sent, Origin("header", 0))
    headers = (*made.prepared.headers, header)
    return replace(made, prepared=replace(made.prepared, headers=headers))


@pytest.fixture
def card(qtbot: QtBot) -> HashCard:
    made = HashCard()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_header_that_arrived_as_sent(card: HashCard) -> None:
    card.show_exchange(refused(SENT, SENT))
    assert card.isVisible()
    assert card.verdict.text() == "✓ Arrived as it was sent"
    assert "exactly as it was sent" in card.meaning.text()
    assert [fact.value for fact in card.facts.facts] == [digest(SENT)] * 2


def test_a_header_that_was_changed_on_the_way(card: HashCard) -> None:
    card.show_exchange(refused(SENT, "Bearer other"))
    assert card.verdict.text() == "Changed on the way"
    assert card.facts.facts == (
        Fact("The gateway's", digest("Bearer other"), wire=True),
        Fact("Of what was sent", digest(SENT), wire=True),
    )
    assert SENT not in card.meaning.text()


@pytest.mark.parametrize(
    ("sent", "words"), [(None, "went out without the header"), (MASK, "masked in the history")]
)
def test_without_what_was_sent_there_is_nothing_to_compare_with(
    card: HashCard, sent: str | None, words: str
) -> None:
    card.show_exchange(refused(sent, SENT))
    assert card.verdict.text() == "Nothing to compare with"
    assert words in card.meaning.text()
    assert [fact.label for fact in card.facts.facts] == ["The gateway's"]


def test_without_a_hash_in_a_refusal_it_is_away(card: HashCard) -> None:
    card.show_exchange(refused(SENT, SENT))
    card.show_exchange(refused(SENT, SENT, status=200))
    assert not card.isVisible()
    card.show_exchange(factories.exchange(answer=factories.response(403, content=b"{}")))
    assert not card.isVisible()
