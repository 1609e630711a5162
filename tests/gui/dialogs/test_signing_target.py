from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import OptionValue
from apiclient_gui.ui.dialogs.signing_target import SigningTargetDialog

Opened = tuple[SigningTargetDialog, list[Mapping[str, str]]]


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened(around: QWidget, known: Mapping[str, OptionValue]) -> Opened:
    answers: list[Mapping[str, str]] = []
    dialog = SigningTargetDialog("api.example.com", known, answers.append, around)
    dialog.open()
    return dialog, answers


def line(dialog: SigningTargetDialog, name: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name)


def test_api_gateway_is_suggested_and_the_region_is_asked(qtbot: QtBot, around: QWidget) -> None:
    dialog, answers = opened(around, {})
    assert line(dialog, "Service").text() == "execute-api"
    qtbot.keyClick(line(dialog, "Region"), Qt.Key.Key_Return)
    assert not answers, "without a region there is nothing to sign for"
    assert dialog.isVisible()
    qtbot.keyClicks(line(dialog, "Region"), " eu-west-1 ")
    qtbot.keyClick(line(dialog, "Region"), Qt.Key.Key_Return)
    assert answers == [{"region": "eu-west-1", "service": "execute-api"}]


@pytest.mark.parametrize(
    "known", [{"region": "us-east-1"}, {"region": "us-east-1", "service": "s3"}]
)
def test_what_is_known_stands_there(around: QWidget, known: Mapping[str, OptionValue]) -> None:
    dialog, _ = opened(around, known)
    assert line(dialog, "Region").text() == "us-east-1"
    assert line(dialog, "Service").text() == known.get("service", "execute-api")


def test_cancelled_it_answers_nothing(around: QWidget) -> None:
    dialog, answers = opened(around, {"region": "us-east-1"})
    dialog.reject()
    assert not answers
