from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Identity
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.state.asking import Asking
from apiclient_gui.ui.state.callers import Callers
from apiclient_gui.ui.tasks import Tasks
from tests.support.sockets import Answer, RawServer


class Bench:
    """Callers over the practice gateway's STS, as the window has them."""

    def __init__(self, qtbot: QtBot, data: Path, gateway: Description) -> None:
        self.qtbot = qtbot
        self.gateway = gateway
        self.program = Program(data, environ={})
        seed.remember_keys(self.program)
        self.owner = QObject()
        tasks = Tasks(self.owner)
        asking = Asking(tasks, self.owner)
        self.callers = Callers(self.program, tasks, asking, lambda: "", self.owner)

    def wait(self, identity: Identity) -> None:
        self.qtbot.waitUntil(lambda: not self.callers.about(identity).running, timeout=20_000)

    def stranger(self, endpoint: str) -> Identity:
        """An identity whose STS is elsewhere, with keys that nobody knows."""
        facts = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "endpoint": endpoint}
        made = new_identity("stranger", "aws_keys", facts)
        self.program.identities.put(made, "secret_access_key", Secret("planted-secret-key"))
        return made


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path, gateway: Description) -> Bench:
    return Bench(qtbot, data_folder, gateway)


def test_aws_says_who_alice_is_until_she_is_another_one(bench: Bench) -> None:
    alice = bench.program.workspace.identity("alice")
    told: list[str] = []
    bench.callers.changed.connect(told.append)
    bench.callers.ask(alice)
    assert bench.callers.about(alice).running
    bench.callers.ask(alice)  # once is enough
    bench.wait(alice)
    caller = bench.callers.about(alice).caller
    assert caller is not None
    assert caller.account == bench.gateway.account
    assert caller.arn.endswith("/alice")
    assert told == [alice.id, alice.id]
    bench.callers.forget(alice)
    assert bench.callers.about(alice).caller is None


def test_a_refusal_stands_there_without_the_secret(bench: Bench) -> None:
    sts = bench.gateway.sts
    assert sts is not None
    stranger = bench.stranger(sts.endpoint)
    bench.callers.ask(stranger)
    bench.wait(stranger)
    asked = bench.callers.about(stranger)
    assert asked.caller is None
    assert asked.finding is not None
    assert asked.finding.id == "caller_refused"
    assert "planted-secret-key" not in str(asked.finding)


def test_a_call_that_hangs_is_left_alone(bench: Bench) -> None:
    with RawServer(Answer(then="hang")) as server:
        stranger = bench.stranger(f"http://{server.host}")
        bench.callers.ask(stranger)
        server.wait_requests(1)
        bench.callers.cancel(stranger)
        assert not bench.callers.about(stranger).running
