from __future__ import annotations

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.result.headers_view import HeadersView
from tests import factories

PAIRS = (("Set-Cookie", "a=secret"), ("X-A", "1"), ("Set-Cookie", "b=secret"))


def test_secrets_show_when_asked_for_until_the_next_response(qtbot: QtBot) -> None:
    view = HeadersView(str)
    qtbot.addWidget(view)
    masked = (("Set-Cookie", "••••"), ("X-A", "1"), ("Set-Cookie", "••••"))
    view.show_response(factories.response(headers=PAIRS))
    assert view.table.rows() == masked
    view.eye.findChild(QToolButton).click()
    assert view.table.rows() == PAIRS
    view.show_response(factories.response(headers=PAIRS))
    assert view.table.rows() == masked


def test_without_secrets_there_is_no_eye(qtbot: QtBot) -> None:
    view = HeadersView(str)
    qtbot.addWidget(view)
    view.show_response(factories.response(headers=[("A", "1")]))
    assert view.eye.isHidden()
