from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Login
from apiclient_gui.ui.widgets.compose.login_line import LoginLine
from tests import factories

NOW = factories.NOW
MARIA = factories.identity("maria", kind="user_pool", facts={})


@pytest.fixture
def line(qtbot: QtBot) -> LoginLine:
    made = LoginLine()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("login", "words", "tone"),
    [
        (None, "Not logged in: sending the request logs in.", "muted"),
        (Login("h", ("id",), NOW, NOW - timedelta(1)), "has expired", "muted"),
        (Login("h", ("id",), NOW, NOW + timedelta(hours=1)), "in 1 h.", "ok"),
        (Login("h", ("id",), NOW), "Logged in.", "ok"),
        (Login("h", (), NOW, NOW - timedelta(1), "ASIA"), "The keys have ended", "muted"),
    ],
)
def test_how_it_stands(line: LoginLine, login: Login | None, words: str, tone: str) -> None:
    line.show_identity(MARIA)
    assert line.isHidden()  # nothing is known yet
    line.know(lambda _: login, lambda: NOW)
    assert not line.isHidden()
    assert words in line.words.text()
    assert line.words.property("tone") == tone


@pytest.mark.parametrize(
    ("kind", "words"), [("aws_role", "No keys yet"), ("aws_sso", "Not logged in")]
)
def test_keys_are_got_where_nobody_logs_in(line: LoginLine, kind: str, words: str) -> None:
    line.know(lambda _: None, lambda: NOW)
    line.show_identity(factories.identity("dana", kind=kind, facts={}))
    assert words in line.words.text()


def test_it_is_silent_where_nothing_logs_in(line: LoginLine) -> None:
    line.know(lambda _: None, lambda: NOW)
    for one in (None, factories.identity(), factories.identity(kind="saml")):
        line.show_identity(one)
        assert line.isHidden()


def test_a_login_that_comes_is_told(line: LoginLine) -> None:
    logins: list[Login] = []
    line.know(lambda _: next(iter(logins), None), lambda: NOW)
    line.show_identity(MARIA)
    logins.append(Login("h", ("id",), NOW))
    line.draw()
    assert line.words.text() == "Logged in."
