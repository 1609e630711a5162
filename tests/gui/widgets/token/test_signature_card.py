from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.tokens import decode, parse_keys, verify
from apiclient_gui.ui.widgets.token.key_source import Check, KeySource
from apiclient_gui.ui.widgets.token.signature_card import SignatureCard
from tests.support.signed_tokens import ec_key, key_set, pem, raw, signed

TEXT = signed({"iss": "https://i.example"})


@pytest.fixture
def card(qtbot: QtBot) -> SignatureCard:
    made = SignatureCard()
    qtbot.addWidget(made)
    made.show_token(decode(TEXT))
    made.show()
    return made


def facts(card: SignatureCard) -> dict[str, str]:
    return {fact.label: fact.value for fact in card.facts.facts}


def test_the_issuer_is_asked_only_when_the_button_is_pressed(
    card: SignatureCard, qtbot: QtBot
) -> None:
    wanted: list[KeySource] = []
    card.wanted.connect(wanted.append)
    card.show_token(decode(TEXT))
    assert "https://i.example" in card.note.text()
    assert wanted == []
    card.button.click()
    assert wanted == [KeySource("issuer", "https://i.example")]


def test_without_an_issuer_there_is_nobody_to_ask(card: SignatureCard) -> None:
    card.show_token(decode(signed({})))
    assert not card.button.isEnabled()
    assert "names no issuer" in card.note.text()


def test_other_sources_want_something_to_check_with(card: SignatureCard, qtbot: QtBot) -> None:
    card.choose("url")
    assert not card.button.isEnabled()
    QTest.keyClicks(card.fields.url, "https://k.example")
    with qtbot.waitSignal(card.wanted) as caught:
        card.button.click()
    assert caught.args == [KeySource("url", "https://k.example")]


def test_what_does_not_fit_the_algorithm_is_said_before(card: SignatureCard) -> None:
    card.choose("secret")
    assert card.note.text() == "RS256 is checked with a public key."
    card.show_token(decode(signed({}, algorithm="HS256")))
    assert card.note.text() == ""
    card.choose("keys")
    assert card.note.text() == "HS256 is checked with a secret."


@pytest.mark.parametrize("text", ["", "opaque-token", "two words", raw('{"alg":"none"}', "{}", "")])
def test_without_a_signature_there_is_no_card(card: SignatureCard, text: str) -> None:
    card.show_token(decode(text))
    assert card.isHidden()
    card.show_token(decode(TEXT))
    assert not card.isHidden()


def test_a_check_can_be_cancelled(card: SignatureCard, qtbot: QtBot) -> None:
    card.start()
    assert card.busy.isVisible()
    cancel = next(one for one in card.busy.findChildren(QPushButton))
    with qtbot.waitSignal(card.cancelled):
        cancel.click()


def test_the_answer_names_what_was_tried(card: SignatureCard) -> None:
    card.start()
    card.show_check(Check(verify(TEXT, parse_keys(key_set())), "1 key of k.example"))
    assert not card.busy.isVisible()
    assert facts(card) == {
        "Result": "The signature is right.",
        "Tried": "1 key of k.example",
        "Algorithm": "RS256",
        "Key id": "k1",
    }


def test_an_answer_goes_with_its_token_and_its_keys(card: SignatureCard) -> None:
    answer = verify(TEXT, parse_keys(pem(ec_key())))
    check = Check(answer, "1 key", answer.findings)
    card.show_check(check)
    assert card.findings.cards
    card.choose("url")
    assert facts(card) == {}
    assert not card.findings.cards
    card.show_check(check)
    card.show_token(decode(TEXT))
    assert facts(card) == {}


def test_why_there_was_no_check_is_shown(card: SignatureCard) -> None:
    card.start()
    finding = Finding(id="keys_unreachable", severity="error", title="No answer")
    card.show_trouble(finding)
    assert [one.finding for one in card.findings.cards] == [finding]


def test_the_choice_is_told_and_an_unknown_one_changes_nothing(
    card: SignatureCard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(card.kind_chosen) as caught:
        card.choose("secret")
    assert caught.args == ["secret"]
    card.choose("no such kind")
    assert card.kind == "secret"
