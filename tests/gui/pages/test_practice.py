from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.practice.server import serve
from apiclient_gui.ui.gateway import KEPT, Gateway
from apiclient_gui.ui.pages.practice import MEMBER
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.judgement_log import JudgementLog


class Stage:
    """The page over a real gateway, and how a person works it."""

    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.qtbot = qtbot
        self.program = Program(data)
        # With a parent, so that it goes with the page and on this thread: Python may collect on any.
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.state = State(self.program, self.window)
        self.gateway = Gateway(self.state)
        self.page = MEMBER.make(Shared(self.state, self.gateway))
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.resize(1284, 800)
        self.window.show()

    def wait(self, truth: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(truth, timeout=30_000)

    def start(self) -> None:
        self.gateway.start()
        self.wait(lambda: self.gateway.status == "running" and bool(self.state.snapshot.requests))

    @property
    def pill(self) -> str:
        return self.page.findChild(Pill).text()

    @property
    def log(self) -> JudgementLog:
        return self.page.findChild(JudgementLog)

    def button(self, text: str) -> QPushButton:
        buttons = self.page.findChildren(QPushButton)
        return next(one for one in buttons if one.text() == text and one.isVisible())

    def buttons(self) -> set[str]:
        return {one.text() for one in self.page.findChildren(QPushButton) if one.isVisible()}

    def said(self) -> str:
        labels = [one.text() for one in self.page.findChildren(QLabel) if one.isVisible()]
        return "\n".join(labels)

    def cards(self) -> list[Fold]:
        return [one for one in self.shown(Fold) if isinstance(one, Fold)]

    def open(self, title: str) -> Fold:
        card = next(one for one in self.cards() if one.title == title)
        card.open()
        return card

    def shown(self, kind: type[QWidget]) -> list[QWidget]:
        return [one for one in self.page.findChildren(kind) if one.isVisible()]


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Iterator[Stage]:
    made = Stage(qtbot, data_folder)
    yield made
    made.gateway.close()


def test_a_stopped_gateway_says_what_it_is_and_starts(stage: Stage) -> None:
    assert stage.pill == "Stopped"
    assert "judges requests as Amazon API Gateway does" in stage.said()
    stage.button("Start the practice gateway").click()
    assert stage.pill == "Starting …"
    stage.wait(lambda: stage.pill == "✓ Running")
    assert stage.buttons() == {"New keys", "Stop", "Clear"}
    described = stage.gateway.description
    assert described is not None
    assert [card.title for card in stage.cards()] == [
        *(api.name for api in described.apis),
        "IAM users",
        "Roles (STS)",
        "MFA device",
        "IAM Identity Center",
        "Identity provider",
        "User pool",
        "API keys",
    ]
    assert not any(card.is_open for card in stage.cards())
    stage.button("Stop").click()
    assert stage.pill == "Stopped"
    assert stage.page.findChild(EmptyState).isVisible()
    # At once again, while its process may still be ending.
    stage.button("Start the practice gateway").click()
    stage.wait(lambda: stage.pill == "✓ Running")


def test_judgements_come_in_live_and_in_words(stage: Stage) -> None:
    stage.start()
    assert "Send one from Requests" in stage.said()
    for name in ("List pets, signed", "As bob, not permitted"):
        request = next(s.request for s in stage.state.snapshot.requests if s.request.name == name)
        with stage.qtbot.waitSignal(stage.state.arrived, timeout=30_000):
            stage.state.send(request)
    stage.wait(lambda: len(stage.gateway.judgements) == 2)
    verdicts = [(one.verdict, one.status) for one in stage.log.table.judgements.judgements]
    assert verdicts == [("refused", 403), ("allowed", 200)]
    stage.log.table.selectRow(0)
    assert "Refused with 403. No statement of the user's policy allows it." in stage.said()
    stage.wait(lambda: "IAM" in _copied(stage))
    stage.log.clear.click()
    assert not stage.gateway.judgements
    assert "No request judged yet" in stage.said()


def test_new_keys_are_made_after_a_question(stage: Stage) -> None:
    stage.start()
    before = stage.gateway.description
    assert before is not None
    stage.open("IAM users")
    assert before.iam[0].access_key_id in _copied(stage)
    stage.button("New keys").click()
    box = stage.page.findChild(QMessageBox)
    assert "identities" in box.informativeText()
    box.reject()
    assert stage.gateway.status == "running"
    stage.wait(lambda: stage.page.findChild(QMessageBox) is None)
    stage.button("New keys").click()
    box = stage.page.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "New keys").click()
    stage.wait(lambda: stage.pill == "✓ Running")
    after = stage.gateway.description
    assert after is not None
    assert after.iam[0].access_key_id != before.iam[0].access_key_id
    # What was open stays open, with the new keys.
    stage.wait(lambda: after.iam[0].access_key_id in _copied(stage))
    alice = "alice"
    stage.wait(
        lambda: (
            (known := stage.state.snapshot.identity(alice)) is not None
            and known.facts["access_key_id"] == after.iam[0].access_key_id
        )
    )


