from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from apiclient_gui.ui.session import Session


def test_what_is_kept_is_there_next_time(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    session = Session(file)
    assert session.look == "system"
    assert session.geometry is None
    assert session.size("side") is None
    session.look = "dark"
    session.geometry = QByteArray(b"\0place")
    session.keep_text("request", "IAM/list pets, ünsigned")
    session.keep_size("side", 264)
    session.flush()
    again = Session(file)
    assert again.look == "dark"
    assert again.geometry == QByteArray(b"\0place")
    assert again.text("request") == "IAM/list pets, ünsigned"
    assert again.size("side") == 264


@pytest.mark.parametrize(
    "content",
    [
        "[General]\nlook=purple\ngeometry=words\nside=x\n",
        "[General]\nlook=1,2\nside=-5\n",
        "[General]\nside=0\n",
        "\0\0\xff not an ini",
    ],
)
def test_what_does_not_fit_counts_as_absent(tmp_path: Path, content: str) -> None:
    file = tmp_path / "window.ini"
    file.write_bytes(content.encode("latin-1"))
    session = Session(file)
    assert session.look == "system"
    assert session.geometry is None
    assert session.size("side") is None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    session = Session(tmp_path / "file" / "window.ini")
    session.look = "dark"
    session.flush()
    assert session.look == "dark"


def test_all_of_it_can_be_forgotten(tmp_path: Path) -> None:
    session = Session(tmp_path / "window.ini")
    session.look = "dark"
    session.keep_text("environment", "dev")
    session.flush()
    session.forget()
    for one in (session, Session(tmp_path / "window.ini")):
        assert (one.look, one.text("environment")) == ("system", "")
