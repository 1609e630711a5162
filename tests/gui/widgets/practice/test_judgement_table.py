from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from apiclient_gui.practice.judgement import SSO, Judgement
from apiclient_gui.ui.widgets.practice.judgement_table import COLUMNS, JudgementTable

PATH = COLUMNS.index("Path")
TIME = datetime(2026, 11, 22, 9, 47, 15, tzinfo=UTC)


def judgement(
    path: str, verdict: Literal["allowed", "refused"] = "allowed", method: str = "GET"
) -> Judgement:
    return Judgement(TIME, method, path, "abc", verdict, "reason", 200, "It is so.")


@pytest.fixture
def table(qtbot: QtBot) -> JudgementTable:
    made = JudgementTable(50)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    return made


def paths(table: JudgementTable) -> list[str]:
    return [one.path for one in table.judgements.judgements]


def test_the_newest_stands_first_and_the_oldest_goes(table: JudgementTable) -> None:
    for number in range(53):
        table.add(judgement(f"/{number}"))
    assert len(paths(table)) == 50
    assert (paths(table)[0], paths(table)[-1]) == ("/52", "/3")


def test_the_choice_stays_with_its_request(qtbot: QtBot, table: JudgementTable) -> None:
    table.add(judgement("/one"))
    with qtbot.waitSignal(table.chosen) as chosen:
        table.selectRow(0)
    assert chosen.args[0].path == "/one"
    with qtbot.assertNotEmitted(table.chosen):
        table.add(judgement("/two"))
    assert table.currentIndex().row() == 1


def test_what_is_being_read_does_not_move(qtbot: QtBot, table: JudgementTable) -> None:
    for number in range(49):  # it becomes full on the way
        table.add(judgement(f"/{number}"))
    assert table.verticalScrollBar().value() == 0
    qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() > 300)
    table.verticalScrollBar().setValue(300)
    row = table.rowAt(5)
    path = table.model().index(row, PATH).data()
    table.add(judgement("/new"))
    assert table.model().index(table.rowAt(5), PATH).data() == path
    table.add(judgement("/newer"))
    table.add(judgement("/newest"))
    assert table.model().index(table.rowAt(5), PATH).data() == path
    table.verticalScrollBar().setValue(0)
    table.add(judgement("/last"))
    assert table.verticalScrollBar().value() == 0


def test_verdicts_can_be_singled_out(table: JudgementTable) -> None:
    table.add(judgement("/a"))
    table.add(judgement("/b", "refused"))
    table.show_only("refused")
    assert table.shown_rows == 1
    table.add(judgement("/c"))
    assert table.shown_rows == 1
    table.show_only("all")
    assert table.shown_rows == 3


def test_apis_have_names_and_can_be_singled_out(qtbot: QtBot, table: JudgementTable) -> None:
    for api in ("abc", "idp", "old", ""):
        table.add(Judgement(TIME, "GET", "/", api, "refused", "reason", 400, "It is so."))
    column = COLUMNS.index("API")

    def names() -> list[str]:
        return [table.model().index(row, column).data() for row in range(table.shown_rows)]

    assert names() == ["—", "old", "Identity provider", "abc"]
    with qtbot.waitSignal(table.judgements.dataChanged):
        table.judgements.name_apis({"abc": "Birds"})
    assert names() == ["—", "old", "Identity provider", "Birds"]
    table.show_only("all", "Birds")
    assert names() == ["Birds"]
    table.show_only("allowed", "Birds")
    assert names() == []
    table.judgements.name_apis({"new": "Birds"})  # new keys: the former id keeps its name
    table.show_only("refused", "Birds")
    table.add(Judgement(TIME, "GET", "/", "new", "refused", "reason", 400, "It is so."))
    assert names() == ["Birds", "Birds"]


def test_a_path_is_shown_from_its_stage_on_and_told_in_full(table: JudgementTable) -> None:
    table.add(judgement("/abc/prod/pets"))
    table.add(judgement("/other/prod/pets"))
    shown = [table.model().index(row, PATH) for row in (1, 0)]
    assert [index.data() for index in shown] == ["…/prod/pets", "/other/prod/pets"]
    assert shown[0].data(Qt.ItemDataRole.ToolTipRole) == "/abc/prod/pets"
    assert shown[0].data(Qt.ItemDataRole.AccessibleTextRole) == "Path: /abc/prod/pets"


def test_each_cell_is_spoken_with_its_column(table: JudgementTable) -> None:
    table.add(judgement("", "refused", method=""))
    model = table.model()
    spoken = [
        model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for column in range(len(COLUMNS))
    ]
    assert spoken[1:] == [
        "API: abc",
        "Method: —",
        "Path: not HTTP",
        "Verdict: refused",
        "Status: 200",
        "Reason: It is so.",
    ]
    assert spoken[0] == f"Time: {TIME.astimezone():%H:%M:%S}"
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(len(COLUMNS))]
    assert tuple(heads) == COLUMNS
    assert not table.grab().isNull()


def test_a_login_that_waits_is_one_row(table: JudgementTable) -> None:
    asked = replace(judgement("/sso-oidc/token", "refused"), api_id=SSO)
    table.add(replace(asked, reason="access_denied"))
    for reason in ("authorization_pending", "slow_down", "authorization_pending"):
        table.add(replace(asked, reason=reason))
    assert table.shown_rows == 2
    reason = COLUMNS.index("Reason")
    said = [table.model().index(row, reason).data() for row in range(2)]
    assert said == ["3 times: It is so.", "It is so."]
    table.add(judgement("/one"))
    table.add(replace(asked, reason="slow_down"))
    assert table.shown_rows == 4
    table.judgements.clear()
    table.add(judgement("/two"))
    assert table.shown_rows == 1