def _copied(stage: Stage) -> set[str]:
    """Return what the page's facts hold."""
    from apiclient_gui.ui.widgets.fact_grid import FactGrid

    grids = stage.shown(FactGrid)
    return {fact.value for grid in grids if isinstance(grid, FactGrid) for fact in grid.facts}


def test_one_that_runs_elsewhere_says_where_its_judgements_are(stage: Stage) -> None:
    folder = stage.program.data / "practice"
    with serve(folder, port=None, fresh=False, judged=lambda _: None) as practice:
        seed.seed(stage.program, practice.description)
        stage.gateway.start()
        stage.wait(lambda: stage.pill == "Runs elsewhere")
        assert practice.description.base_url in _copied(stage)
        assert "It runs in another window or terminal" in stage.said()
        assert "New keys" not in stage.buttons()
        assert "Stop" not in stage.buttons()
    stage.button("Run it here").click()
    stage.wait(lambda: stage.pill == "✓ Running")
    assert "It runs in another window" not in stage.said()


def test_one_whose_process_is_killed_says_so_and_starts_again(stage: Stage) -> None:
    stage.start()
    before = stage.gateway.description
    noticed: list[Finding] = []
    stage.state.noticed.connect(noticed.append)
    assert stage.gateway._child is not None
    stage.gateway._child._process._process.kill()
    stage.wait(lambda: stage.pill == "✕ Ended")
    assert [finding.id for finding in noticed] == ["practice_ended"]
    assert stage.gateway.description is None
    stage.button("Start the practice gateway").click()
    stage.wait(lambda: stage.pill == "✓ Running")
    assert stage.gateway.description == before


def test_a_failure_is_explained_and_new_keys_mend_it(stage: Stage) -> None:
    folder = stage.program.data / "practice"
    folder.mkdir(parents=True)
    (folder / "state.json").write_text("{}", encoding="utf-8")
    stage.gateway.start()
    stage.wait(lambda: stage.pill == "✕ Did not start")
    (card,) = stage.shown(FindingCard)
    assert isinstance(card, FindingCard)
    assert card.finding.id == "practice_state_damaged"
    assert stage.buttons() == {"New keys", "Try again"}
    stage.button("New keys").click()
    box = stage.page.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "New keys").click()
    stage.wait(lambda: stage.pill == "✓ Running")
    assert stage.shown(FindingCard) == []


def test_a_user_leads_to_its_identity(stage: Stage) -> None:
    stage.start()
    stage.open("IAM users")
    with stage.qtbot.waitSignal(stage.state.asked) as asked:
        stage.button("Open its identity").click()
    assert asked.args == [Action("open_identity", "Open the identity", {"identity": "alice"})]


@pytest.mark.parametrize(
    ("card", "name"), [("Roles (STS)", "alice-as-reader"), ("IAM Identity Center", "dana-sso")]
)
def test_a_role_and_a_portal_lead_to_the_identity_that_names_them(
    stage: Stage, card: str, name: str
) -> None:
    stage.start()
    stage.open(card)
    with stage.qtbot.waitSignal(stage.state.asked) as asked:
        stage.button("Open its identity").click()
    assert asked.args == [Action("open_identity", "Open the identity", {"identity": name})]


def test_an_identity_that_the_workspace_lacks_is_said_to_be_missing(stage: Stage) -> None:
    stage.start()
    stage.open("IAM Identity Center")
    with stage.qtbot.waitSignal(stage.state.loaded):
        stage.program.workspace.delete_identity("dana-sso")
        stage.state.load()
    with stage.qtbot.waitSignal(stage.state.told) as told:
        stage.button("Open its identity").click()
    assert told.args == ["The open workspace does not have this identity", False]


def test_what_to_try_opens_the_sample_request(stage: Stage) -> None:
    stage.start()
    stage.open("Pets, Cognito")
    path = next(
        stored.path
        for stored in stage.state.snapshot.requests
        if stored.request.name == "With the access token"
    )
    with stage.qtbot.waitSignal(stage.state.revealed) as revealed:
        stage.button("With the access token").click()
    assert revealed.args == [path]
    assert stage.state.current.path == path
    told: list[str] = []
    stage.state.told.connect(lambda words, _undo: told.append(words))
    with stage.qtbot.waitSignal(stage.state.loaded):
        stage.program.workspace.delete_request(path)
        stage.state.load()
    stage.button("With the access token").click()
    assert told == ["The open workspace does not have this request"]


def test_what_was_judged_before_the_page_was_made_is_shown(qtbot: QtBot, data_folder: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    state = State(Program(data_folder), window)
    gateway = Gateway(state)
    for number in range(KEPT + 5):
        gateway.judgements.append(
            Judgement(
                datetime.now(UTC), "GET", f"/{number}", "", "allowed", "allowed", 200, "It is."
            )
        )
    page = MEMBER.make(Shared(state, gateway))
    page.setParent(window)
    rows = page.findChild(JudgementLog).table.judgements.judgements
    assert (len(rows), rows[0].path) == (KEPT, f"/{KEPT + 4}")


def test_all_buttons_have_names(stage: Stage) -> None:
    stage.start()
    for one in stage.page.findChildren(QAbstractButton):
        if one.isVisible():
            assert one.accessibleName() or one.text(), one
