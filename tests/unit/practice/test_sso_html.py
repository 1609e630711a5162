"""The pages by themselves: what is put in is text, colours can be read, and the policy fits the style."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from apiclient_gui.practice import pages, sso_html
from apiclient_gui.practice.sso_directory import Account

PLANTED = "<script>\"'&</script>"
ACCOUNT = Account("111122223333", PLANTED, "a@example.com", (PLANTED,))


def shown() -> list[str]:
    return [
        sso_html.form(PLANTED, PLANTED, {PLANTED: (ACCOUNT,)}, PLANTED),
        sso_html.allowed(PLANTED, PLANTED),
        sso_html.denied(PLANTED),
        sso_html.foreign(),
    ]


def test_what_is_put_in_is_text() -> None:
    for page in shown():
        assert "<script" not in page
        assert "\"'&" not in page
    assert shown()[0].count("&lt;script&gt;") == 7


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    for page in shown():
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}'" in pages.policy()
        assert "<link" not in page
        assert "<img" not in page


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("text", "card", 7.0),
        ("dim", "card", 4.5),
        ("dim", "page", 4.5),
        ("bad", "bad-soft", 4.5),
        ("on-accent", "accent", 4.5),
        ("line", "card", 3.0),
        ("accent", "card", 3.0),
    ],
)
def test_it_can_be_read(scheme: int, ink: str, paper: str, least: float) -> None:
    blocks = re.findall(r":root \{(.*?)\}", sso_html.foreign(), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", blocks[scheme]))
    assert contrast(colours[ink], colours[paper]) >= least
