"""A body that is an image: known by its first bytes, decoded on a worker's thread, within limits."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QImageReader

from apiclient_gui.core.model import Body

MOST_PIXELS: Final = 64 * 10**6
"""256 MB in memory; a file of some kilobytes can claim to be a thousand times that."""
MOST_BYTES: Final = 128 * 2**20
HEAD: Final = 16

# SVG is a text that can hold scripts and references: it is read, not drawn.
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"WEBP", 8, "webp"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a form (`png`); `note` says what is special about it."""

    image: QImage
    form: str
    note: str = ""


def form(head: bytes) -> str:
    """Return `png`, `jpeg`, `gif` or `webp` by a body's first 16 bytes; empty for anything else."""
    for beginning, at, name in _BEGINNINGS:
        if head[at : at + len(beginning)] == beginning and (name != "webp" or head[:4] == b"RIFF"):
            return name
    return ""


def decode(body: Body, kind: str) -> Picture | str:
    """Read a body of a known form; for what is damaged or too large return why it is not shown.

    Raises OSError when the body's file cannot be read. The reader gets a file and no QBuffer: that is a QObject, which
    no worker may hold.
    """
    if body.size > MOST_BYTES:
        return f"Images above {MOST_BYTES // 2**20} MB are not drawn"
    if body.file is not None:
        return _read(body.file, kind)
    number, name = tempfile.mkstemp(prefix="apiclient-image-")
    path = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(body.blocks())
        return _read(path, kind)
    finally:
        path.unlink(missing_ok=True)


def _read(path: Path, kind: str) -> Picture | str:
    reader = QImageReader(str(path), QByteArray(kind.encode()))
    # By content or ending it could become another format than the one that was looked for.
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    width, height = size.width(), size.height()
    if width * height > MOST_PIXELS:
        return f"{width:,} × {height:,} pixels are too many to be drawn"
    image = reader.read()
    if image.isNull():
        return "The image is damaged or incomplete"
    frames = reader.imageCount()
    return Picture(image, kind, f"the first of {frames} frames" if frames > 1 else "")
