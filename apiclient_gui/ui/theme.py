"""The look of the window: one token table for light and dark, fonts, spacing; nothing else names a colour.

`QStyleHints.setColorScheme` does nothing under the offscreen platform and bare X11 (measured), so both palettes are our
own; the style sheet, resources/theme.qss, is filled from the same tokens.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from apiclient_gui.core import resources

Look = Literal["system", "light", "dark"]
Tone = Literal[
    "text", "muted", "faint", "accent", "on_accent", "ok", "warn", "bad", "code1", "code2", "code3"
]

XS: Final = 4
S: Final = 8
M: Final = 12
L: Final = 16
XL: Final = 20
XXL: Final = 24

NOTE: Final = 12
BODY: Final = 13
TITLE: Final = 15
PAGE: Final = 18

FIELD_HEIGHT: Final = 34
ROW_HEIGHT: Final = 30


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, as `#RRGGBB`. `faint` is for what is disabled: no contrast is promised for it."""

    bg: str
    surface: str
    raised: str
    sunken: str
    hover: str
    border: str
    text: str
    muted: str
    faint: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    code1: str
    code2: str
    code3: str


LIGHT: Final = Tokens(
    bg="#FFFFFF",
    surface="#F6F7F9",
    raised="#FFFFFF",
    sunken="#F0F2F5",
    hover="#EEF0F4",
    border="#DFE3E8",
    text="#1A1F26",
    muted="#5A6472",
    faint="#9AA3AF",
    ok="#1E7B34",
    ok_soft="#E3F4E7",
    warn="#9A5200",
    warn_soft="#FFF1DC",
    bad="#B42318",
    bad_soft="#FDE9E7",
    accent="#3551CC",
    accent_hover="#2A43B0",
    accent_soft="#E8ECFB",
    on_accent="#FFFFFF",
    code1="#9A3412",
    code2="#1D4ED8",
    code3="#0F766E",
)

DARK: Final = Tokens(
    bg="#15171C",
    surface="#1B1E25",
    raised="#22262F",
    sunken="#101216",
    hover="#2A2F3A",
    border="#2F3540",
    text="#E7EAEF",
    muted="#98A2B3",
    faint="#666F7E",
    ok="#6FD08C",
    ok_soft="#1B2F23",
    warn="#F2B866",
    warn_soft="#33291A",
    bad="#FF8A80",
    bad_soft="#3A2022",
    accent="#8EA5FF",
    accent_hover="#A6B8FF",
    accent_soft="#262E4D",
    on_accent="#0F1424",
    code1="#F5A97F",
    code2="#8EA5FF",
    code3="#7FD6C8",
)


class Theme(QObject):
    """The look of one application, its child: follows the system's scheme unless told otherwise."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._look: Look = "system"
        # QSS draws arrows from files only; they are coloured copies of our icons.
        self._folder = tempfile.TemporaryDirectory(prefix="apiclient-look-")
        app.setStyle("Fusion")
        app.setFont(font())
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def look(self) -> Look:
        """What was asked for: system, light or dark."""
        return self._look

    def choose(self, look: Look, *, dress: bool = True) -> None:
        """Change palette, style sheet and (where the platform can) the window frames, now.

        Without `dress` the style sheet waits for `dress()`: with it, each widget that is put into another one is
        polished anew with all that is in it, and building the window takes twice the time.
        """
        self._look = look
        hints = self._app.styleHints()
        if look == "system":
            hints.unsetColorScheme()
        else:
            scheme = Qt.ColorScheme.Dark if look == "dark" else Qt.ColorScheme.Light
            hints.setColorScheme(scheme)
        self._paint(dress=dress)

    def dress(self) -> None:
        """Set the style sheet."""
        self._app.setStyleSheet(self._sheet(tokens()))
        self.changed.emit()

    def _follow(self) -> None:
        if self._look == "system":
            self._paint(dress=True)

    def _paint(self, *, dress: bool) -> None:
        system_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = self._look == "dark" or (self._look == "system" and system_dark)
        colours = DARK if dark else LIGHT
        self._app.setProperty("dark", dark)
        self._app.setPalette(palette(colours))
        if dress:
            self.dress()

    def _sheet(self, colours: Tokens) -> str:
        pictures = {
            "arrow_down": self._picture("chevron-down", colours.muted),
            "arrow_up": self._picture("chevron-up", colours.muted),
            "arrow_left": self._picture("chevron-left", colours.muted),
            "arrow_right": self._picture("chevron-right", colours.muted),
            "tick": self._picture("check", colours.on_accent),
        }
        return Template(resources.read("theme.qss")).substitute(asdict(colours), **pictures)

    def _picture(self, name: str, colour: str) -> str:
        path = Path(self._folder.name) / f"{name}-{colour[1:]}.svg"
        svg = resources.read(f"icons/{name}.svg").replace("currentColor", colour)
        path.write_text(svg, encoding="utf-8")
        return path.as_posix()


def apply(app: QApplication, look: Look, *, dress: bool = True) -> Theme:
    """Give the application our look, or change it; return the theme, whose `changed` says when it did."""
    theme = app.findChild(Theme, "theme") or Theme(app)
    theme.choose(look, dress=dress)
    return theme


def tokens() -> Tokens:
    """Return the colours in force; the light ones before `apply`."""
    app = QCoreApplication.instance()
    return DARK if app is not None and app.property("dark") else LIGHT


def colour(name: str) -> QColor:
    """Return the colour that a token has now; KeyError-like AttributeError for a name that is none."""
    return QColor(getattr(tokens(), name))


def palette(colours: Tokens) -> QPalette:
    """Return the palette for what the style sheet does not reach: views, native dialogs, placeholders."""
    role = QPalette.ColorRole
    made = QPalette()
    for part, value in (
        (role.Window, colours.bg),
        (role.WindowText, colours.text),
        (role.Base, colours.raised),
        (role.AlternateBase, colours.surface),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.on_accent),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent_soft),
        (role.HighlightedText, colours.text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.raised),
        (role.Midlight, colours.hover),
        (role.Mid, colours.border),
        (role.Dark, colours.muted),
        (role.Shadow, colours.border),
    ):
        made.setColor(part, QColor(value))
    for part in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(colours.faint))
    return made


def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Return the system's own face. `size` in px as the sketches count; a larger system font scales all sizes."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made.setPixelSize(_scaled(made, size))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def mono(size: int = NOTE, *, bold: bool = False) -> QFont:
    """Return the face for all that goes over the wire; ligatures off, because `!=` must show as two characters."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if _has_family("JetBrains Mono"):
        made = QFont("JetBrains Mono")
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(_scaled(system, size))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    for feature in ("calt", "liga"):
        made.setFeature(QFont.Tag.fromString(feature), 0)
    return made


@cache
def _has_family(name: str) -> bool:
    return QFontDatabase.hasFamily(name)  # 0.2 ms, and each method painted in a list asks


def _scaled(system: QFont, size: int) -> int:
    # Platforms differ by a pixel or two around 13; only what somebody enlarged on purpose is followed.
    wanted = QFontInfo(system).pixelSize()
    return round(size * wanted / BODY) if wanted > TITLE else size


def mark(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet selects by (`kind`, `tone`, `card`) and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def icon_size() -> QSize:
    """Return the size of an icon in a button or a row."""
    return QSize(16, 16)
