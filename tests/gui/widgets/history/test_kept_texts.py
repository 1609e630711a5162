from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from apiclient_gui.core.history import BodyNote, FileNote, Kept
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui.widgets.history import kept_texts
from tests import factories
from tests.support import histories
from tests.support.results import signed_exchange

SECRET = "a-secret-value-0123456789"


def kept(folder: Path, exchange: Exchange) -> Kept:
    with histories.history(folder) as history:
        return history.show(history.record(exchange).result(30))


def test_the_facts_of_an_exchange_in_a_line(tmp_path: Path) -> None:
    one = kept(tmp_path, replace(histories.numbered(7), environment="dev"))
    said = kept_texts.facts(one)
    assert said.endswith("100 ms  ·  7 B  ·  dev  ·  Number 7")


def test_a_masked_request_is_text_although_the_wire_could_not_carry_it(tmp_path: Path) -> None:
    request = factories.request(headers=[("X-Api-Key", SECRET)], json='{"a": 1}', method="POST")
    one = kept(tmp_path, signed_exchange(request))
    text = kept_texts.request(one.exchange).decode()
    assert text.startswith("POST /prod/pets HTTP/1.1\nHost: ")
    assert "X-Api-Key: ••••\n" in text
    assert text.endswith('\n\n{"a": 1}')
    assert SECRET not in text
    copied = {words: text() for words, _, text in kept_texts.copies(one)}
    assert list(copied) == [
        "Response as raw text",
        "Request URL",
        "Request as raw text, secrets masked",
    ]
    assert not any(SECRET in one for one in copied.values())


def test_a_refused_one_has_an_explanation_to_copy(tmp_path: Path) -> None:
    one = kept(tmp_path, histories.numbered(1, status=403))
    copied = {words: text() for words, _, text in kept_texts.copies(one)}
    assert copied["Explanation, for a ticket"].startswith("The clock is wrong (certain)")
    assert copied["Body"] == '{"n":1}'


def test_a_body_that_was_not_kept_is_told() -> None:
    exchange = factories.exchange()
    there = kept_texts.about_request(exchange, BodyNote())
    note = BodyNote(size=2048, state="summary", files=(FileNote("a.png", 2000),))
    gone = kept_texts.about_request(exchange, note)
    assert gone == f"{there}; the body of 2.0 KB was not kept: a.png (2.0 KB)"


def test_a_side_is_named_by_time_and_outcome() -> None:
    assert kept_texts.side(histories.numbered(1, status=403)).endswith("  ·  403 Word")
    assert kept_texts.side(replace(histories.numbered(1), response=None)).endswith("no response")
