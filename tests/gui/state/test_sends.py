from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Exchange, Request
from apiclient_gui.core.workspace import StoredRequest
from tests.support.sockets import Answer, RawServer, ok
from tests.support.window import Stage


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    made = Stage(qtbot, data_folder, {"a": Request(name="A"), "b": Request(name="B")})
    made.load()
    made.state.open_path("a")
    made.state.open_path("b")
    return made


def test_two_tabs_send_at_once_and_each_gets_its_own(stage: Stage) -> None:
    state, shown, every = stage.state, [], []
    state.arrived.connect(shown.append)
    state.exchanged.connect(every.append)
    first, second = state.tabs.all
    with RawServer(ok(b"one")) as one, RawServer(ok(b"two")) as two:
        state.send(Request(url=f"http://{one.host}/"))
        state.tabs.show(first)
        assert not state.is_sending
        state.send(Request(url=f"http://{two.host}/"))
        stage.wait(lambda: first.sending is None and second.sending is None)
    assert isinstance(first.outcome, Exchange)
    assert isinstance(second.outcome, Exchange)
    assert shown == [first.outcome], "the other one is not shown"
    assert len(every) == 2
    assert second.unread
    assert not first.unread


def test_what_is_refused_in_another_tab_waits_there(stage: Stage) -> None:
    state, refused = stage.state, []
    state.refused.connect(refused.append)
    state.send(Request(url="http://x/", auth=Auth("sigv4")))
    tab = state.tabs.current
    state.tabs.step(1)
    stage.wait(lambda: tab.sending is None)
    assert refused == []
    assert tab.unread
    assert not isinstance(tab.outcome, Exchange)


def test_closing_a_tab_ends_its_request(stage: Stage) -> None:
    with RawServer(Answer(then="hang")) as server:
        stage.state.send(Request(url=f"http://{server.host}/"))
        server.wait_requests(1)
        stage.state.tabs.close(stage.state.tabs.current)
        stage.wait(lambda: not server.is_open())
    assert not stage.state.is_sending


def test_sending_keeps_a_preview_open(stage: Stage) -> None:
    stage.state.tabs.open(_preview())
    stage.state.send(Request(url="http://x/", auth=Auth("sigv4")))
    assert not stage.state.tabs.current.preview
    stage.quiet()


def _preview() -> object:
    from apiclient_gui.ui.state import Tab

    return Tab(StoredRequest("c", Request(name="C")), preview=True)
