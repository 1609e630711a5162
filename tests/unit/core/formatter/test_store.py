from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiclient_gui.core.formatter.store import Memory, Opened, Store


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return Memory(b"0123456789")
    (tmp_path / "body").write_bytes(b"0123456789")
    return Opened(tmp_path / "body")


def test_any_piece_is_read(store: Store) -> None:
    assert store.size == 10
    assert store.read(3, 6) == b"345"
    assert store.read(0, 2) == b"01"
    assert store.read(8, 20) == b"89"
    assert store.read(20, 30) == b""
    assert store.read(5, 5) == b""
    assert store.read(-3, 2) == b"01"


def test_a_file_that_was_shortened_gives_less(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"x" * 100_000)
    store = Opened(path)
    os.truncate(path, 10)
    assert store.read(5, 100) == b"x" * 5
    assert store.read(50_000, 50_010) == b""


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Opened(tmp_path / "none")


def test_its_own_folder_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "body").write_bytes(b"text")
    store = Opened(folder / "body", folder)
    assert store.read(0, 4) == b"text"
    del store
    assert not folder.exists()
