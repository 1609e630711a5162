from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.identity.questions import confirm_deletion, confirm_removal
from tests import factories


@pytest.mark.parametrize(("known", "said"), [(True, "from your keyring"), (False, "stay in your")])
def test_what_goes_is_said(qtbot: QtBot, known: bool, said: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    agreed: list[bool] = []
    confirm_deletion(around, factories.identity(), lambda: agreed.append(True), known=known)
    box = around.findChild(QMessageBox)
    assert said in box.informativeText()
    next(one for one in box.buttons() if one.text() == "Delete").click()
    assert agreed == [True]


def test_a_secret_is_named(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    confirm_removal(around, factories.identity(), "Session token", lambda: None)
    box = around.findChild(QMessageBox)
    assert box.text() == "Remove the session token of me?"
    box.reject()
