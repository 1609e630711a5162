from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.practice import totp
from apiclient_gui.ui.widgets.practice.device_code import DeviceCode

# RFC 6238, appendix B: the secret is the text 12345678901234567890, the codes there have eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT_59 = datetime.fromtimestamp(59.98, UTC)


class Now:
    def __init__(self, start: datetime) -> None:
        self.time = start

    def __call__(self) -> datetime:
        return self.time


def test_the_code_counts_down_and_gives_way_to_the_next(qtbot: QtBot) -> None:
    now = Now(AT_59)
    line = DeviceCode(SECRET, now)
    qtbot.addWidget(line)
    line.show()
    assert (line.code.text(), line.left.text()) == ("287 082", "for 1 s more")
    assert line.code.accessibleName() == "Code 287082"
    now.time = datetime.fromtimestamp(1_111_111_109, UTC)
    qtbot.waitUntil(lambda: line.code.text() == "081 804")
    assert line.left.text() == "for 1 s more"


def test_what_is_copied_is_the_code_of_that_moment(qtbot: QtBot) -> None:
    now = Now(AT_59)
    line = DeviceCode(SECRET, now)
    qtbot.addWidget(line)
    line.show()
    now.time = datetime.fromtimestamp(1_111_111_109, UTC)
    line.findChild(QToolButton).click()
    assert QApplication.clipboard().text() == totp.code(SECRET, now.time) == "081804"


def test_out_of_sight_it_rests(qtbot: QtBot) -> None:
    line = DeviceCode(SECRET)
    qtbot.addWidget(line)
    line.show()
    assert line._tick.isActive()
    line.hide()
    assert not line._tick.isActive()
