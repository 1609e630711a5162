"""Choosing a file: a dialog that does not block, and what can be told about a file before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.prepare import sources
from apiclient_gui.ui.widgets.result.exchange_texts import size


def choose_file(
    parent: QWidget, title: str, take: Callable[[str], None], filters: Sequence[str] = ()
) -> None:
    """Open a dialog; `take` gets the path of the file that is chosen in it."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if filters:
        dialog.setNameFilters([*filters, "All files (*)"])
    dialog.fileSelected.connect(take)
    dialog.open()


def dropped_files(data: QMimeData) -> list[str]:
    """Return the paths of the files that are being dropped."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def about(path: str, *, guessed: bool = True) -> tuple[str, bool]:
    """Return what is known of a file in words, its type among them if that is `guessed`, and whether it can be sent."""
    if not path.strip():
        return "", True
    if "{{" in path:
        return "Which file it is, its variables tell when it is sent.", True
    try:
        part = sources.file_part(path, "this")
    except Problem as problem:
        words = problem.finding.title.removeprefix("The file for this ")
        return f"✕ It {words}.", False
    kind = f" · {sources.media_type(Path(path))}" if guessed else ""
    return f"{size(part.size)}{kind}", True
