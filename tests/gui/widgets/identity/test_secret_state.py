from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.named_secrets import State
from apiclient_gui.ui.widgets.identity.secret_state import SecretLine, SecretState, secret_line


@pytest.mark.parametrize(
    ("state", "required", "for_run", "practice", "words", "removable"),
    [
        ("set", True, False, False, "Set in your keyring", True),
        ("set", True, True, False, "Set for this run only: it is in no keyring", True),
        ("set", True, False, True, "Set: a practice secret, kept in the practice folder", False),
        ("environment", True, False, False, "Set by the environment variable NAME", False),
        ("missing", True, False, False, "Not set", False),
        (
            "missing",
            True,
            False,
            True,
            "Not set: start the practice gateway, which brings it",
            False,
        ),
        ("missing", False, False, True, "Not set", False),
        (None, True, False, False, "", False),
    ],
)
def test_what_is_said_of_a_secret(
    state: State | None, required: bool, for_run: bool, practice: bool, words: str, removable: bool
) -> None:
    said = secret_line(state, "NAME", required=required, for_run=for_run, practice=practice)
    assert (said.words, said.removable) == (words, removable)


def test_only_what_is_required_is_missed_in_colour() -> None:
    required = secret_line("missing", "N", required=True, for_run=False, practice=False)
    optional = secret_line("missing", "N", required=False, for_run=False, practice=False)
    assert (required.tone, required.icon) == ("warn", "warning")
    assert (optional.tone, optional.icon) == ("muted", "")


def test_remove_shows_where_there_is_something(qtbot: QtBot) -> None:
    state = SecretState("Session token")
    qtbot.addWidget(state)
    state.show()
    height = state.sizeHint().height()
    remove = state.findChild(QPushButton)
    assert not remove.isVisible()
    state.say(SecretLine("Set", "check", "ok", removable=True))
    assert state.words == "Set"
    assert remove.accessibleName() == "Remove Session token"
    with qtbot.waitSignal(state.removed):
        remove.click()
    assert height <= state.minimumHeight()
    assert not state.grab().isNull()
