from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Identity
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_forms import IdentityForms
from tests import factories

ALICE = factories.identity("alice", identifier="a")
BOB = factories.identity("bob", identifier="b")
BOTH = {"a": ALICE, "b": BOB}


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.detail = IdentityDetail(lambda: factories.NOW)
        qtbot.addWidget(self.detail)
        self.forms = IdentityForms(self.detail)
        self.detail.show()

    def show(self, identity: Identity) -> IdentityForm:
        self.forms.show(identity, TABLE[identity.kind])
        form = self.forms.get(identity.id)
        assert form is not None
        return form

    def edit(self, identity: Identity, words: str) -> IdentityForm:
        form = self.show(identity)
        fields = form.findChildren(QLineEdit)
        QTest.keyClicks(next(one for one in fields if one.accessibleName() == "Region"), words)
        return form


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_edits_are_told_and_stay_while_another_is_shown(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.forms.changed):
        form = bench.edit(ALICE, "eu-west-1")
    bench.forms.leave("a")
    assert bench.show(BOB).isVisible()
    assert not form.isVisible()
    assert bench.show(ALICE) is form
    bench.forms.leave("b")
    assert bench.forms.get("b") is None  # nothing was edited in it


def test_what_nobody_edits_follows_the_disk(bench: Bench) -> None:
    bench.show(ALICE)
    fresh = factories.identity("alice", identifier="a", facts={"region": "x"})
    assert bench.forms.take({"a": fresh}, ()) == ("a",)
    form = bench.forms.get("a")
    assert form is not None
    assert form.facts() == {"region": "x"}
    assert bench.forms.take({}, ()) == ()
    assert bench.forms.get("a") is None


def test_edits_outlive_their_file_unless_it_is_deleted_here(bench: Bench) -> None:
    bench.edit(ALICE, "x")
    bench.edit(BOB, "y")
    bench.forms.take({}, {"b"})
    assert bench.forms.drafts == {"a": ALICE}
    assert bench.forms.get("b") is None
    bench.forms.take(BOTH, ())
    assert bench.forms.drafts == {}


def test_what_was_withdrawn_comes_back(bench: Bench) -> None:
    form = bench.edit(ALICE, "x")
    assert bench.forms.withdraw("a") is form
    assert bench.forms.get("a") is None
    bench.show(ALICE)
    assert bench.forms.bring_back(BOTH) == "a"
    assert bench.forms.get("a") is form
    assert bench.forms.bring_back(BOTH) == ""
    assert bench.forms.withdraw("unknown") is None


def test_a_draft_that_was_withdrawn_is_one_again(bench: Bench) -> None:
    bench.forms.drafts["a"] = ALICE
    assert bench.show(ALICE).new
    bench.forms.withdraw("a")
    assert bench.forms.drafts == {}
    bench.forms.bring_back({})
    assert bench.forms.drafts == {"a": ALICE}
