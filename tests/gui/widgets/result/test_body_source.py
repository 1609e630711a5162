from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.formatter import reading
from apiclient_gui.core.model import Body, FilePart
from apiclient_gui.ui.widgets.result.body_source import (
    CHILD_BYTES,
    PAGE_BYTES,
    Large,
    Shown,
    Text,
    is_quick,
    make_ready,
)
from apiclient_gui.ui.widgets.result.picture import Picture
from tests.support.images import png

pytestmark = pytest.mark.usefixtures("qapp")
PNG = png()


def ready(body: Body, kind: str = "application/json", *, pretty: bool = True) -> Shown:
    return make_ready(body, kind, pretty=pretty, stop=Cancel())


def on_disk(tmp_path: Path, content: bytes) -> Body:
    path = tmp_path / "body"
    path.write_bytes(content)
    return Body(pieces=(FilePart(path, len(content)),))


def json(size: int) -> bytes:
    return msgspec.json.encode([{"name": "Rex"}] * (size // 15 + 1))


def test_a_small_text_is_one_page() -> None:
    body = Body(b'{"a":1}')
    assert is_quick(body)
    assert ready(body) == Text(b'{\n  "a": 1\n}', "json", "")
    assert ready(body, pretty=False) == Text(b'{"a":1}', "json", "")
    assert ready(Body(b"caf\xe9"), "text/plain; charset=latin-1") == Text(
        "café".encode(), "text", ""
    )


@pytest.mark.parametrize("size", [PAGE_BYTES, CHILD_BYTES // 2, CHILD_BYTES])
@pytest.mark.parametrize("kept", ["memory", "file"])
def test_a_large_one_is_rows(tmp_path: Path, size: int, kept: str) -> None:
    content = json(size)
    body = Body(content) if kept == "memory" else on_disk(tmp_path, content)
    assert not is_quick(body)
    shown = ready(body)
    assert isinstance(shown, Large)
    assert shown.form == "json"
    assert [shown.rows.text(number) for number in range(3)] == ["[", "  {", '    "name": "Rex"']
    raw = ready(body, pretty=False)
    assert isinstance(raw, Large)
    assert raw.rows.text(0).startswith('[{"name":"Rex"}')
    assert raw.rows.store.size == len(content)


def test_a_small_body_in_a_file_is_shown_all_the_same(tmp_path: Path) -> None:
    body = on_disk(tmp_path, b"[1]")
    assert not is_quick(body)
    shown = ready(body)
    assert isinstance(shown, Large)
    assert shown.rows.count == 3


def test_bytes_are_rows_of_any_size(tmp_path: Path) -> None:
    for body in (Body(b"\xff\xfe"), on_disk(tmp_path, b"\xff\xfe")):
        shown = ready(body, "application/octet-stream")
        assert isinstance(shown, Large)
        assert (shown.form, shown.image) == ("hex", "")
        assert shown.rows.text(0).startswith("ff fe")
        assert "Not text" in shown.note


def test_an_image_is_drawn_or_shown_by_its_bytes(tmp_path: Path) -> None:
    for body in (Body(PNG), on_disk(tmp_path, PNG)):
        assert not is_quick(body)
        assert isinstance(ready(body, "text/html"), Picture)
        shown = ready(body, "image/png", pretty=False)
        assert isinstance(shown, Large)
        assert (shown.image, shown.note) == ("png", "")
        assert shown.rows.text(0).endswith("·PNG········IHDR")


def test_an_image_that_cannot_be_drawn_is_its_bytes() -> None:
    shown = ready(Body(b"GIF89a"), "image/gif")
    assert isinstance(shown, Large)
    assert (shown.image, shown.note) == ("", "The image is damaged or incomplete: shown as bytes")


def test_a_drawing_that_is_text_is_read() -> None:
    shown = ready(Body(b'<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/svg+xml")
    assert isinstance(shown, Text)


@pytest.mark.parametrize("content", [b"[1]", PNG])
def test_a_file_that_is_gone_is_a_finding(tmp_path: Path, content: bytes) -> None:
    body = on_disk(tmp_path, content)
    (tmp_path / "body").unlink()
    with pytest.raises(Problem) as told:
        ready(body)
    assert told.value.finding.id == "body_gone"


def test_a_file_that_changed_is_a_finding(tmp_path: Path) -> None:
    body = on_disk(tmp_path, PNG)
    (tmp_path / "body").write_bytes(b"")
    with pytest.raises(Problem) as told:
        ready(body)
    assert told.value.finding.id == "body_not_laid_out"
    assert "changed" in told.value.finding.evidence[0].value


def test_nobody_waits_for_what_is_cancelled(tmp_path: Path) -> None:
    stop = Cancel()
    stop.request()
    with pytest.raises(Cancelled):
        make_ready(on_disk(tmp_path, b"[1]"), "", pretty=True, stop=stop)


def test_deep_nesting_is_left_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    body = Body(b"[" * 100 + b"]" * 100)
    assert not is_quick(body)
    here: list[bytes] = []
    monkeypatch.setattr(reading, "read", lambda content, *_, **__: here.append(content))
    shown = ready(body)
    assert here == []
    assert isinstance(shown, Large)
    assert shown.rows.count == 199
