from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Body, FilePart, Response
from apiclient_gui.ui.tasks import Tasks
from apiclient_gui.ui.widgets.result.body_source import CHILD_BYTES, PAGE_BYTES
from apiclient_gui.ui.widgets.result.body_view import BodyView
from tests import factories
from tests.support.images import png

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PNG = png()


@pytest.fixture
def owner() -> QObject:
    return QObject()


@pytest.fixture
def view(qtbot: QtBot, owner: QObject) -> BodyView:
    made = BodyView(Tasks(owner))
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def reply(content: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return factories.response(status, headers=[("Content-Type", kind)], content=content)


def kept(path: Path, content: bytes) -> Response:
    path.write_bytes(content)
    made = reply(b"")
    body = Body(pieces=(FilePart(path, len(content)),))
    return Response(made.status, made.reason, made.headers, body, made.received_at)


def large() -> bytes:
    return msgspec.json.encode([{"name": "Rex"}] * (CHILD_BYTES // 15 + 1))


def press(view: BodyView, words: str) -> None:
    next(one for one in view.findChildren(QToolButton) if one.text() == words).click()


def choices(view: BodyView) -> list[str]:
    return [one.text() for one in (view._pretty, view._raw) if one.isVisible()]


def test_raw_stays_for_the_next_response(view: BodyView) -> None:
    view.show_response(reply(b'{"a":1}'))
    assert view.text() == '{\n  "a": 1\n}'
    assert view.about == "application/json  ·  7 B"
    press(view, "Raw")
    assert view.text() == '{"a":1}'
    view.show_response(reply(b'{"b":2}'))
    assert view.text() == '{"b":2}'
    press(view, "Pretty")
    assert view.text() == '{\n  "b": 2\n}'


def test_an_empty_body_says_so(view: BodyView) -> None:
    view.show_response(reply(b"", status=204))
    assert view.empty.isVisible()
    assert view.about == ""
    view.show_response(reply(b"text", "text/plain"))
    assert not view.empty.isVisible()
    assert choices(view) == []


def test_bytes_are_shown_without_a_choice(view: BodyView) -> None:
    view.show_response(reply(b"\xff\xfe", "image/png"))
    assert view.text().startswith("ff fe")
    assert "Not text" in view.about
    assert choices(view) == []


@pytest.mark.parametrize("size", [PAGE_BYTES, CHILD_BYTES])
def test_a_large_body_is_laid_out_off_the_windows_thread(
    qtbot: QtBot, view: BodyView, size: int
) -> None:
    content = msgspec.json.encode([{"name": "Rex"}] * (size // 15 + 1))
    with qtbot.waitSignal(view.shown):
        view.show_response(reply(content))
        assert view.about == "Laying it out …"
    assert view.text().startswith('[\n  {\n    "name": "Rex"')
    assert f"{3 * (size // 15 + 1) + 2:,} lines" in view.about
    assert choices(view) == ["Pretty", "Raw"]
    with qtbot.waitSignal(view.shown):
        press(view, "Raw")
    assert view.text().startswith('[{"name":"Rex"},')
    assert "one line" in view.about
    view.show_response(reply(b"[1]"))
    assert view.text() == "[1]"
    assert view.large.lines.text() == ""


def test_the_choice_keeps_the_focus(qtbot: QtBot, view: BodyView) -> None:
    with qtbot.waitSignal(view.shown):
        view.show_response(reply(large()))
    view.activateWindow()
    view._raw.setFocus()
    qtbot.waitUntil(view._raw.hasFocus)
    with qtbot.waitSignal(view.shown):
        view._raw.click()
    assert view._raw.hasFocus()


def test_laying_out_can_be_cancelled_and_begun_again(
    qtbot: QtBot, view: BodyView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    view.show_response(reply(large()))
    next(one for one in view.busy.findChildren(QPushButton) if one.text() == "Cancel").click()
    assert view.stopped.isVisible()
    qtbot.waitUntil(lambda: list(tmp_path.iterdir()) == [])
    with qtbot.waitSignal(view.shown):
        next(one for one in view.stopped.findChildren(QPushButton)).click()
    assert view.large.isVisible()


def test_a_body_in_a_file_is_shown_from_there(qtbot: QtBot, view: BodyView, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.shown):
        view.show_response(kept(tmp_path / "body", large()))
    assert '"name": "Rex"' in view.text()


def test_a_body_whose_file_is_gone_says_so(qtbot: QtBot, view: BodyView, tmp_path: Path) -> None:
    response = kept(tmp_path / "body", large())
    (tmp_path / "body").unlink()
    view.show_response(response)
    qtbot.waitUntil(view.empty.isVisible)
    words = " ".join(one.text() for one in view.empty.findChildren(type(view.empty._title)))
    assert "no longer on disk" in words
    assert "Send the request again" in words


def test_an_image_is_drawn_or_shown_by_its_bytes(qtbot: QtBot, view: BodyView) -> None:
    with qtbot.waitSignal(view.shown):
        view.show_response(reply(PNG, "image/png"))
    assert view.image.isVisible()
    assert view.about == f"image/png  ·  {len(PNG)} B  ·  1 × 1 pixels"
    assert choices(view) == ["Image", "Bytes"]
    with qtbot.waitSignal(view.shown):
        press(view, "Bytes")
    assert view.text().startswith("89 50 4e 47")
    view.show_response(reply(b"[1]"))
    assert choices(view) == ["Pretty", "Raw"]


def test_the_last_response_wins(qtbot: QtBot, view: BodyView) -> None:
    view.show_response(reply(b'["' + b"x" * PAGE_BYTES + b'"]'))
    with qtbot.assertNotEmitted(view.shown, wait=100):
        view.show_response(reply(b"", status=204))
    view.show_response(reply(b"[1]"))
    assert view.text() == "[\n  1\n]"
