"""The files that ship with the program are found from any working folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core import resources


def test_the_folder_is_there_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    resources.folder.cache_clear()
    assert resources.folder().is_absolute()
    assert resources.folder().is_dir()


def test_a_file_is_read_as_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "x.svg").write_bytes("<svg>日本</svg>".encode())
    monkeypatch.setattr(resources, "folder", lambda: tmp_path)
    assert resources.read("icons/x.svg") == "<svg>日本</svg>"


def test_a_missing_file_is_an_error_of_ours() -> None:
    with pytest.raises(FileNotFoundError):
        resources.read("no-such-file.txt")
