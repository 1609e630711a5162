"""Bodies: size, hash and blocks, in memory and in files that may change."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from apiclient_gui.core.model import BLOCK, Body, FilePart


def test_body_size_and_hash_are_those_of_the_bytes() -> None:
    body = Body("é".encode())
    assert body.size == 2
    assert body.sha256() == hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert Body().sha256().startswith("e3b0c442")


def in_files(tmp_path: Path) -> Body:
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_bytes(b"x" * (BLOCK + 5))
    second.write_bytes(b"")
    facts = first.stat()
    parts = (FilePart(first, facts.st_size, facts.st_mtime_ns), FilePart(second, 0))
    return Body(pieces=(b"a", parts[0], b"", parts[1], b"z"))


def test_size_hash_and_blocks_go_over_memory_and_files(tmp_path: Path) -> None:
    body = in_files(tmp_path)
    whole = b"a" + b"x" * (BLOCK + 5) + b"z"
    assert body.size == len(whole)
    assert b"".join(body.blocks()) == whole
    assert max(map(len, body.blocks())) == BLOCK
    assert body.sha256() == hashlib.sha256(whole).hexdigest()
    assert body.head(3) == b"axx"
    assert body.head(BLOCK + 100) == whole


def test_the_hash_is_read_once(tmp_path: Path) -> None:
    body = in_files(tmp_path)
    before = body.sha256()
    (tmp_path / "1").unlink()
    assert body.sha256() == before


def test_a_body_of_one_file_names_it(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    assert Body(pieces=(FilePart(file, 3),)).file == file
    assert Body(pieces=(FilePart(file, 3), b"x")).file is None
    assert Body(b"abc").file is None


@pytest.mark.parametrize("content", [b"longer than it was", b"x", b""])
def test_a_file_of_another_size_is_not_read_in_silence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"abc")
    part = FilePart(file, 3)
    file.write_bytes(content)
    with pytest.raises(OSError, match=r"a\.bin changed"):
        list(part.blocks())


def test_a_file_written_again_is_not_read_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"abc")
    part = FilePart(file, 3, file.stat().st_mtime_ns)
    assert list(part.blocks()) == [b"abc"]
    file.write_bytes(b"abd")
    os.utime(file, ns=(1, 1))
    with pytest.raises(OSError, match="changed"):
        list(part.blocks())


def test_a_file_that_changes_while_it_is_read_is_told_before_the_end(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"abc" * BLOCK)
    blocks = FilePart(file, 3 * BLOCK, file.stat().st_mtime_ns).blocks()
    next(blocks)
    os.utime(file, ns=(1, 1))
    with pytest.raises(OSError, match="changed"):
        list(blocks)


def test_a_file_that_is_gone_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Body(pieces=(FilePart(tmp_path / "none", 1),)).sha256()
