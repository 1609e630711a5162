from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.formatter.launch import Laid, lay_out
from apiclient_gui.core.model import Body, FilePart

JSON = b'{"name":"Rex"}'


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def on_disk(tmp_path: Path, content: bytes) -> Body:
    path = tmp_path / "body"
    path.write_bytes(content)
    return Body(pieces=(FilePart(path, len(content)),))


def text(laid: Laid) -> list[str]:
    assert laid.lines is not None
    return [laid.lines.row(number).content.decode() for number in range(laid.lines.index.rows)]


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("kept", ["memory", "file"])
def test_a_body_is_laid_out_and_nothing_is_left(tmp_path: Path, temporary: Path, kept: str) -> None:
    body = on_disk(tmp_path, JSON) if kept == "file" else Body(JSON)
    laid = lay_out(body, "application/json", pretty=True, stop=Cancel())
    assert laid.form == "json"
    assert text(laid) == ["{", '  "name": "Rex"', "}"]
    raw = lay_out(body, "application/json", pretty=False, stop=Cancel())
    assert text(raw) == ['{"name":"Rex"}']
    del laid, raw
    assert left(temporary) == []


def test_bytes_are_shown_from_where_they_are(tmp_path: Path) -> None:
    laid = lay_out(on_disk(tmp_path, b"\0\1\2"), "", pretty=True, stop=Cancel())
    assert (laid.form, laid.lines) == ("hex", None)
    assert laid.store.read(1, 3) == b"\1\2"


def test_a_cancelled_child_is_killed_and_leaves_nothing(temporary: Path) -> None:
    stop = Cancel()
    stop.request()
    hangs = [sys.executable, "-c", "import time; time.sleep(600)"]
    with pytest.raises(Cancelled):
        lay_out(Body(JSON), "", pretty=True, stop=stop, command=hangs)
    assert left(temporary) == []


def test_a_file_that_is_gone_says_so(tmp_path: Path, temporary: Path) -> None:
    body = on_disk(tmp_path, JSON)
    (tmp_path / "body").unlink()
    with pytest.raises(Problem) as told:
        lay_out(body, "", pretty=True, stop=Cancel())
    assert told.value.finding.id == "body_gone"
    assert left(temporary) == []


def test_a_child_that_fails_is_quoted(temporary: Path) -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('no room left')"]
    with pytest.raises(Problem) as told:
        lay_out(Body(JSON), "", pretty=True, stop=Cancel(), command=fails)
    assert told.value.finding.id == "body_not_laid_out"
    assert told.value.finding.evidence[0].value == "no room left"
    assert left(temporary) == []


def test_no_folder_for_temporary_files_is_a_finding(temporary: Path) -> None:
    temporary.rmdir()
    with pytest.raises(Problem) as told:
        lay_out(Body(JSON), "", pretty=True, stop=Cancel())
    assert told.value.finding.id == "body_not_laid_out"


def test_any_type_is_no_trouble() -> None:
    strange = "application/json; \0\ud800\n" + "x" * 10_000_000
    assert lay_out(Body(JSON), strange, pretty=True, stop=Cancel()).form == "json"
