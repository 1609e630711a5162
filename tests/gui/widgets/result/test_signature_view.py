from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange, Origin
from apiclient_gui.ui.widgets.diff_view import OURS
from apiclient_gui.ui.widgets.result.signature_view import SignatureView
from tests import factories
from tests.support.results import mismatch, signed_exchange

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REQUEST = factories.request(params=[("limit", "10"), ("kind", "dog")])


@pytest.fixture
def view(qtbot: QtBot) -> SignatureView:
    made = SignatureView(redact.canonical)
    qtbot.addWidget(made)
    made.resize(900, 240)
    with qtbot.waitExposed(made):
        made.show()
    return made


def refused(exchange: Exchange) -> Exchange:
    signature = exchange.authorisation.signature
    assert signature is not None
    theirs = signature.canonical_request.replace("limit=10", "limit=11")
    return replace(exchange, response=mismatch(theirs, signature.string_to_sign))


def choose(qtbot: QtBot, view: SignatureView, row: int) -> None:
    view.canonical.setCurrentIndex(view.canonical.model().index(row, OURS))
    qtbot.keyClick(view.canonical, Qt.Key.Key_Return)


def test_a_line_leads_to_where_it_was_composed(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    with qtbot.waitSignal(view.pointed) as told:
        choose(qtbot, view, 0)
    assert told.args == [Origin("url", name="method")]


def test_a_line_of_several_pieces_asks_which(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    choose(qtbot, view, 2)
    menu = view.findChild(QMenu)
    assert [one.text() for one in menu.actions()] == [
        "Parameter row 2: kind",
        "Parameter row 1: limit",
    ]
    with qtbot.waitSignal(view.pointed) as told:
        menu.actions()[1].trigger()
    assert told.args == [Origin("param", 0)]
    menu.close()


def test_a_line_of_nothing_leads_nowhere(qtbot: QtBot, view: SignatureView) -> None:
    exchange = signed_exchange(REQUEST)
    view.show_exchange(exchange)
    signature = exchange.authorisation.signature
    assert signature is not None
    blank = [line.part for line in signature.lines].index("blank")
    with qtbot.assertNotEmitted(view.pointed):
        choose(qtbot, view, blank)


def test_the_gateways_version_stands_beside_ours(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(refused(signed_exchange(REQUEST)))
    assert view.canonical.differing == (2,)
    assert view.verdict.text() == "1 line differs"
    view.resize(900, 160)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.show_difference()

    def in_sight() -> bool:
        row = view.canonical.visualRect(view.canonical.model().index(2, OURS))
        top = view.canonical.viewport().mapTo(view, row.topLeft()).y()
        return 0 <= top < view.viewport().height()

    qtbot.waitUntil(in_sight)
    view.show_exchange(signed_exchange(REQUEST))
    assert view.verdict.isHidden()


def test_the_signature_shows_when_asked_for(qtbot: QtBot, view: SignatureView) -> None:
    exchange = signed_exchange(REQUEST, token=factories.SESSION_TOKEN)
    signature = exchange.authorisation.signature
    assert signature is not None

    def words() -> str:
        model = view.canonical.model()
        ours = [model.index(row, OURS).data() for row in range(model.rowCount())]
        return "\n".join([*ours, view.authorization.toPlainText()])

    view.show_exchange(exchange)
    assert factories.SESSION_TOKEN not in words()
    assert signature.signature not in words()
    assert "Signature=••••" in words()
    with qtbot.waitSignal(view.copied) as told:
        copy_button(view, "Copy the canonical request as it is shown").click()
    assert factories.SESSION_TOKEN not in told.args[1]
    view.eye.findChild(QToolButton).click()
    assert factories.SESSION_TOKEN in words()
    assert signature.signature in words()
    with qtbot.waitSignal(view.copied) as told:
        copy_button(view, "Copy the authorization header as it is shown").click()
    assert told.args == ["Authorization header copied", signature.authorization]
    view.show_exchange(exchange)
    assert signature.signature not in words()


def test_the_key_is_explained_and_never_shown(view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    words = " ".join(one.text() for one in view.findChildren(QLabel))
    assert "day 20260304, the region eu-west-1 and the service execute-api" in words
    assert factories.SECRET_KEY not in words


def copy_button(view: SignatureView, name: str) -> QToolButton:
    return next(one for one in view.findChildren(QToolButton) if one.accessibleName() == name)
