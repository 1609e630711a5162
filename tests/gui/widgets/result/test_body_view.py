from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Response
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.result.body_view import AT_ONCE, BodyView
from tests import factories


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def view(qtbot: QtBot, owner: QObject) -> BodyView:
    made = BodyView(Tasks(owner))
    qtbot.addWidget(made)
    return made


def reply(content: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return factories.response(status, headers=[("Content-Type", kind)], content=content)


def press(view: BodyView, words: str) -> None:
    next(one for one in view.findChildren(QToolButton) if one.text() == words).click()


def shown(view: BodyView) -> str:
    return view.code.viewer.toPlainText()


def test_raw_stays_for_the_next_response(view: BodyView) -> None:
    view.show_response(reply(b'{"a":1}'))
    assert shown(view) == '{\n  "a": 1\n}'
    assert view.about == "application/json  ·  7 B"
    press(view, "Raw")
    assert shown(view) == '{"a":1}'
    view.show_response(reply(b'{"b":2}'))
    assert shown(view) == '{"b":2}'
    press(view, "Pretty")
    assert shown(view) == '{\n  "b": 2\n}'


def test_an_empty_body_says_so(view: BodyView) -> None:
    view.show_response(reply(b"", status=204))
    assert view.empty.isVisibleTo(view)
    view.show_response(reply(b"text", "text/plain"))
    assert not view.empty.isVisibleTo(view)


def test_bytes_are_dumped_without_a_choice(view: BodyView) -> None:
    view.show_response(reply(b"\xff\xfe", "image/png"))
    assert shown(view).startswith("00000000  ff fe")
    assert "Not text" in view.about
    pretty = next(one for one in view.findChildren(QToolButton) if one.text() == "Pretty")
    assert pretty.isHidden()


def test_a_large_body_is_laid_out_in_a_task(qtbot: QtBot, view: BodyView, owner: QObject) -> None:
    large = msgspec.json.encode([{"name": "Rex"}] * (5 * 1024 * 1024 // 14))
    assert len(large) > AT_ONCE
    with qtbot.waitSignal(view.shown):
        view.show_response(reply(large))
        assert "Laying it out" in view.about
    assert shown(view).startswith('[\n  {\n    "name": "Rex"')
    assert "The first" in view.about


def test_the_last_response_wins(qtbot: QtBot, view: BodyView) -> None:
    view.show_response(reply(b'["' + b"x" * AT_ONCE + b'"]'))
    with qtbot.assertNotEmitted(view.shown, wait=100):
        view.show_response(reply(b"", status=204))
    view.show_response(reply(b"[1]"))
    assert shown(view) == "[\n  1\n]"
