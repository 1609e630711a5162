from __future__ import annotations

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.result.secret_eye import SecretEye


def test_it_opens_closes_and_says_what_it_would_do(qtbot: QtBot) -> None:
    eye = SecretEye()
    qtbot.addWidget(eye)
    button = eye.findChild(QToolButton)
    assert button.accessibleName() == button.toolTip() == "Show secrets"
    with qtbot.waitSignal(eye.toggled) as told:
        button.click()
    assert told.args == [True]
    assert eye.shown
    assert button.accessibleName() == "Hide secrets"
    with qtbot.waitSignal(eye.toggled) as told:
        button.click()
    assert told.args == [False]


def test_the_next_result_masks_again_in_silence(qtbot: QtBot) -> None:
    eye = SecretEye()
    qtbot.addWidget(eye)
    eye.findChild(QToolButton).click()
    with qtbot.assertNotEmitted(eye.toggled):
        eye.reset(useful=True)
    assert not eye.shown
    assert not eye.isHidden()
    eye.reset(useful=False)
    assert eye.isHidden()
