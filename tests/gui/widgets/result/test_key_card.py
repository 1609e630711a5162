from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Signature
from apiclient_gui.ui.widgets.result.key_card import ASYMMETRIC, KeyCard, derivation
from apiclient_gui.ui.widgets.wire_text import WireText
from tests import factories
from tests.support.results import presigned_exchange, signed_exchange


def signature() -> Signature:
    made = signed_exchange(factories.request()).authorisation.signature
    assert made is not None
    return made


def test_four_hmacs_lead_to_the_signing_key() -> None:
    steps = derivation(signature())
    assert [text for _words, text in steps] == [
        "20260304",
        "eu-west-1",
        "execute-api",
        "aws4_request",
        "",
    ]
    assert "“AWS4” and the secret access key" in steps[0][0]
    assert "the signing key" in steps[3][0]


def test_the_key_of_sigv4a_is_one_of_a_curve() -> None:
    exchange = presigned_exchange(factories.request(), scheme="sigv4a", region="us-*")
    made = exchange.authorisation.signature
    assert made is not None
    assert made.algorithm == ASYMMETRIC
    steps = derivation(made)
    words = " ".join(words for words, _text in steps)
    assert "P-256" in words
    assert "ECDSA" in words
    assert steps[-1][1] == "us-*"


def test_a_scope_that_is_cut_still_has_its_steps() -> None:
    assert len(derivation(replace(signature(), credential_scope="••••"))) == 5


def test_the_card_shows_the_steps_and_no_key(qtbot: QtBot) -> None:
    card = KeyCard()
    qtbot.addWidget(card)
    for _twice in range(2):
        card.show_signature(signature())
    named = [one.accessibleName() for one in card.findChildren(QLabel)]
    assert any(one.startswith("Step 1: HMAC-SHA256 of the day") for one in named)
    shown = [one.toPlainText() for one in card.findChildren(WireText)]
    assert "aws4_request" in shown
    words = " ".join([*(one.text() for one in card.findChildren(QLabel)), *shown])
    assert "never shown" in words
    assert factories.SECRET_KEY not in words
    assert not card.grab().isNull()
