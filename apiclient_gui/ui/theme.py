"""The look of the window: one token table for light and dark, fonts, spacing; nothing else names a colour.

`QStyleHints.setColorScheme` does nothing under the offscreen platform and bare X11 (measured), so both palettes are our
own; the style sheet at the end is filled from the same tokens.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
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
Surface = Literal[
    "bg", "surface", "raised", "sunken", "ok_soft", "warn_soft", "bad_soft", "accent_soft", "accent"
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

    def choose(self, look: Look) -> None:
        """Change palette, style sheet and (where the platform can) the window frames, now."""
        self._look = look
        hints = self._app.styleHints()
        if look == "system":
            hints.unsetColorScheme()
        else:
            scheme = Qt.ColorScheme.Dark if look == "dark" else Qt.ColorScheme.Light
            hints.setColorScheme(scheme)
        self._paint()

    def _follow(self) -> None:
        if self._look == "system":
            self._paint()

    def _paint(self) -> None:
        system_dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        dark = self._look == "dark" or (self._look == "system" and system_dark)
        colours = DARK if dark else LIGHT
        self._app.setProperty("dark", dark)
        self._app.setPalette(palette(colours))
        self._app.setStyleSheet(self._sheet(colours))
        self.changed.emit()

    def _sheet(self, colours: Tokens) -> str:
        pictures = {
            "arrow_down": self._picture("chevron-down", colours.muted),
            "arrow_up": self._picture("chevron-up", colours.muted),
            "arrow_right": self._picture("chevron-right", colours.muted),
            "tick": self._picture("check", colours.on_accent),
        }
        return Template(SHEET).substitute(asdict(colours), **pictures)

    def _picture(self, name: str, colour: str) -> str:
        path = Path(self._folder.name) / f"{name}-{colour[1:]}.svg"
        svg = resources.read(f"icons/{name}.svg").replace("currentColor", colour)
        path.write_text(svg, encoding="utf-8")
        return path.as_posix()


def apply(app: QApplication, look: Look) -> Theme:
    """Give the application our look, or change it; return the theme, whose `changed` says when it did."""
    theme = app.findChild(Theme, "theme") or Theme(app)
    theme.choose(look)
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
    if QFontDatabase.hasFamily("JetBrains Mono"):
        made = QFont("JetBrains Mono")
    made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(_scaled(system, size))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    for feature in ("calt", "liga"):
        made.setFeature(QFont.Tag.fromString(feature), 0)
    return made


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


SHEET: Final = """
QLineEdit, QPlainTextEdit, QTextEdit, QLabel, QSpinBox {
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted; }
QAbstractItemView { selection-background-color: $accent_soft; selection-color: $text; }
QAbstractScrollArea { background: $bg; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextEdit {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; }
QLineEdit, QComboBox, QSpinBox { min-height: 22px; padding: 5px 10px; }
QPlainTextEdit, QTextEdit { padding: 3px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 4px 9px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 2px; }
QLineEdit[kind="search"] { padding-left: 4px; }
QLineEdit[kind="search"]:focus { padding-left: 3px; }
QLineEdit[kind="bad"], QComboBox[kind="bad"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { color: $faint; background: $surface; }
QLineEdit[kind="cell"] { border: 2px solid $accent; border-radius: 4px; padding: 0 6px; min-height: 0; }
QPlainTextEdit[kind="read"] { background: $surface; }
QTextEdit[kind="wire"], QPlainTextEdit[kind="bare"] { background: transparent; border: 0; padding: 0; }
QTextEdit[kind="wire"]:focus { background: $raised; border-radius: 4px; }
QPlainTextEdit[kind="bare"]:focus { border: 0; }

QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: 26px; }
QComboBox::down-arrow { image: url($arrow_down); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; padding: 4px; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }

QPushButton { background: $raised; color: $text; border: 1px solid $border; border-radius: 6px;
    min-height: 22px; padding: 5px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:disabled { color: $faint; background: $surface; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: 600; padding: 5px 20px; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 4px 19px; }
QPushButton[kind="primary"]:disabled { background: $accent_soft; border-color: $accent_soft; color: $muted; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; color: $accent;
    padding: 0; margin-left: -5px; min-height: 0; text-align: left; }
QPushButton[kind="link"][tone="ok"] { color: $ok; }
QPushButton[kind="link"][tone="bad"] { color: $bad; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton::menu-indicator { image: url($arrow_down); width: 14px; height: 14px;
    subcontrol-position: right center; right: 8px; }
QPushButton[kind="menu"] { padding-right: 28px; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton[kind="small"] { padding: 0; border-radius: 4px; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="rail"] { color: $muted; border-radius: 8px; padding: 4px 0; }
QToolButton[kind="rail"]:checked { color: $accent; font-weight: 600; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $raised; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked,
QListView::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QCheckBox::indicator:disabled { border-color: $border; }

QFrame[card] { border-radius: 10px; border: 1px solid $border; background: $surface; }
QFrame[card="bad"] { background: $bad_soft; border-color: $bad_soft; }
QFrame[card="warn"] { background: $warn_soft; border-color: $warn_soft; }
QFrame[card="ok"] { background: $ok_soft; border-color: $ok_soft; }
QFrame[card="accent"] { background: $accent_soft; border-color: $accent_soft; }
QFrame[card="raised"] { background: $raised; }
QFrame[card="rail"] { background: $sunken; border: 0; border-right: 1px solid $border; border-radius: 0; }
QFrame[card="side"] { background: $surface; border: 0; border-right: 1px solid $border; border-radius: 0; }
QFrame[card="toast"] { background: $text; border: 0; border-radius: 8px; }
QFrame[card="toast"] QLabel { color: $bg; }
QFrame[card="toast"] QPushButton { color: $bg; background: transparent; border: 2px solid transparent;
    font-weight: 600; text-decoration: underline; padding: 2px 8px; }
QFrame[card="toast"] QPushButton:focus, QFrame[card="toast"] QToolButton:focus { border-color: $bg; }
QFrame[card="toast"] QToolButton:hover { background: $muted; }
QFrame[kind="line"] { background: $border; border: 0; }

QLabel[pill] { border-radius: 10px; padding: 2px 12px; min-height: 16px; font-weight: 600; color: $muted; background: $sunken; }
QLabel[pill="ok"] { color: $ok; background: $ok_soft; }
QLabel[pill="warn"] { color: $warn; background: $warn_soft; }
QLabel[pill="bad"] { color: $bad; background: $bad_soft; }
QLabel[pill="accent"] { color: $accent; background: $accent_soft; }
QFrame[card] QLabel[pill] { background: $bg; }
QFrame[card] QFrame[card] QLabel[pill] { background: $bg; }

QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] { background: transparent; border: 0; }
QTableView, QTreeView, QListView { background: $bg; border: 1px solid $border; border-radius: 6px;
    outline: 0; gridline-color: $border; }
QTableView:focus, QTreeView:focus, QListView:focus { border-color: $accent; }
QTableView[kind="bare"], QTreeView[kind="bare"], QListView[kind="bare"] { background: transparent; border: 1px solid transparent; }
QTableView[kind="bare"]:focus, QTreeView[kind="bare"]:focus, QListView[kind="bare"]:focus { border-color: $accent; }
QTableView[kind="rows"] { background: transparent; border: 0; }
QTreeView::branch { image: none; border-image: none; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $muted; border: 0; border-bottom: 1px solid $border; padding: 6px 8px; }
QTableView[kind="bare"] QHeaderView::section { padding: 6px 4px; }
QTableCornerButton::section { background: transparent; border: 0; }

QTabWidget::pane { border: 0; margin-top: 12px; }
QTabBar { background: transparent; border: 0; }
QTabBar QToolButton { background: $bg; border: 1px solid $border; padding: 0; }
QTabBar QToolButton::right-arrow { image: url($arrow_right); }

QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }

QSplitter::handle { background: transparent; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
