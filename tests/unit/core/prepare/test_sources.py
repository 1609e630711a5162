"""Files for a body: what can be sent, and one finding for what cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.prepare.sources import changed, file_part, media_type


def test_a_file_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")
    part = file_part(str(file), "the body")
    assert (part.path, part.size) == (file, 3)
    assert part.modified == file.stat().st_mtime_ns


def test_a_relative_path_begins_at_the_current_folder_and_a_tilde_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    monkeypatch.chdir(tmp_path)
    assert file_part("a.txt", "the body").size == 3
    monkeypatch.setenv("HOME", str(tmp_path))
    assert file_part("~/a.txt", "the body").path == tmp_path / "a.txt"


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("", "body_file_missing", "No file is chosen"),
        ("  ", "body_file_missing", "No file is chosen"),
        ("{}/none", "body_file_missing", "not there"),
        ("{}", "body_file_unreadable", "a folder"),
        ("{}/pipe", "body_file_unreadable", "no ordinary file"),
        ("/dev/null", "body_file_unreadable", "no ordinary file"),
        ("a\0b", "body_file_unreadable", "name"),
        ("x" * 5000, "body_file_unreadable", "too long"),
        ("{}/a.txt/b", "body_file_unreadable", "Not a directory"),
    ],
)
def test_what_is_no_file_is_told(tmp_path: Path, text: str, key: str, words: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Problem) as caught:
        file_part(text.format(tmp_path), "the body")
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("refused", key)
    assert words in finding.title
    assert finding.actions[0].parameters == {"place": "body"}


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)  # root may read everything
    with pytest.raises(Problem) as caught:
        file_part(str(file), "the body")
    assert caught.value.finding.id == "body_file_unreadable"
    assert "Permission denied" in caught.value.finding.title


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.json", "application/json"),
        ("a.PNG", "image/png"),
        ("a", "application/octet-stream"),
        ("a.tar.gz", "application/octet-stream"),
        ("a.unknown-suffix", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_name(name: str, kind: str) -> None:
    assert media_type(Path(name)) == kind


def test_a_file_that_changed_is_a_finding() -> None:
    problem = changed(OSError("the file a.txt changed after the request was made"))
    assert problem.finding.id == "body_file_unreadable"
    assert "changed" in problem.finding.title
