from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Auth, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.state import State


def test_it_serves_judges_and_ends(qtbot: QtBot, data_folder: Path) -> None:
    state = State(Program(data_folder, environ={}))
    gateway = Gateway(state)
    heard: list[Judgement] = []
    gateway.judged.connect(heard.append)
    gateway.start()
    gateway.start()  # a second call while it starts does nothing
    assert gateway.status == "starting"
    try:
        qtbot.waitUntil(lambda: bool(state.snapshot.requests), timeout=30_000)
        assert gateway.status == "running"
        assert gateway.description is not None
        state.choose_environment("practice")
        request = Request(
            url="{{gateway}}/pets", params=(Row("limit", "1"),), auth=Auth("sigv4", "alice")
        )
        with qtbot.waitSignal(state.arrived, timeout=20_000) as arrived:
            state.send(request)
        assert arrived.args[0].response.status == 200
        qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
        assert list(gateway.judgements) == heard
        other = Gateway(state)
        other.start()
        qtbot.waitUntil(lambda: other.status == "elsewhere", timeout=30_000)
        other.close()  # not its own: left alone
    finally:
        gateway.close()
    gateway.stop()
    assert gateway.status == "stopped"
    qtbot.waitUntil(lambda: not state.tasks.running, timeout=20_000)


def test_a_folder_it_cannot_use_is_one_finding(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    gateway = Gateway(State(Program(tmp_path / "data", environ={})))
    gateway.start()
    qtbot.waitUntil(lambda: gateway.status == "failed", timeout=30_000)
    assert gateway.finding is not None
    gateway.close()
