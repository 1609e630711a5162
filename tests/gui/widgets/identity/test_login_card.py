from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Login
from apiclient_gui.ui.snapshot import Standing
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.identity.login_card import LoginCard
from apiclient_gui.ui.widgets.identity.login_words import KEYS

START = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
REFUSED = Finding(
    id="login_refused",
    severity="error",
    title="No",
    actions=(Action("log_in", "Log in again"),),
)


class Bench:
    """A card whose clock the test turns."""

    def __init__(self, qtbot: QtBot) -> None:
        self.at = START
        self.card = LoginCard(lambda: self.at)
        qtbot.addWidget(self.card)
        self.card.show()

    def show(self, *, ends: float = 3600, refresh: bool = True, **more: bool) -> None:
        kinds = ("id", "access", "refresh") if refresh else ("access",)
        login = Login("h", kinds, START, START + timedelta(seconds=ends))  # type: ignore[arg-type]  # the literals above
        self.card.show_standing(Standing(login, **more))

    def buttons(self) -> list[str]:
        every = (self.card.log_in, self.card.renew, self.card.log_out)
        return [one.text() for one in every if one.isVisible()]

    def facts(self) -> list[str]:
        return [fact.value for fact in self.card._facts.facts]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_temporary_keys_are_named_and_have_no_token_to_show(bench: Bench) -> None:
    login = Login("h", (), START, START + timedelta(hours=1), "ASIAIOSFODNN7EXAMPLE")
    bench.card.show_standing(Standing(login))
    assert bench.facts()[0] == "ASIAIOSFODNN7EXAMPLE"
    assert not bench.card.tokens.isVisible()
    assert bench.buttons() == ["Renew", "Log out"]
    bench.card.show_standing(Standing(msgspec.structs.replace(login, about="Reader in account 1")))
    assert bench.facts()[:2] == ["Reader in account 1", "ASIAIOSFODNN7EXAMPLE"]


def test_keys_are_got_not_logged_in_to(bench: Bench) -> None:
    bench.card.speak(KEYS)
    bench.card.show_standing(Standing())
    assert bench.card._title.text() == "Temporary keys"
    assert (bench.card.pill.accessibleName(), bench.buttons()) == ("No keys yet", ["Get keys"])
    login = Login("h", (), START, START + timedelta(seconds=200), "ASIAIOSFODNN7EXAMPLE")
    bench.card.show_standing(Standing(login))
    assert bench.buttons() == ["Renew", "Forget keys"]
    assert bench.facts()[2].endswith("in 3 min 20 s")
    bench.at += timedelta(minutes=4)
    bench.card.show_standing(Standing(login))
    assert (bench.card.pill.accessibleName(), bench.buttons()) == (
        "Ended",
        ["Get new keys", "Forget keys"],
    )
    assert "gets new ones" in bench.card._words.text()


def test_keys_without_an_end_are_found_and_not_held(bench: Bench) -> None:
    bench.card.speak(KEYS)
    bench.card.show_standing(Standing(lasting="AKIAIOSFODNN7EXAMPLE"))
    assert (bench.card.pill.accessibleName(), bench.buttons()) == ("Long-term keys", ["Get keys"])
    assert bench.facts() == ["AKIAIOSFODNN7EXAMPLE"]
    assert "looks them up" in bench.card._words.text()


def test_each_state_has_its_buttons(bench: Bench) -> None:
    assert (bench.card.pill.accessibleName(), bench.buttons()) == ("Not logged in", ["Log in"])
    bench.show()
    assert (bench.card.pill.accessibleName(), bench.buttons()) == (
        "Logged in",
        ["Renew", "Log out"],
    )
    assert bench.facts()[1].endswith("in 1 h")
    bench.show(ends=-1)
    assert bench.buttons() == ["Log in again", "Log out"]
    assert "renews" in bench.card._words.text()
    bench.show(ends=-1, refresh=False)
    assert "logs in again" in bench.card._words.text()


def test_time_goes_on_by_itself_while_it_is_in_sight(qtbot: QtBot, bench: Bench) -> None:
    bench.show(ends=59.98)
    assert bench.facts()[1].endswith("in 59 s")
    bench.at += timedelta(seconds=10)
    qtbot.waitUntil(lambda: bench.facts()[1].endswith("in 49 s"), timeout=10_000)
    assert bench.card._tick.isActive()
    bench.card.hide()
    assert not bench.card._tick.isActive()
    bench.at += timedelta(hours=1)
    bench.card.show()
    assert bench.card.pill.accessibleName() == "Expired"


def test_signals_of_its_buttons(qtbot: QtBot, bench: Bench) -> None:
    with qtbot.waitSignal(bench.card.logged_in):
        bench.card.log_in.click()
    bench.show()
    with qtbot.waitSignal(bench.card.logged_in):
        bench.card.renew.click()
    with qtbot.waitSignal(bench.card.logged_out):
        bench.card.log_out.click()


def test_an_attempt_under_way_can_be_cancelled(qtbot: QtBot, bench: Bench) -> None:
    bench.card.show_standing(Standing(running=True))
    assert bench.card.busy.isVisible()
    assert bench.buttons() == []
    with qtbot.waitSignal(bench.card.cancelled):
        bench.card.busy._cancel.click()
    bench.card.show_standing(Standing())
    assert bench.buttons() == ["Log in"]
    assert not bench.card.busy.isVisible()


def test_a_failure_stands_in_place(qtbot: QtBot, bench: Bench) -> None:
    bench.card.show_standing(Standing(finding=REFUSED))
    assert bench.card.finding == REFUSED
    with qtbot.waitSignal(bench.card.action) as asked:
        bench.card.findChild(FindingCard).action.emit(REFUSED.actions[0])
    assert asked.args == [REFUSED.actions[0]]
    bench.card.show_standing(Standing(running=True))
    assert bench.card.finding is None


def test_what_is_not_saved_cannot_log_in(bench: Bench) -> None:
    bench.card.block("Save first")
    assert not bench.card.log_in.isEnabled()
    assert bench.card.log_in.toolTip() == "Save first"
    bench.card.block("")
    assert bench.card.log_in.isEnabled()


def test_tokens_in_no_keyring_are_told(bench: Bench) -> None:
    bench.show()
    assert not bench.card._words.isVisible()
    bench.card.tell_keeping(for_run=True)
    assert "this run only" in bench.card._words.text()


def test_the_focus_stays_in_the_card_while_it_logs_in_and_out(bench: Bench, qtbot: QtBot) -> None:
    qtbot.waitUntil(bench.card.isActiveWindow)
    bench.card.log_in.setFocus()
    bench.card.show_standing(Standing(None, running=True))
    assert bench.card.busy.isAncestorOf(QApplication.focusWidget())
    bench.show()
    assert bench.card.renew.hasFocus()
    bench.card.log_out.setFocus()
    bench.card.show_standing(Standing(None))
    assert bench.card.log_in.hasFocus()
