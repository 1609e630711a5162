from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Auth, Environment, Exchange, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.snapshot import IdentityDraft
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
    state, done = stage.state, []
    state.begin_request("A")
    tab = state.tabs.current
    state.tabs.keep_draft(tab, Request(url="http://h/prod/cats?x=1"))
    state.save(tab, lambda: done.append(1))
    state.tabs.keep_draft(tab, PETS)
    stage.wait(lambda: bool(done))
    assert state.current.path == "A/get-cats"
    # What was typed between pressing Save and the end of saving is not lost.
    assert stage.drafts == {"A/get-cats": msgspec.structs.replace(PETS, name="GET cats")}
    stage.quiet()
    assert stage.workspace.request("A/get-cats").request.name == "GET cats"


def test_what_is_typed_in_clear_is_told_once(stage: Stage) -> None:
    typed = Request(name="Typed", url="http://h/", headers=(Row("Authorization", "secret"),))
    for number in range(2):
        stage.keep_draft("A/pets", msgspec.structs.replace(typed, url=f"http://h/{number}"))
        stage.state.save(stage.state.tabs.current)
        stage.wait(lambda: not stage.drafts)
        stage.quiet()
    assert [finding.id for finding in stage.noticed] == ["secret_in_request"]


def test_a_save_that_fails_loses_nothing(stage: Stage) -> None:
    stage.keep_draft("A/pets", Request(name="Pets", url="http://typed"))
    (stage.workspace.folder / "workspace.toml").unlink()
    stage.state.save(stage.state.tabs.current)
    stage.wait(lambda: bool(stage.noticed))
    stage.quiet()
    assert [finding.id for finding in stage.noticed] == ["workspace_gone"]
    assert list(stage.drafts) == ["A/pets"]


def test_a_copy_holds_what_is_not_saved(stage: Stage) -> None:
    stage.keep_draft("A/pets", Request(name="Pets", url="http://typed"))
    stage.state.duplicate("A/pets")
    stage.wait(lambda: stage.state.current.path == "A/pets-copy")
    stage.quiet()
    copy = stage.workspace.request("A/pets-copy").request
    assert copy == Request(name="Pets copy", url="http://typed")
    assert list(stage.drafts) == ["A/pets"]


def test_a_request_without_a_file_is_a_draft_of_its_own_tab(stage: Stage) -> None:
    for number in range(2):
        stage.state.open(StoredRequest("", Request(url=f"http://h/{number}")))
    assert [tab.request.url for tab in stage.state.tabs.all] == ["http://h/0", "http://h/1"]
    assert all(tab.unsaved for tab in stage.state.tabs.all)


def test_drafts_follow_the_new_name_of_an_identity(stage: Stage) -> None:
    signed = Request(name="Pets", url="http://typed", auth=Auth("sigv4", "alice"))
    stage.keep_draft("A/pets", signed)
    alice = stage.state.snapshot.identity("alice")
    assert alice is not None
    done: list[object] = []
    draft = IdentityDraft("carol", alice.kind, dict(alice.facts), before=alice)
    stage.state.save_identity(draft, done.append)
    stage.wait(lambda: bool(done))
    assert stage.drafts["A/pets"].auth.identity == "carol"
    stage.quiet()
    assert [one.name for one in stage.workspace.identities()] == ["carol"]


def test_reading_while_something_is_written_waits_for_the_whole(stage: Stage) -> None:
    state, seen = stage.state, []
    state.loaded.connect(lambda snapshot: seen.append(len(snapshot.requests)))
    for number in range(5):
        state.add_request("A", Request(name=f"New {number}"))
        state.load()
    stage.wait(lambda: bool(seen) and seen[-1] == 6)
    stage.quiet()
    assert seen[-1] == 6


def test_a_change_from_outside_is_told(stage: Stage) -> None:
    told: list[str] = []
    stage.state.told.connect(lambda words, _undo: told.append(words))
    stage.workspace.save_request("A/pets", Request(name="Pets", url="http://outside"))
    stage.state.watch.look()
    stage.wait(lambda: bool(told))
    assert told == ["pets.toml changed on disk"]
    stage.state.watch.look()
    stage.quiet()
    assert len(told) == 1, "what was read is known"


def test_our_own_writes_are_not_told(stage: Stage) -> None:
    told: list[str] = []
    stage.state.told.connect(lambda words, _undo: told.append(words))
    stage.keep_draft("A/pets", Request(name="Pets", url="http://mine"))
    stage.state.save(stage.state.tabs.current)
    stage.state.watch.look()
    stage.wait(lambda: not stage.state.is_busy and not stage.drafts)
    stage.state.watch.look()
    stage.quiet()
    assert told == []


def test_sending_again_sends_what_this_tab_sent_last(stage: Stage) -> None:
    arrived: list[Exchange] = []
    stage.state.arrived.connect(arrived.append)
    with RawServer(ok(b"fine")) as server:
        stage.state.perform(Action("send_again", "Send again"))  # nothing to send yet
        stage.state.send(Request(url=f"http://{server.host}/a"))
        assert stage.state.is_sending
        stage.state.send(Request(url=f"http://{server.host}/b"))  # one at a time in a tab
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


def test_logging_in_from_a_finding_sends_again(stage: Stage, gateway: Description) -> None:
    seed.remember_keys(stage.program)
    assert gateway.user_pool is not None
    name = gateway.user_pool.users[0].username
    stage.load()
    identity = stage.state.snapshot.identity(name)
    assert identity is not None
    with RawServer(ok(b"fine")) as server:
        stage.state.send(Request(url=f"http://{server.host}/a"))
        stage.wait(lambda: not stage.state.is_sending)
        stage.state.perform(Action("log_in", "Log in", {"identity": name}))
        stage.wait(lambda: len(server.requests) == 2)
        stage.quiet()
    assert stage.program.identities.login(identity) is not None


def test_what_has_nothing_to_log_in_is_opened(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.state.asked) as asked:
        stage.state.perform(Action("log_in", "Log in", {"identity": "alice"}))
    assert asked.args == [Action("open_identity", "Open the identity", {"identity": "alice"})]
