from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QColor, QImage

from apiclient_gui.core.model import Body, FilePart
from apiclient_gui.ui.widgets.result import picture
from apiclient_gui.ui.widgets.result.picture import Picture, decode, form
from tests.support.images import png

pytestmark = pytest.mark.usefixtures("qapp")

# Two frames of one pixel.
GIF = bytes.fromhex(
    "47494638396101000100800000ff000000ff00"
    "21f90400000000002c00000000010001000002024401002c000000000100010000020244013b"
)


def image(kind: str, width: int = 30, height: int = 20) -> bytes:
    drawn = QImage(width, height, QImage.Format.Format_RGB32)
    drawn.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    assert drawn.save(buffer, kind)  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("kept", ["memory", "file"])
def test_an_image_is_decoded(tmp_path: Path, kind: str, kept: str) -> None:
    content = image(kind)
    assert form(content[: picture.HEAD]) == kind
    body = Body(content)
    if kept == "file":
        (tmp_path / "body").write_bytes(content)
        body = Body(pieces=(FilePart(tmp_path / "body", len(content)),))
    drawn = decode(body, kind)
    assert isinstance(drawn, Picture)
    assert (drawn.image.width(), drawn.image.height(), drawn.note) == (30, 20, "")


def test_other_bytes_are_none() -> None:
    for head in (b"", b"<svg xmlns=", b"BM", b"RIFFxxxxWAVE", b"xxxxxxxxWEBP", b"\x89PNG"):
        assert form(head) == ""


def test_of_a_film_the_first_frame_is_drawn() -> None:
    assert form(GIF[: picture.HEAD]) == "gif"
    drawn = decode(Body(GIF), "gif")
    assert isinstance(drawn, Picture)
    assert drawn.note == "the first of 2 frames"


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    assert decode(Body(png(claimed=(30_000, 30_000))), "png") == (
        "30,000 × 30,000 pixels are too many to be drawn"
    )


def test_what_is_damaged_says_so() -> None:
    words = "The image is damaged or incomplete"
    assert decode(Body(png()[:40]), "png") == words
    assert decode(Body(b"GIF89a"), "gif") == words


def test_a_very_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_BYTES", 2**20)
    assert decode(Body(bytes(2**20 + 1)), "png") == "Images above 1 MB are not drawn"


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    decode(Body(image("png")), "png")
    assert list(tmp_path.iterdir()) == []
