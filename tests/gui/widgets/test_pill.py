from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.pill import Pill, status_tone


def test_state_is_told_by_words_and_sign(qtbot: QtBot) -> None:
    pill = Pill("Signature verified", "ok", sign=True)
    qtbot.addWidget(pill)
    assert pill.text() == "✓ Signature verified"
    assert pill.accessibleName() == "Signature verified"
    assert pill.property("pill") == "ok"


def test_an_empty_pill_is_away(qtbot: QtBot) -> None:
    pill = Pill()
    qtbot.addWidget(pill)
    assert pill.isHidden()
    pill.show_state("403 Forbidden", "bad")
    assert not pill.isHidden()


@pytest.mark.parametrize(
    ("status", "tone"),
    [(100, "plain"), (200, "ok"), (204, "ok"), (302, "accent"), (403, "bad"), (504, "bad")],
)
def test_status_has_a_tone(status: int, tone: str) -> None:
    assert status_tone(status) == tone
