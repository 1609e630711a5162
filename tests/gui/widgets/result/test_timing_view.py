from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Failure, Timings
from apiclient_gui.ui.widgets.result.timing_view import Phase, TimingView, phases
from tests import factories
from tests.support.results import presigned_exchange, signed_exchange


def test_phases_follow_each_other() -> None:
    timings = Timings(0.01, 0.02, 0.03, 0.04, 0.05, 0.16)
    rows = phases(replace(factories.exchange(), timings=timings))
    assert [row.length for row in rows] == [0.01, 0.02, 0.03, 0.04, 0.05, 0.16]
    assert [round(row.start, 3) for row in rows] == [0.0, 0.01, 0.03, 0.06, 0.1, 0.0]
    assert not any(row.remark for row in rows)


def remarks(rows: tuple[Phase, ...]) -> list[str]:
    return [row.remark for row in rows]


def test_what_did_not_take_place_says_why() -> None:
    kept = Timings(first_byte=0.01, download=0.01, total=0.02)
    reply = replace(factories.exchange(), timings=kept)
    assert remarks(phases(reply)) == ["kept connection"] * 3 + [""] * 3
    plain = replace(reply, prepared=replace(reply.prepared, scheme="http"))
    assert remarks(phases(plain))[2] == "not encrypted: http"
    failed = factories.exchange(failure=Failure("connect", "refused"))
    lost = replace(failed, timings=Timings(dns=0.01, connect=0.01, total=0.02))
    assert remarks(phases(lost)) == ["", "", *["did not get that far"] * 3, ""]


def test_the_page_says_times_and_clock(qtbot: QtBot) -> None:
    view = TimingView()
    qtbot.addWidget(view)
    view.show_exchange(factories.exchange(clock_offset=372.4))
    words = [one.text() for one in view.findChildren(QLabel)]
    assert "6 min 12 s ahead of this computer's" in words
    assert "2026-03-04 05:06:07.000 UTC" in words
    assert "not signed" in words
    named = [one.accessibleName() for one in view.findChildren(QLabel)]
    assert "Total: 100 ms" in named
    assert not view.grab().isNull()


def test_a_presigned_url_has_an_end(qtbot: QtBot) -> None:
    view = TimingView()
    qtbot.addWidget(view)
    view.show_exchange(presigned_exchange(factories.request(), expires=60))
    named = [one.accessibleName() for one in view.findChildren(QLabel)]
    assert "URL holds until: 2026-03-04 05:07:07 UTC" in named
    view.show_exchange(signed_exchange(factories.request()))
    fresh = view.widget()
    assert fresh is not None
    assert not any("holds" in one.accessibleName() for one in fresh.findChildren(QLabel))
