from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Failure, Timings
from apiclient_gui.ui.widgets.result.status_line import StatusLine
from tests import factories
from tests.support.results import signed_exchange

FINDING = Finding(id="x", severity="error", title="No")


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine(lambda text: text)
    qtbot.addWidget(made)
    return made


def test_a_refusal_in_one_line(line: StatusLine) -> None:
    answer = factories.response(
        403, "Forbidden", headers=[("x-amzn-ErrorType", "InvalidSignatureException")], content=b"12"
    )
    exchange = factories.exchange(answer=answer, findings=(FINDING,))
    line.show_exchange(replace(exchange, timings=Timings(total=0.084)))
    words = "403 Forbidden  84 ms  2 B  x-amzn-ErrorType: InvalidSignatureException"
    assert line.words == words
    assert line.copies == (
        "Body",
        "Response as raw text",
        "Explanation, for a ticket",
        "Request URL",
        "Request headers, secrets masked",
        "Raw request, with its secrets in clear",
    )


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [(200, "OK", "✓ 200 OK"), (302, "Found", "302 Found"), (500, "", "500")],
)
def test_the_state_stands_in_the_text(
    line: StatusLine, status: int, reason: str, words: str
) -> None:
    line.show_exchange(factories.exchange(answer=factories.response(status, reason)))
    assert line.words.startswith(words + "  ")


def test_a_failure_and_a_cancel(line: StatusLine) -> None:
    line.show_exchange(factories.exchange(failure=Failure("connect", "refused")))
    assert line.words == "No response  100 ms"
    assert "Body" not in line.copies
    line.show_exchange(factories.exchange(failure=Failure("cancelled", "cancelled")))
    assert line.words.startswith("Cancelled")


def test_not_sent(line: StatusLine) -> None:
    line.show_exchange(factories.exchange(answer=factories.response(content=b"1")))
    line.show_refusal()
    assert line.words == "Not sent"


def test_what_is_copied_says_what_it_holds(qtbot: QtBot, line: StatusLine) -> None:
    exchange = signed_exchange(factories.request())
    signature = exchange.authorisation.signature
    assert signature is not None
    line.show_exchange(exchange)
    with qtbot.waitSignal(line.copied) as told:
        line.copy("Raw request, with its live signature")
    said, text = told.args
    assert said == "Request copied, with its live signature"
    assert signature.signature in text
    with qtbot.waitSignal(line.copied) as told:
        line.copy("Request headers, secrets masked")
    assert signature.signature not in told.args[1]


def test_the_line_keeps_its_height(line: StatusLine) -> None:
    before = line.height()
    line.show_exchange(factories.exchange())
    line.say("Cancelled")
    assert line.height() == before
    assert line.words.endswith("Cancelled")
