"""Large bodies on disk: private, deleted when nobody needs them, and swept away after a kill."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from apiclient_gui.core.model import Body, FilePart
from apiclient_gui.core.wire.spool import Spool


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path / "spool")
    yield made
    made.close()


def held(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.body"))


def test_nothing_is_made_before_the_first_file(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.sweep()
    spool.close()
    assert list(tmp_path.iterdir()) == []


def test_a_body_is_kept_for_the_user_only(spool: Spool, tmp_path: Path) -> None:
    body = spool.keep([b"one ", b"", b"two"])
    assert body.file is not None
    assert body.file.read_bytes() == b"one two"
    assert (body.size, body.content) == (7, b"")
    assert body.file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o700


def test_close_deletes_all_and_the_next_one_works(spool: Spool, tmp_path: Path) -> None:
    spool.keep([b"1"])
    spool.keep([b"2"])
    assert len(held(tmp_path)) == 2
    spool.close()
    assert list((tmp_path / "spool").iterdir()) == []
    assert spool.keep([b"3"]).size == 1


def test_without_a_folder_the_system_has_a_place() -> None:
    spool = Spool(None)
    file = spool.keep([b"x"]).file
    assert file is not None
    assert file.parent.stat().st_mode & 0o777 == 0o700
    spool.close()
    assert not file.parent.exists()


def test_one_is_discarded_and_other_files_are_not(spool: Spool, tmp_path: Path) -> None:
    mine, other = spool.keep([b"x"]), tmp_path / "other"
    other.write_bytes(b"x")
    for body in (mine, mine, Body(b"x"), Body(pieces=(FilePart(other, 1),))):
        spool.discard(body)
    assert held(tmp_path) == []
    assert other.exists()


def test_one_that_breaks_off_is_deleted(spool: Spool, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        spool.keep(broken())
    assert held(tmp_path) == []


def test_a_full_disk_is_told(spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.keep([b"x"])
    opened = Path.open

    class Full:
        def __init__(self, path: Path) -> None:
            self.file = opened(path, "xb", buffering=0)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, _: bytes) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda path, *_, **__: Full(path))
    with pytest.raises(ValueError, match="could not be kept on disk: No space left"):
        spool.keep([b"y"])
    monkeypatch.undo()
    assert len(held(tmp_path)) == 1


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ValueError, match="could not be kept on disk"):
        Spool(tmp_path / "file" / "spool").keep([b"x"])


def test_what_a_killed_process_left_is_swept_and_what_lives_is_not(
    spool: Spool, tmp_path: Path
) -> None:
    code = (
        "import os, sys; from pathlib import Path; from apiclient_gui.core.wire.spool import Spool;"
        "Spool(Path(sys.argv[1])).keep([b'left']); os.kill(os.getpid(), 9)"
    )
    folder = tmp_path / "spool"
    mine = spool.keep([b"mine"])
    subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert len(held(folder)) == 2
    other = Spool(folder)
    other.sweep()
    assert held(folder) == [mine.file]
    spool.sweep()
    assert held(folder) == [mine.file]
