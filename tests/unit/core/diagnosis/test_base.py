from __future__ import annotations

from apiclient_gui.core.diagnosis import base
from apiclient_gui.core.finding import Evidence
from tests.unit.core.diagnosis import cases


def test_what_is_shown_can_be_shown() -> None:
    assert base.readable("a\x00b\ud800\x1b[31m") == "a b? [31m"
    assert len(base.readable("x" * 5000)) == 1000
    assert base.row("a", "") is None
    assert base.row("a", "b") == Evidence("a", "b")


def test_what_was_sent_is_masked_wherever_it_is_repeated() -> None:
    case = cases.reply("x", **cases.with_header("X-Api-Key", "s3cret-key"))
    assert "s3cret-key" not in base.quoted(case, "the key s3cret-key is unknown")
    case = cases.reply("x", **cases.with_header("Authorization", "Bearer tok-en"))
    assert base.quoted(case, "no 'tok-en' here") == "no '••••' here"


def test_the_gateway_s_canonical_request() -> None:
    made = cases.signature()
    case = cases.reply(cases.mismatch(made.canonical_request, made.string_to_sign))
    assert base.gateway_canonical(case) == made.canonical_request
    assert base.gateway_canonical(cases.reply("nothing")) is None
