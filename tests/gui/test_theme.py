from __future__ import annotations

import re
from dataclasses import asdict, fields
from itertools import product
from typing import get_args

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from apiclient_gui.core import resources
from apiclient_gui.ui import theme

PLAIN = ("bg", "surface", "raised", "sunken", "hover")
SOFT = ("ok_soft", "warn_soft", "bad_soft", "accent_soft")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> list[tuple[str, str]]:
    everywhere = product(("text", "muted", "ok", "warn", "bad", "accent"), PLAIN + SOFT)
    code = product(("code1", "code2", "code3"), PLAIN)
    return [
        *everywhere,
        *code,
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("muted", "accent_soft"),
        ("bg", "text"),
    ]


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(colours: theme.Tokens) -> None:
    table = asdict(colours)
    low = {pair: contrast(table[pair[0]], table[pair[1]]) for pair in pairs()}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_focus_ring_stands_out(colours: theme.Tokens) -> None:
    # WCAG 2.2, 1.4.11: 3:1 for what is not text.
    for ground in PLAIN:
        assert contrast(colours.accent, asdict(colours)[ground]) >= 3


def test_tones_are_tokens() -> None:
    names = {field.name for field in fields(theme.Tokens)}
    assert names.issuperset(get_args(theme.Tone))


def test_look_changes_while_running(qapp: QApplication) -> None:
    shown = theme.apply(qapp, "light")
    field = QLineEdit()
    field.ensurePolished()
    assert theme.tokens() is theme.LIGHT
    assert field.palette().color(QPalette.ColorRole.Text).name().upper() == theme.LIGHT.text
    told: list[str] = []
    shown.changed.connect(lambda: told.append(shown.look))
    assert theme.apply(qapp, "dark") is shown
    assert told == ["dark"]
    assert theme.tokens() is theme.DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == theme.DARK.bg
    assert field.palette().color(QPalette.ColorRole.Text).name().upper() == theme.DARK.text


def test_system_is_followed_only_when_asked(qapp: QApplication) -> None:
    shown = theme.apply(qapp, "dark")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.tokens() is theme.DARK
    shown.choose("system")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    # The offscreen platform has no dark scheme.
    assert theme.tokens() is theme.LIGHT


def test_style_sheet_has_no_parse_trouble_and_no_blank_left(qapp: QApplication) -> None:
    # A sheet that Qt cannot read is a Qt warning, and those fail tests.
    theme.apply(qapp, "light")
    assert "$" not in qapp.styleSheet()
    assert theme.LIGHT.accent in qapp.styleSheet()


def test_style_sheet_names_no_colour() -> None:
    named = re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgb|\bwhite\b|\bblack\b", resources.read("theme.qss"))
    assert named == []


@pytest.mark.usefixtures("qapp")
def test_colour_of_no_token_is_an_error() -> None:
    with pytest.raises(AttributeError):
        theme.colour("puce")


def test_fonts_have_the_sizes_of_the_sketches(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    assert qapp.font().pixelSize() == 13
    assert theme.font(theme.TITLE, bold=True).pixelSize() == 15
    assert theme.mono().pixelSize() == 12
    assert QFontInfo(theme.mono()).fixedPitch()


def test_mark_makes_the_sheet_look_again(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    field = QLineEdit()
    field.ensurePolished()
    theme.mark(field, kind="bad")
    assert field.property("kind") == "bad"
