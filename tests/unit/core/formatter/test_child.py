from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.formatter import child, rows
from apiclient_gui.core.formatter.child import Outcome

COMMAND = (sys.executable, "-m", "apiclient_gui.core.formatter.child")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def body(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "body"
    path.write_bytes(content)
    return path


def test_json_is_written_with_its_rows(tmp_path: Path, folder: Path) -> None:
    source = body(tmp_path, b'{"a":[1,2]}')
    outcome = child.lay_out(source, folder, "application/json", pretty=True)
    text = (folder / "text").read_bytes()
    assert text == b'{\n  "a": [\n    1,\n    2\n  ]\n}'
    assert outcome == Outcome("json", text=True, rows=6, lines=6)
    found = rows.load((folder / "rows").read_bytes(), rows=outcome.rows, lines=outcome.lines)
    assert found == rows.index(text)


def test_raw_writes_rows_only(tmp_path: Path, folder: Path) -> None:
    source = body(tmp_path, b'{"a":\n[1,2]}')
    outcome = child.lay_out(source, folder, "application/json", pretty=False)
    assert outcome == Outcome("json", rows=2, lines=2)
    assert [path.name for path in folder.iterdir()] == ["rows"]


def test_bytes_write_nothing(tmp_path: Path, folder: Path) -> None:
    source = body(tmp_path, b"\0\1\2")
    assert child.lay_out(source, folder, "", pretty=True).form == "hex"
    assert list(folder.iterdir()) == []


def test_as_a_process_it_says_what_it_did(tmp_path: Path, folder: Path) -> None:
    source = body(tmp_path, b"[1]")
    with subprocess.Popen(
        [*COMMAND, source, folder, "", "pretty"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        said = process.stdout.read()
        assert process.wait() == 0
    assert msgspec.json.decode(said, type=Outcome) == Outcome("json", text=True, rows=3, lines=3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a source that hangs is made with a FIFO")
def test_it_ends_with_the_one_that_started_it(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "body"
    os.mkfifo(source)
    with subprocess.Popen(
        [*COMMAND, source, folder, "", "pretty"], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin
        process.stdin.close()
        assert process.wait() == 1
    assert not folder.exists()


def test_it_imports_little() -> None:
    # Every large body waits for its start.
    code = "import sys, apiclient_gui.core.formatter.child; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert "msgspec" in loaded
    assert not loaded & {"PySide6", "requests", "botocore", "apiclient_gui.core.model"}
