from __future__ import annotations

from collections.abc import Mapping

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.preferences import Preferences
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.preferences.network_page import NetworkPage

WHOLE = Preferences(
    proxy="http://proxy:3128", proxy_user="ada", ca_file="/ca.pem", connect_timeout=2.5, timeout=60
)


@pytest.fixture
def page(qtbot: QtBot) -> NetworkPage:
    made = NetworkPage()
    qtbot.addWidget(made)
    made.show()
    return made


def said(page: NetworkPage) -> set[str]:
    return {one.text() for one in page.findChildren(QLabel) if one.isVisible()}


def line(page: NetworkPage, name: str) -> QLineEdit:
    return next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)


@pytest.mark.parametrize("given", [Preferences(), WHOLE, Preferences(proxy="none", keep=7)])
def test_what_is_shown_comes_back(page: NetworkPage, given: Preferences) -> None:
    page.show_preferences(given)
    assert page.preferences(given) == given
    assert page.proxy.isVisible() == (given is WHOLE)
    assert page.password() is None


def test_a_password_is_handed_over_and_never_shown_again(page: NetworkPage) -> None:
    page.show_preferences(WHOLE)
    page.tell_password(kept=True)
    password = line(page, "Password")
    assert "replace" in password.placeholderText()
    password.setText("correct horse")
    assert page.password() == Secret("correct horse")
    page.forget_typed()
    assert password.text() == ""
    page.show_preferences(Preferences())
    password.setText("typed before another proxy was chosen")
    assert page.password() is None


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("", "An address is needed"),
        ("socks5://p:1", "Write it as http://host:port."),
        ("http://", "Write it as http://host:port."),
        ("http://[", "Write it as http://host:port."),
        ("http://p:99999", "Write it as http://host:port."),
        ("http://p:0", "Write it as http://host:port."),
        ("http://a b:1", "Write it as http://host:port."),
        ("http://p\u202e:1", "Write it as http://host:port."),
        ("http://me:pass@p:1", "have fields of their own"),
        ("me@p", "have fields of their own"),
    ],
)
def test_a_proxy_that_is_none_is_told_under_its_field(
    page: NetworkPage, proxy: str, words: str
) -> None:
    page.show_preferences(WHOLE)
    line(page, "Address").setText(proxy)
    assert page.preferences(WHOLE) is None
    assert any(words in one for one in said(page))
    line(page, "Address").setText("p:1")
    assert page.preferences(WHOLE) is not None
    assert not any(words in one for one in said(page))


@pytest.mark.parametrize("typed", ["", "0", "-1", "nan", "inf", "x", "86401", "9" * 400])
@pytest.mark.parametrize("name", ["Connect within", "Wait for"])
def test_a_time_that_is_none_is_told(page: NetworkPage, name: str, typed: str) -> None:
    line(page, name).setText(typed)
    assert page.preferences(WHOLE) is None
    assert any("A number of seconds" in one for one in said(page))
    line(page, name).setText("7,5")
    found = page.preferences(Preferences())
    assert found is not None
    assert 7.5 in (found.connect_timeout, found.timeout)


def test_a_file_is_looked_into_and_only_the_last_one_is_told(
    qtbot: QtBot, page: NetworkPage
) -> None:
    with qtbot.waitSignals([page.ca_chosen, page.changed]):
        page.take_ca("/first.pem")
    page.take_ca("/second.pem")
    page.tell_ca("/first.pem", "✓ Authorities in it: 1.", "ok")
    assert "Looking into it …" in said(page)
    page.tell_ca("/second.pem", "✕ It is none.", "bad")
    assert "✕ It is none." in said(page)
    line(page, "Trust").clear()
    line(page, "Trust").editingFinished.emit()
    assert "✕ It is none." not in said(page)


def test_every_field_has_a_name(page: NetworkPage) -> None:
    names: Mapping[str, QLineEdit] = {
        one.accessibleName(): one for one in page.findChildren(QLineEdit)
    }
    assert "" not in names
