from __future__ import annotations

from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.outside_notice import OutsideNotice


def offered(notice: OutsideNotice) -> list[str]:
    return [key for key, one in notice.buttons.items() if not one.isHidden()]


def test_it_offers_what_fits_and_is_hidden_else(qtbot: QtBot) -> None:
    notice = OutsideNotice()
    qtbot.addWidget(notice)
    assert notice.isHidden()
    notice.show_tab(gone=False, changed=True)
    assert not notice.isHidden()
    assert offered(notice) == ["mine", "theirs", "show"]
    assert "changed outside" in notice._words.accessibleName()
    notice.show_tab(gone=True, changed=False)
    assert offered(notice) == ["save", "close"]
    with qtbot.waitSignal(notice.chosen) as chosen:
        notice.buttons["save"].click()
    assert chosen.args == ["save"]
    notice.show_tab(gone=False, changed=False)
    assert notice.isHidden()
