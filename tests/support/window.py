"""The parts of the window over a real workspace in a test's own data folder, without a practice gateway."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Request
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.state import State

KEY_ID = "AKIAIOSFODNN7EXAMPLE"


class Stage:
    """A state over a workspace with these requests (path -> request), one environment and one identity, alice."""

    def __init__(
        self,
        qtbot: QtBot,
        data: Path,
        requests: Mapping[str, Request],
        environments: Sequence[Environment] = (Environment(name="dev"),),
    ) -> None:
        self.qtbot = qtbot
        workspace = Workspace.create(practice_workspace(data), "Sample")
        for path, request in requests.items():
            workspace.save_request(path, request)
        for environment in environments:
            workspace.save_environment(environment)
        workspace.save_identity(new_identity("alice", "aws_keys", {"access_key_id": KEY_ID}))
        self.program = Program(data, environ={})
        self.state = State(self.program)
        self.shared = Shared(self.state, Gateway(self.state))
        self.noticed: list[Finding] = []
        self.state.noticed.connect(self.noticed.append)

    @property
    def workspace(self) -> Workspace:
        """What stands on the disk now."""
        return Workspace.open(practice_workspace(self.program.data))

    @property
    def drafts(self) -> dict[str, Request]:
        """What is not saved, by path; the one of a request without a file by the empty path."""
        tabs = self.state.tabs.all
        return {tab.path: tab.draft for tab in tabs if tab.draft is not None}

    def keep_draft(self, path: str, draft: Request | None) -> None:
        """Have something typed into a request, opened if it is not open."""
        if path:
            self.state.open_path(path)
        self.state.tabs.keep_draft(self.state.tabs.current, draft)

    def load(self) -> None:
        """Read the workspace, as the window does when it starts."""
        with self.qtbot.waitSignal(self.state.loaded):
            self.state.load()

    def wait(self, truth: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(truth, timeout=20_000)

    def quiet(self) -> None:
        """Wait until no task is under way."""
        self.wait(lambda: not self.state.tasks.running)
