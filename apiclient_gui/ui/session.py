"""What the window remembers from one run to the next: its place and panes, what was open, the look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from apiclient_gui.ui.theme import Look


class Session:
    """An INI file in the data folder. Whatever stands in it is checked: a value that does not fit counts as absent."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def look(self) -> Look:
        """The look chosen: system, light or dark."""
        match self._settings.value("look"):
            case "light":
                return "light"
            case "dark":
                return "dark"
        return "system"

    @look.setter
    def look(self, look: Look) -> None:
        self._settings.setValue("look", look)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window stood, as Qt writes it; None at the first start."""
        kept = self._settings.value("geometry")
        return kept if isinstance(kept, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def text(self, key: str) -> str:
        """Return a text kept under a key; empty without one."""
        kept = self._settings.value(key)
        return kept if isinstance(kept, str) else ""

    def keep_text(self, key: str, text: str) -> None:
        """Keep a text under a key."""
        self._settings.setValue(key, text)

    def size(self, key: str) -> int | None:
        """Return the size of a pane in px; None without one."""
        kept = self.text(key)
        return int(kept) if kept.isdecimal() and kept.isascii() and int(kept[:9]) > 0 else None

    def keep_size(self, key: str, size: int) -> None:
        """Keep the size of a pane."""
        self.keep_text(key, str(size))

    def forget(self) -> None:
        """Remove all that is kept; the window writes its place and size anew when it closes."""
        self._settings.clear()
        self.flush()

    def flush(self) -> None:
        """Write the file now; a disk that refuses costs what was to be remembered, and nothing else."""
        self._settings.sync()
