from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action
from apiclient_gui.core.history import History
from apiclient_gui.core.model import Exchange, Failure
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.history.kept_view import KeptView
from tests import factories
from tests.support import histories
from tests.support.results import mismatch, signed_exchange


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with histories.history(tmp_path) as made:
        yield made


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[KeptView]:
    window = QWidget()
    qtbot.addWidget(window)
    made = KeptView(Tasks(window), window)
    made.resize(1000, 500)
    window.resize(1000, 500)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    window.close()


def show(view: KeptView, history: History, exchange: Exchange, *, login: bool = False) -> None:
    view.show_kept(history.show(history.record(exchange, login=login).result(30)))


def tabs(view: KeptView) -> list[str]:
    return [view.tabs.tabText(at) for at in range(6) if view.tabs.isTabVisible(at)]


def test_a_success_shows_its_body(view: KeptView, history: History) -> None:
    show(view, history, histories.numbered(5))
    assert tabs(view) == ["Body", "Headers", "Sent", "Timing"]
    assert view.tabs.current == "body"
    assert '"n": 1' in view.body.text()
    assert view._pill.text() == "✓ 200 Word"
    assert view._url.text() == "GET https://api.example.com/5"
    assert view.resend.isVisible()


def test_a_refusal_shows_why_and_its_actions_go_out(
    qtbot: QtBot, view: KeptView, history: History
) -> None:
    show(view, history, histories.numbered(5, status=403))
    assert view.tabs.current == "why"
    button = next(one for one in view.findChildren(QPushButton) if one.text() == "Correct it")
    with qtbot.waitSignal(view.action) as asked:
        button.click()
    assert asked.args == [histories.CLOCK.actions[0]]


def test_signatures_are_compared_here(view: KeptView, history: History) -> None:
    signed = signed_exchange(factories.request())
    signature = signed.authorisation.signature
    assert signature is not None
    theirs = signature.canonical_request.replace("/prod", "/other")
    refused = replace(signed, response=mismatch(theirs, signature.string_to_sign))
    show(view, history, refused)
    view.why.action.emit(Action("compare_signatures", "Compare"))
    assert view.tabs.current == "signature"
    assert view.signature.canonical.differing == (1,)
    assert not view.signature.eye.isVisible(), "nothing is there to be shown"


def test_no_response_says_why(view: KeptView, history: History) -> None:
    lost = replace(
        histories.numbered(5), response=None, failure=Failure("connect", "Connection refused")
    )
    show(view, history, lost)
    assert tabs(view) == ["Sent", "Timing"]
    assert view._pill.text() == "No response"
    show(view, history, replace(lost, failure=Failure("cancelled", "Cancelled")))
    assert view._pill.text() == "Cancelled"


def test_what_has_to_be_filled_in_is_said_before_it_is_sent(
    view: KeptView, history: History
) -> None:
    request = factories.request(headers=[("X-Api-Key", "a-secret-value-0123456789")])
    show(view, history, factories.exchange(request))
    (card,) = view.findChildren(FindingCard)
    assert card.finding.title == "To send this again, fill in what is masked: header X-Api-Key"
    assert not view.resend.isVisible()
    assert view.open.property("kind") == "primary"
    show(view, history, histories.numbered(5))
    assert view.resend.isVisible()
    assert view.open.property("kind") == "plain"


def test_a_body_that_was_not_kept_is_told_in_its_place(view: KeptView, history: History) -> None:
    show(view, history, histories.numbered(5), login=True)
    view.tabs.turn_to("body")
    assert view._bodies.currentWidget() is view._no_body
    assert "login" in view._no_body._words.text()
    show(view, history, histories.numbered(6))
    assert view._bodies.currentWidget() is view.body


def test_the_tab_stays_from_one_to_the_next(view: KeptView, history: History) -> None:
    show(view, history, histories.numbered(5))
    view.tabs.turn_to("timing")
    show(view, history, histories.numbered(6, status=403))
    assert view.tabs.current == "timing"


def test_the_menu_copies(qtbot: QtBot, view: KeptView, history: History) -> None:
    show(view, history, histories.numbered(5))
    with qtbot.waitSignal(view.copied) as copied:
        next(one for one in view._menu.actions() if one.text() == "Request URL").trigger()
    assert copied.args == ["URL copied", "https://api.example.com/5"]
