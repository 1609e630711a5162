from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import ApiMethod
from apiclient_gui.practice.description import Api
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.method_badge import MethodBadge
from apiclient_gui.ui.widgets.practice.api_card import ApiCard


def test_methods_and_who_may_call_them(qtbot: QtBot) -> None:
    methods = (ApiMethod("GET", "/pets/{petId}", "AWS_IAM"), ApiMethod("POST", "/pets", "LATER"))
    card = ApiCard(Api("abc", "Pets, IAM", "prod", "http://127.0.0.1:1/abc/prod", methods))
    qtbot.addWidget(card)
    assert card.accessibleName() == "Pets, IAM"
    assert card.findChild(FactGrid).facts[0].value == "http://127.0.0.1:1/abc/prod"
    assert [one.text() for one in card.findChildren(MethodBadge)] == ["GET", "POST"]
    said = {one.text() for one in card.findChildren(QLabel)}
    assert {"/pets/{petId}", "IAM: signed", "/pets", "LATER"} <= said
