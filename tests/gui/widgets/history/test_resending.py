from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action
from apiclient_gui.core.history import BodyNote, Kept
from apiclient_gui.core.model import Environment, Origin, Request
from apiclient_gui.ui.widgets.history import resending
from tests import factories
from tests.support.sockets import RawServer, ok
from tests.support.window import Stage

ENVIRONMENTS = (Environment(name="dev"), Environment(name="prod"))


class Desk:
    """A state over a workspace with two environments, and what it says."""

    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {}, ENVIRONMENTS)
        self.stage.load()
        self.state = self.stage.state
        self.told: list[str] = []
        self.asked: list[Action] = []
        self.state.told.connect(lambda words, _undo: self.told.append(words))
        self.state.asked.connect(self.asked.append)


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, data_folder)
    yield made
    made.stage.quiet()
    made.stage.program.close()


def kept(request: Request, environment: str = "prod", unfilled: tuple[str, ...] = ()) -> Kept:
    exchange = replace(factories.exchange(request), environment=environment)
    return Kept(1, exchange, BodyNote(), None, unfilled)


def test_it_is_opened_as_a_request_that_is_not_saved(desk: Desk) -> None:
    request = factories.request("https://api.example.com/a")
    assert resending.open_request(desk.state, kept(request))
    tab = desk.state.tabs.current
    assert (tab.request, tab.path, tab.unsaved) == (request, "", True)
    assert desk.state.environment == "prod"
    assert [one.parameters for one in desk.asked] == [{"place": "url"}]
    assert not desk.state.is_sending


def test_it_is_sent_at_once_when_nothing_is_missing(desk: Desk) -> None:
    with RawServer(ok(b"again")) as server:
        request = factories.request(f"http://{server.host}/a")
        with desk.stage.qtbot.waitSignal(desk.state.arrived) as arrived:
            resending.resend(desk.state, kept(request))
    assert arrived.args[0].response.body.content == b"again"
    assert arrived.args[0].environment == "prod"


@pytest.mark.parametrize(
    ("unfilled", "place"),
    [
        ("header X-Api-Key", "headers"),
        ("parameter sig", "params"),
        ("body", "body"),
        ("URL", "url"),
    ],
)
def test_what_is_masked_is_not_sent_but_asked_for(desk: Desk, unfilled: str, place: str) -> None:
    resending.resend(desk.state, kept(factories.request(), unfilled=(unfilled,)))
    assert not desk.state.is_sending
    assert desk.told == [f"Fill in before you send: {unfilled}"]
    assert desk.asked[0].parameters == {"place": place}


def test_an_environment_of_another_workspace_is_not_guessed(desk: Desk) -> None:
    desk.state.choose_environment("dev")
    resending.resend(desk.state, kept(factories.request(), "elsewhere"))
    assert not desk.state.is_sending
    assert desk.state.environment == "dev"
    assert "no environment elsewhere" in desk.told[0]


def test_a_finding_s_action_is_done_to_the_request_of_the_exchange(desk: Desk) -> None:
    with RawServer(ok(b"")) as server:
        request = factories.request(f"http://{server.host}/a")
        correct = Action("send_with_clock", "Correct it", {"offset": "60"})
        with desk.stage.qtbot.waitSignal(desk.state.arrived):
            resending.perform(desk.state, kept(request), correct)
    assert desk.state.tabs.current.request == request
    assert desk.state.program.clock.offset == 60
    desk.state.correct_clock(0)


def test_an_action_that_would_send_what_is_masked_is_not_done(desk: Desk) -> None:
    one = kept(factories.request(), unfilled=("body",))
    resending.perform(desk.state, one, Action("send_again", "Send again"))
    assert not desk.state.is_sending
    resending.perform(desk.state, one, Action("show_url", "Read", {"url": "https://x/"}))
    assert desk.asked[-1].key == "show_url"


def test_a_line_of_the_signature_leads_to_the_field(desk: Desk) -> None:
    pointed: list[Origin] = []
    desk.state.pointed.connect(pointed.append)
    resending.point(desk.state, kept(factories.request()), Origin("header", 0))
    assert pointed == [Origin("header", 0)]
    assert desk.state.tabs.current.unsaved
