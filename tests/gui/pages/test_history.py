from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.ui.pages.history import MEMBER, HistoryPanel
from tests import factories
from tests.support import histories
from tests.support.sockets import RawServer, ok
from tests.support.window import Stage


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Iterator[Stage]:
    made = Stage(qtbot, data_folder, {})
    yield made
    made.quiet()
    made.program.close()


@pytest.fixture
def panel(qtbot: QtBot, stage: Stage) -> HistoryPanel:
    made = MEMBER.make(stage.shared)
    assert isinstance(made, HistoryPanel)
    qtbot.addWidget(made)
    return made


def test_nothing_is_read_before_it_is_shown(stage: Stage, panel: HistoryPanel) -> None:
    assert panel.page is None
    assert not (stage.program.data / "history").exists()


def test_what_is_sent_while_it_is_shown_comes_in(stage: Stage, panel: HistoryPanel) -> None:
    panel.show()
    page = panel.page
    assert page is not None
    with RawServer(ok(b"{}")) as server:
        stage.state.send(factories.request(f"http://{server.host}/now"))
        stage.wait(lambda: page.model.rowCount() == 1)
    row = page.model.row(0)
    assert row is not None
    assert row.url.endswith("/now")
    panel.hide()
    histories.fill(stage.program.history, 2)
    panel.show()
    stage.wait(lambda: page.model.rowCount() == 3)


def test_while_it_is_hidden_the_window_tells(stage: Stage, panel: HistoryPanel) -> None:
    finding = Finding(id="disk_full", severity="error", title="The disk is full")
    stage.program.history._tell(finding)
    stage.state.exchanged.emit(histories.numbered(1))
    stage.wait(lambda: stage.noticed == [finding])
    assert panel.page is None
