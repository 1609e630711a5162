from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import files
from apiclient_gui.core.finding import Problem

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")

# Writes A and B in turns and tells each time: the parent kills it in the middle of the next one.
WRITER = """
import sys
from pathlib import Path
from apiclient_gui.core import files
while True:
    for letter in (b"A", b"B"):
        files.write(Path(sys.argv[1]), letter * 300_000)
        print("written", flush=True)
"""


@contextlib.contextmanager
def closed_folder() -> Iterator[Path]:
    """A folder that this process may look into but not write to, also when the tests run as root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    files.write(path, b"one\r\n")
    files.write(path, b"two\x00")
    assert path.read_bytes() == b"two\x00"
    assert names(tmp_path) == ["a.toml"]


@posix
def test_mode_is_given_kept_or_from_the_umask(tmp_path: Path) -> None:
    private, usual = tmp_path / "private", tmp_path / "usual"
    files.write(private, b"1", mode=0o600)
    assert private.stat().st_mode & 0o777 == 0o600
    files.write(private, b"2")
    assert private.stat().st_mode & 0o777 == 0o600, "an old file's permissions stay"
    old = os.umask(0o027)
    try:
        files.write(usual, b"1")
    finally:
        os.umask(old)
    assert usual.stat().st_mode & 0o777 == 0o640


def test_full_disk_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    files.write(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem) as caught:
        files.write(path, b"new")
    assert caught.value.trouble == "storage"
    assert caught.value.finding.id == "disk_full"
    assert caught.value.finding.evidence[0].value == str(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.toml"], "no temporary file stays"


@posix
def test_folder_without_permission() -> None:
    with closed_folder() as folder:
        for attempt in (
            lambda: files.write(folder / "a.toml", b""),
            lambda: files.make_folder(folder / "below"),
        ):
            with pytest.raises(Problem) as caught:
                attempt()
            assert caught.value.finding.id == "file_not_permitted"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("x" * 300, "file_name_too_long"),
        ("a\x00b", "file_name_invalid"),
        ("\ud800", "file_name_invalid"),
        ("missing/a.toml", "file_trouble"),
        ("folder", "file_trouble"),
    ],
)
def test_names_and_places_that_cannot_be_written(tmp_path: Path, name: str, key: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem) as caught:
        files.write(tmp_path / name, b"x")
    assert caught.value.finding.id == key
    str(caught.value.finding).encode()
    assert names(tmp_path) == ["folder"]


def test_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    files.write(tmp_path / "link", b"new")
    assert (tmp_path / "target").read_bytes() == b"mine"
    assert (tmp_path / "link").read_bytes() == b"new"


def test_killed_writer_leaves_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    kills = 8
    for kill in range(kills):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            for _ in range(kill + 1):
                assert writer.stdout.readline().strip() == b"written"
            writer.kill()
        assert path.read_bytes() in (b"A" * 300_000, b"B" * 300_000)
    leftovers = [name for name in names(tmp_path) if name != "a.toml"]
    assert len(leftovers) <= kills
    for name in leftovers:
        os.utime(tmp_path / name, (0, 0))
    files.clear_leftovers(tmp_path)
    assert names(tmp_path) == ["a.toml"]


def test_leftovers_go_when_old_and_nothing_else(tmp_path: Path) -> None:
    old, young = f".apiclient-{'0' * 16}.tmp", f".apiclient-{'1' * 16}.tmp"
    for name in (old, young, ".apiclient-mine.tmp", "a.toml"):
        (tmp_path / name).touch()
        if name != young:
            os.utime(tmp_path / name, (0, 0))
    files.clear_leftovers(tmp_path)
    assert names(tmp_path) == sorted([young, ".apiclient-mine.tmp", "a.toml"])
    files.clear_leftovers(tmp_path / "missing")


@posix
def test_private_folder(tmp_path: Path) -> None:
    files.make_folder(tmp_path / "a" / "b", private=True)
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    (tmp_path / "wide").mkdir(mode=0o755)
    files.make_folder(tmp_path / "wide", private=True)
    assert (tmp_path / "wide").stat().st_mode & 0o777 == 0o700


def test_folder_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem) as caught:
        files.make_folder(tmp_path / "file")
    assert caught.value.finding.id == "file_trouble"


def test_set_aside_keeps_every_one(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    targets = []
    for content in (b"1", b"2", b"3"):
        path.write_bytes(content)
        targets.append(files.set_aside(path))
    assert [target.read_bytes() for target in targets] == [b"1", b"2", b"3"]
    assert len(names(tmp_path)) == 3
    assert all(name.startswith("a.toml.damaged-2") for name in names(tmp_path))


def test_set_aside_of_a_folder_a_long_name_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    (tmp_path / "x.toml" / "inside").touch()
    assert names(files.set_aside(tmp_path / "x.toml")) == ["inside"]
    (tmp_path / ("é" * 127)).touch()
    assert files.set_aside(tmp_path / ("é" * 127), "kept").name.startswith("é" * 100 + ".kept-")
    with pytest.raises(Problem):
        files.set_aside(tmp_path / "missing")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("List pets (signed)", "list-pets-signed"),
        ("GET /pets/{id}?a=b", "get-pets-id-a-b"),
        ("Tiere löschen", "tiere-löschen"),
        ("o\u0308l", "öl"),
        ("ペット 一覧", "ペット-一覧"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con_"),
        ("LPT1", "lpt1_"),
        ("COM¹", "com¹_"),
        ("console", "console"),
        ("v1.2...", "v1-2"),
        ("snake_case", "snake_case"),
        ("", "untitled"),
        ("\x00\ud800\u202e🐶", "untitled"),
        ("x" * 500, "x" * 80),
        ("é" * 500, "é" * 40),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert files.slug(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IAM", "IAM"),
        ("Lambda authorizer", "Lambda authorizer"),
        ("a/b\\c:d*", "a-b-c-d-"),
        ("..", "untitled"),
        (".git", "git"),
        ("dots. . ", "dots"),
        ("NUL.txt", "NUL.txt_"),
        ("tab\there\ud800", "tab-here-"),
    ],
)
def test_folder_name(name: str, expected: str) -> None:
    assert files.folder_name(name) == expected


@given(st.text(st.characters(), max_size=300))
def test_every_slug_is_a_name_that_stays(name: str) -> None:
    slug = files.slug(name)
    assert slug
    assert len(slug.encode()) <= 81
    assert unicodedata.is_normalized("NFC", slug)
    assert not set(slug) & set('<>:"/\\|?*. \x00')
    assert files.slug(slug) == slug
    folder = files.folder_name(name)
    assert folder.strip(". ") == folder != ""
    assert not set(folder) & set('<>:"/\\|?*\x00')


def test_free_name_counts_without_regard_to_case_and_composition() -> None:
    assert files.free_name("a", []) == "a"
    assert files.free_name("a", ["A", "a-2"]) == "a-3"
    assert files.free_name("öl", ["O\u0308L"]) == "öl-2"
    assert files.free_name("straße", ["STRASSE"]) == "straße-2"


def test_printable_escapes_and_cuts() -> None:
    assert files.printable("a\x1b[31m\ud800é\n") == "a\\x1b[31m\\ud800é\\n"
    assert files.printable("abcdef", 3) == "abc…"


def test_blocks_are_written_in_order_and_an_error_among_them_leaves_the_old_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "file"
    files.write_blocks(path, (b"one ", b"two"))
    assert path.read_bytes() == b"one two"

    def broken() -> Iterator[bytes]:
        yield b"new"
        raise OSError(5, "gone")

    with pytest.raises(Problem):
        files.write_blocks(path, broken())
    assert path.read_bytes() == b"one two"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
