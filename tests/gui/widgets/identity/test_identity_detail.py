from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Identity
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.page_head import PageHead

STRANGE = Finding(id="identity_kind_unknown", severity="error", title="Not known")


def made_form(name: str) -> IdentityForm:
    kind = TABLE["aws_keys"]
    return IdentityForm(Identity(name=name, kind=kind.id, id=name), kind, new=False)


@pytest.fixture
def detail(qtbot: QtBot) -> IdentityDetail:
    made = IdentityDetail()
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_form_shows_at_a_time(detail: IdentityDetail) -> None:
    first, second = made_form("a"), made_form("b")
    detail.add_form(first)
    detail.add_form(second)
    detail.show_form(second)
    assert (first.isVisible(), second.isVisible()) == (False, True)
    detail.drop_form(second)
    detail.show_form(first)
    assert first.isVisible()


def test_a_stranger_has_a_reason_instead_of_a_form(detail: IdentityDetail) -> None:
    detail.show_form(None, STRANGE)
    assert detail.stranger.finding == STRANGE
    assert not detail.card.isVisible()
    detail.show_form(None)
    assert detail.stranger.finding is None


@pytest.mark.parametrize(
    ("mark", "new", "busy", "known", "expected"),
    [
        ("", False, False, True, {"Delete"}),
        ("edited", False, False, True, {"Delete", "Revert", "Save"}),
        ("not saved", True, False, True, {"Cancel", "Save"}),
        ("edited", False, True, True, set()),
        ("", False, False, False, set()),
    ],
)
def test_what_can_be_done(
    detail: IdentityDetail, mark: str, new: bool, busy: bool, known: bool, expected: set[str]
) -> None:
    row = IdentityRow("1", "alice", "AWS keys", mark=mark)
    detail.show_head(row, new=new, practice=False, busy=busy, known=known)
    assert detail.findChild(PageHead).title == "alice"
    buttons = (detail.delete, detail.revert, detail.save)
    assert {b.text() for b in buttons if b.isVisible() and b.isEnabled()} == expected
