from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core import redact
from apiclient_gui.core.model import Failure, Stage
from apiclient_gui.ui.widgets.result.sent_view import SentView
from tests import factories
from tests.support.results import signed_exchange


def test_the_head_is_exact_but_for_its_secrets(qtbot: QtBot) -> None:
    view = SentView(redact.canonical)
    qtbot.addWidget(view)
    exchange = signed_exchange(factories.request(json='{"a":1}'))
    view.show_exchange(exchange)
    clear = exchange.prepared.head().decode().replace("\r\n", "\n") + '{"a":1}'
    signature = exchange.authorisation.signature
    assert signature is not None
    shown = view.code.viewer.toPlainText()
    assert signature.signature not in shown
    assert shown.startswith("GET /prod/pets HTTP/1.1\nHost: abc123.")
    assert shown.endswith('\n\n{"a":1}')
    view.code.copy_all()
    assert signature.signature not in QApplication.clipboard().text()
    view.eye.findChild(QToolButton).click()
    assert view.code.viewer.toPlainText() == clear
    view.show_exchange(exchange)
    assert view.code.viewer.toPlainText() == shown


def test_regrouped_headers_are_said(qtbot: QtBot) -> None:
    view = SentView(redact.canonical)
    qtbot.addWidget(view)
    view.show_exchange(factories.exchange(factories.request(headers=[("A", "1"), ("B", "2")])))
    assert "same name" not in view.code.notice()
    again = factories.request(headers=[("A", "1"), ("B", "2"), ("a", "3")])
    view.show_exchange(factories.exchange(again))
    assert "same name together" in view.code.notice()
    assert "A: 1\na: 3\nB: 2" in view.code.viewer.toPlainText()


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("dns", "none of it left this computer"),
        ("connect", "none of it left this computer"),
        ("tls", "none of it left this computer"),
        ("cancelled", "how much of it left this computer is not known"),
        ("wait", "Exactly as it left this computer"),
    ],
)
def test_a_failure_says_how_much_went_out(qtbot: QtBot, stage: Stage, said: str) -> None:
    view = SentView(redact.canonical)
    qtbot.addWidget(view)
    view.show_exchange(factories.exchange(factories.request(), failure=Failure(stage, "it failed")))
    assert said in view.code.notice()
