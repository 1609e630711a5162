"""The person at a terminal: answers given beforehand, each once; without one nobody is waited for."""

from __future__ import annotations

import io
import os
import signal
import sys
import webbrowser

import pytest

from apiclient_gui.cli.base.person import Terminal
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, Browse, Show
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret

QUESTION = Ask("The code of your app", (Field("code", "Code", "secret"),))


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def test_an_answer_is_given_once() -> None:
    person = Terminal({"code": Secret("123456")})
    assert person.ask(QUESTION, Cancel()) == {"code": Secret("123456")}
    with pytest.raises(Problem) as refused:
        person.ask(QUESTION, Cancel())
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "person_needed")
    assert "--answer code=" in finding.remedy
    assert QUESTION.title in finding.title


@pytest.mark.parametrize("browser", [True, False])
def test_a_page_to_log_in_on_is_printed_and_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], browser: bool
) -> None:
    opened: list[str] = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", opened.append)
    step = Browse("Log in in the browser", "https://idp.example/a?state=s", "s")
    Terminal({}, browser=browser).browse(step, Cancel())()
    said = capsys.readouterr()
    assert said.out == ""
    assert "https://idp.example/a?state=s" in said.err
    assert opened == ([step.url] if browser else [])


def test_who_cancelled_is_not_asked() -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        Terminal({"code": Secret("1")}).ask(QUESTION, cancel)


ACCOUNTS = ("111122223333 · practice", "111199998888 · sandbox", "2 · odd")
CHOICE = Ask("Account", (Field("account", "Account", "choice", choices=ACCOUNTS),))


@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        ("111122223333", 0),
        ("1111 ", None),
        ("111199998888 · sandbox", 1),
        ("1", 0),
        ("3", 2),
        ("2 ·", 2),
        ("9" * 5000, None),
        ("0", None),
        ("4", None),
        ("", None),
        ("sandbox", None),
        ("²", None),
    ],
)
def test_a_choice_is_named_by_its_beginning_or_its_number(answer: str, choice: int | None) -> None:
    person = Terminal({"account": Secret(answer)})
    if choice is not None:
        assert person.ask(CHOICE, Cancel()) == {"account": ACCOUNTS[choice]}
        return
    with pytest.raises(Problem) as refused:
        person.ask(CHOICE, Cancel())
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "answer_unfit")
    assert [one.value for one in finding.evidence] == list(ACCOUNTS)


def test_choices_are_told_where_nobody_answers() -> None:
    with pytest.raises(Problem) as refused:
        Terminal({}).ask(CHOICE, Cancel())
    assert ACCOUNTS[1] in [one.value for one in refused.value.finding.evidence]


class Keys(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_a_choice_is_asked_until_it_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Keys("nothing\n3\n"))
    before = signal.getsignal(signal.SIGINT)
    assert Terminal({}).ask(CHOICE, Cancel()) == {"account": ACCOUNTS[2]}
    said = capsys.readouterr()
    assert said.out == ""
    assert "2  111199998888 · sandbox" in said.err
    assert "Give its number" in said.err
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_ends_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Keys):
        def readline(self, *_: object) -> str:
            os.kill(os.getpid(), signal.SIGINT)
            return "x"

    monkeypatch.setattr(sys, "stdin", Interrupted())
    cancel = Cancel()
    before = signal.signal(signal.SIGINT, lambda *_: cancel.request())
    try:
        with pytest.raises(Cancelled):
            Terminal({}).ask(Ask("Code", (Field("code", "Code", required=True),)), cancel)
    finally:
        signal.signal(signal.SIGINT, before)


PAGE = Show("Confirm the login", "https://idp.example/device?code=ABCD", "ABCD", "Compare it.")


@pytest.mark.parametrize(
    ("browser", "display", "opened"), [(True, ":0", 1), (True, "", 0), (False, ":0", 0)]
)
def test_a_page_is_printed_and_opened_where_there_are_windows(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    browser: bool,
    display: str,
    opened: int,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    urls: list[str] = []

    def open_(url: str) -> bool:
        os.write(1, b"Opening in existing browser session.\n")
        urls.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_)
    take_away = Terminal({}, browser=browser).show(PAGE, Cancel())
    take_away()
    said = capfd.readouterr()
    assert urls == [PAGE.url] * opened
    assert said.out == ""
    assert f"Confirm the login: {PAGE.url}\nCode: ABCD\nCompare it.\n" in said.err
