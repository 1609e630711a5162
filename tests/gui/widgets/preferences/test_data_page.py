from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.preferences.data_page import DataPage

REFUSED = Finding(id="keyring_locked", severity="error", title="The keyring is locked")


@pytest.fixture
def page(qtbot: QtBot) -> DataPage:
    made = DataPage(Path("/somewhere/data"))
    qtbot.addWidget(made)
    made.resize(560, 500)
    made.show()
    return made


def test_the_folder_is_told_and_opened(qtbot: QtBot, page: DataPage) -> None:
    assert page.findChild(FactGrid).facts[0].value == str(Path("/somewhere/data"))
    opening = next(one for one in page.findChildren(QPushButton) if one.text() == "Open the folder")
    with qtbot.waitSignal(page.opened):
        opening.click()


def test_forgetting_wants_the_word(qtbot: QtBot, page: DataPage) -> None:
    assert not page.forget.isEnabled()
    for typed in ("forge", "forgets", "yes"):
        page.word.clear()
        qtbot.keyClicks(page.word, typed)
        assert not page.forget.isEnabled()
        with qtbot.assertNotEmitted(page.forgetting):
            qtbot.keyClick(page.word, Qt.Key.Key_Return)
    page.word.clear()
    qtbot.keyClicks(page.word, "Forget ")
    with qtbot.waitSignal(page.forgetting):
        page.forget.click()
    assert page.busy.isVisible()
    assert not page.word.isVisible()
    page.say("The history")
    assert page.busy.accessibleName() == "Forgetting: The history"
    page.end(9, (), whole=True)
    assert page.outcome == "✓ All of it is gone."
    assert page.word.isVisible()
    assert not page.forget.isEnabled()


def test_what_may_still_be_there_is_told(page: DataPage) -> None:
    page.end(3, (("Identity a", REFUSED), ("Drafts", REFUSED)), whole=True)
    assert page.outcome == "✕ 3 of these are gone. These may still be there: Identity a, Drafts."
    assert page.findChild(FindingCard).finding == REFUSED
    page.end(1, (), whole=False)
    assert page.outcome == "✕ 1 of these are gone. It was stopped: the rest is as it was."
