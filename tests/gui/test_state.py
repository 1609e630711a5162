from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Auth, Environment, Exchange, Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.state import State
from tests.support.sockets import RawServer, ok
from tests.support.window import Stage

PETS = Request(name="Pets", url="http://127.0.0.1:9/pets")


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    made = Stage(qtbot, data_folder, {"A/pets": PETS})
    made.load()
    return made


def test_reading_tells_what_there_is(stage: Stage) -> None:
    snapshot = stage.state.snapshot
    assert snapshot.name == "Sample"
    assert snapshot.request("A/pets") == StoredRequest("A/pets", PETS)
    assert snapshot.request("A/none") is None
    assert snapshot.identity("alice") is not None
    assert snapshot.environment("none") == Environment()
    assert stage.state.environment == "dev"  # the only one is chosen


def test_a_workspace_that_is_not_there_is_one_finding(qtbot: QtBot, tmp_path: Path) -> None:
    state = State(Program(tmp_path / "nothing", environ={}))
    with qtbot.waitSignal(state.unreadable) as told:
        state.load()
    assert isinstance(told.args[0], Finding)


def test_only_the_last_of_several_readings_is_told(stage: Stage) -> None:
    told: list[object] = []
    stage.state.loaded.connect(told.append)
    for _ in range(5):
        stage.state.load()
    stage.quiet()
    assert len(told) == 1


def test_a_new_request_gets_a_path_and_stays_the_open_one(stage: Stage) -> None:
    state, places = stage.state, []
    state.open(StoredRequest("", Request()))
    state.keep_draft("", PETS)
    state.save_request("", Request(name="New one"), places.append)
    stage.wait(lambda: bool(places))
    assert places == ["new-one"]
    assert state.current.path == "new-one"
    # What was typed between pressing Save and the end of saving is not lost.
    assert state.drafts == {"new-one": PETS}
    assert stage.workspace.request("new-one").request.name == "New one"


def test_drafts_are_told_once_and_can_be_dropped(stage: Stage) -> None:
    told: list[int] = []
    stage.state.drafts_changed.connect(lambda: told.append(1))
    stage.state.keep_draft("A/pets", PETS)
    stage.state.keep_draft("A/pets", Request(url="x"))
    assert told == [1]
    stage.state.drop_drafts()
    assert stage.state.drafts == {}
    assert told == [1, 1]


def test_all_drafts_are_saved_in_one_go(stage: Stage) -> None:
    done: list[int] = []
    stage.state.keep_draft("A/pets", Request(name="Pets", url="http://x/1"))
    stage.state.keep_draft("", Request(name="Second"))
    stage.state.save_drafts(lambda: done.append(1))
    stage.wait(lambda: bool(done))
    assert stage.state.drafts == {}
    assert [one.request.name for one in stage.workspace.requests()] == ["Second", "Pets"]
    assert stage.workspace.request("A/pets").request.url == "http://x/1"


def test_renaming_keeps_the_file_and_reaches_the_draft(stage: Stage) -> None:
    stage.state.keep_draft("A/pets", Request(name="Pets", url="http://draft"))
    stage.state.rename_request(StoredRequest("A/pets", PETS), "Animals")
    stage.wait(lambda: stage.state.snapshot.requests[0].request.name == "Animals")
    assert stage.state.drafts["A/pets"] == Request(name="Animals", url="http://draft")
    assert stage.workspace.request("A/pets").request.url == PETS.url


def test_adding_and_deleting_change_what_is_open(stage: Stage) -> None:
    state = stage.state
    with stage.qtbot.waitSignal(state.opened):
        state.add_request("A", Request(name="Second"))
    assert state.current.path == "A/second"
    stage.wait(lambda: len(state.snapshot.requests) == 2)
    state.keep_draft("A/second", Request(url="x"))
    state.delete_request("A/second")
    assert state.current.path == ""
    assert state.drafts == {}
    stage.wait(lambda: len(state.snapshot.requests) == 1)


def test_an_environment_is_saved_and_then_done(stage: Stage) -> None:
    done: list[int] = []
    stage.state.save_environment(Environment(name="prod"), lambda: done.append(1))
    stage.wait(lambda: bool(done))
    assert [one.name for one in stage.workspace.environments()] == ["dev", "prod"]


def test_sending_again_sends_the_last_one(stage: Stage) -> None:
    arrived: list[Exchange] = []
    stage.state.arrived.connect(arrived.append)
    with RawServer(ok(b"fine")) as server:
        stage.state.perform(Action("send_again", "Send again"))  # nothing to send yet
        stage.state.send(Request(url=f"http://{server.host}/a"))
        assert stage.state.is_sending
        stage.state.send(Request(url=f"http://{server.host}/b"))  # one at a time
        stage.wait(lambda: len(arrived) == 1)
        stage.state.perform(Action("send_with_clock", "Correct", {"offset": "372"}))
        stage.wait(lambda: len(arrived) == 2)
    assert [one.prepared.path for one in arrived] == ["/a", "/a"]
    assert stage.program.clock.offset == 372


def test_what_cannot_be_sent_is_refused_with_its_finding(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.state.refused) as told:
        stage.state.send(Request(url="http://x/", auth=Auth("sigv4")))
    assert told.args[0].id == "no_credentials"
    assert not stage.state.is_sending


def test_cancelling_tells_at_once(stage: Stage) -> None:
    stopped: list[int] = []
    stage.state.stopped.connect(lambda: stopped.append(1))
    stage.state.cancel()
    stage.state.send(PETS)
    stage.state.cancel()
    assert stopped == [1]
    assert not stage.state.is_sending
