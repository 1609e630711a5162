from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Authorisation, Exchange, Header, Origin
from apiclient_gui.core.secret import MASK
from apiclient_gui.ui.widgets.result.token_view import TokenView
from tests import factories
from tests.support.signed_tokens import signed

LATER = datetime(2026, 3, 4, 6, 0, 0, tzinfo=UTC)
TEXT = signed({"token_use": "id", "email": "carol", "exp": int(factories.NOW.timestamp()) + 60})


def exchange(value: str, *, kind: str | None = "id") -> Exchange:
    how = Authorisation("bearer", "carol", ("X-Token",), token_kind="id") if kind else None
    plain = factories.exchange(factories.request(), authorisation=how)
    line = Header("X-Token", value, Origin("header", 0))
    return replace(plain, prepared=replace(plain.prepared, headers=(line,)))


@pytest.fixture
def view(qtbot: QtBot) -> TokenView:
    made = TokenView(lambda: LATER)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    return made


def test_it_says_whose_token_went_out_and_how_long_it_held(view: TokenView) -> None:
    assert view.show_exchange(exchange(TEXT))
    assert view.about.text() == "The ID token of carol was sent in the header X-Token."
    assert "When it was sent, 1 min 0 s were left." in view.reading.summary.trust.text()
    assert view.reading.summary.expiry.text() == "Expired 52 min ago"
    assert view.reading.summary.headline.text() == "ID token of carol"


def test_its_text_is_shown_only_when_asked_for(view: TokenView) -> None:
    view.show_exchange(exchange(TEXT))
    assert TEXT not in view.raw.toPlainText()
    eye = view.eye.findChild(QToolButton)
    eye.click()
    assert view.raw.isVisible()
    assert view.raw.toPlainText() == TEXT
    view.show_exchange(exchange(TEXT))
    assert not view.raw.isVisible()
    assert view.raw.toPlainText() == ""


def test_the_way_to_the_tokens_page_is_offered(view: TokenView, qtbot: QtBot) -> None:
    view.show_exchange(exchange(TEXT))
    with qtbot.waitSignal(view.opened):
        view.open.click()


def test_a_token_that_was_not_kept_says_so(view: TokenView) -> None:
    assert view.show_exchange(exchange(MASK))
    assert "was not kept" in view.about.text()
    assert not view.open.isVisible()
    assert not view.eye.isVisible()
    assert not view.reading.isVisible()


def test_a_typed_token_belongs_to_nobody(view: TokenView) -> None:
    assert view.show_exchange(exchange(TEXT, kind=None))
    assert view.about.text() == "A token was sent in the header X-Token."


def test_without_a_token_there_is_nothing_to_show(view: TokenView) -> None:
    assert not view.show_exchange(factories.exchange())
