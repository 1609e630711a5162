from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.compose.identity_choice import IdentityChoice, combo
from tests import factories

ALICE = factories.identity("alice", identifier="1")
MARIA = factories.identity("maria", kind="user_pool", facts={"username": "maria"}, identifier="2")
LATER = factories.identity("later", kind="saml", identifier="3")


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def choice(around: QWidget) -> IdentityChoice:
    made = IdentityChoice("Identity", "Nobody", lambda kind: kind.logs_in, around)
    made.box.setParent(around)
    made.show_identities([ALICE, LATER, MARIA])
    return made


def entries(choice: IdentityChoice) -> list[str]:
    return [choice.box.itemText(at) for at in range(choice.box.count())]


def test_who_fits_comes_first_and_the_others_say_what_they_are_for(choice: IdentityChoice) -> None:
    assert entries(choice) == [
        "Nobody",
        "maria  ·  Cognito user pool  ·  maria",
        "",
        "alice  ·  AWS keys  ·  AKIA…MPLE  ·  for SigV4, in headers",
        "later  ·  saml  ·  not known here",
    ]
    assert choice.identity("alice") == ALICE
    assert choice.identity("ghost") is None


def test_choosing_tells_and_showing_does_not(qtbot: QtBot, choice: IdentityChoice) -> None:
    with qtbot.assertNotEmitted(choice.chosen):
        choice.show_choice("maria")
        choice.show_identities([MARIA])
    assert choice.box.currentData() == "maria"
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.box.activated.emit(0)
    assert chosen.args == [""]


def test_one_that_is_gone_is_shown_as_gone(choice: IdentityChoice) -> None:
    choice.show_choice("ghost")
    assert choice.box.currentText() == "ghost  ·  not in this workspace"
    choice.show_choice("")
    assert "ghost" not in " ".join(entries(choice))


def test_words_that_do_not_fit_end_in_an_ellipsis(qtbot: QtBot) -> None:
    box = combo("Environment")
    qtbot.addWidget(box)
    box.addItem("a long name of an environment")
    for width, whole in ((100, False), (500, True)):
        box.resize(width, box.height())
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        assert option.currentText.endswith("…") is not whole
        assert box.currentText() == "a long name of an environment"
