"""What is written of an exchange, and what comes back of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history.document import draft, parse, with_bodies
from apiclient_gui.core.history.values import Cause, FileNote
from apiclient_gui.core.model import Body, Exchange, Failure, FilePart, Payload, Request
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from tests import factories
from tests.support.results import signed_exchange

PLANTED = "planted-token-value"


def kept(exchange: Exchange, *, login: bool = False, in_file: bool = False) -> Any:
    made = draft(exchange, Redactor(), login=login, in_file=in_file)
    return made, with_bodies(parse(made.document), made.content or b"", None)


def test_an_exchange_without_secrets_comes_back_as_it_was() -> None:
    before = factories.exchange(
        factories.request(method="POST", json='{"a":1}', params=[("q", "ü")]),
        answer=factories.response(headers=[("A", "1"), ("A", "2")], content=b"\xff\x00"),
        findings=(Finding(id="x", severity="note", title="t"),),
        clock_offset=1.5,
    )
    _, after = kept(before)
    assert after == before


def test_a_signed_one_is_masked_and_whole() -> None:
    before = signed_exchange(factories.request(), token=PLANTED)
    made, after = kept(before)
    assert PLANTED.encode() not in made.document
    assert after.authorisation.signature.lines[:3] == before.authorisation.signature.lines[:3]
    assert after.prepared.body.sha256() == before.prepared.body.sha256()


def test_the_row_says_what_a_list_shows() -> None:
    cause = Finding(id="secret_key_wrong", severity="error", title="The key is wrong")
    request = msgspec.structs.replace(factories.request(), name="List pets")
    before = factories.exchange(
        request,
        answer=factories.response(403, "Forbidden", content=b"12345"),
        findings=(cause,),
    )
    row = kept(before)[0].row
    assert (row.method, row.url, row.name) == ("GET", factories.URL, "List pets")
    assert (row.status, row.reason, row.failure) == (403, "Forbidden", None)
    assert (row.size, row.seconds, row.sent_at) == (5, 0.1, factories.NOW)
    assert row.cause == Cause("secret_key_wrong", "The key is wrong")


def test_words_to_search_in_are_small_and_hold_the_ids_that_support_asks_for() -> None:
    answer = factories.response(headers=[("x-amzn-RequestId", "AB-12"), ("X-Other", "nothing")])
    words = kept(factories.exchange(answer=answer))[0].words
    assert "ab-12" in words
    assert "nothing" not in words
    assert words == words.casefold()


def test_a_failure_has_no_response() -> None:
    before = factories.exchange(failure=Failure("dns", "no such host"))
    made, after = kept(before)
    assert (made.row.status, made.row.failure, made.row.size) == (None, "dns", None)
    assert after == before


@pytest.mark.parametrize("said", [True, False])
def test_bodies_of_a_login_are_never_kept(said: bool) -> None:
    answer = b"opaque-" if said else b'{"access_token":"'
    before = factories.exchange(
        factories.request(method="POST", text=f"a={PLANTED}"),
        answer=factories.response(content=answer + PLANTED.encode() + b'"}'),
    )
    made, after = kept(before, login=said)
    assert PLANTED.encode() not in made.document
    assert made.content is None
    assert after.request.body.text == MASK
    document = parse(made.document)
    assert document.request_body.state == "login"
    assert document.response_body is not None
    assert document.response_body.state == "login"
    assert document.unfilled == ("body",)


def test_an_answer_that_repeats_a_secret_of_its_request_is_masked_and_says_so() -> None:
    before = factories.exchange(
        factories.request(headers=[("Authorization", f"Bearer {PLANTED}")]),
        answer=factories.response(content=f'{{"you sent":"{PLANTED}"}}'.encode()),
    )
    made, _ = kept(before)
    assert made.content == f'{{"you sent":"{MASK}"}}'.encode()
    assert made.note is not None
    assert made.note.state == "masked"


def test_of_sent_files_names_and_sizes_are_kept_and_the_hash_that_signing_made(
    tmp_path: Path,
) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"abc")
    plain = factories.exchange(factories.request(method="PUT"))
    ready = replace(plain.prepared, body=Body(pieces=(FilePart(file, 3),)))
    signed, how = factories.sign(ready)
    file.unlink()  # nothing may be read again
    for one, digest in (
        (replace(plain, prepared=signed, authorisation=how), hashlib.sha256(b"abc").hexdigest()),
        (replace(plain, prepared=ready), ""),
    ):
        made, after = kept(one)
        note = parse(made.document).request_body
        assert (note.size, note.files, note.sha256) == (3, (FileNote("photo.png", 3),), digest)
        assert after.prepared.body.sha256() == digest


def test_bytes_that_variables_made_are_known_by_their_hash_only() -> None:
    plain = factories.exchange(factories.request(method="POST", text="sent"))
    composed = Request(method="POST", url=factories.URL, body=Payload("text", "{{x}}"))
    _, after = kept(replace(plain, request=composed))
    assert after.request == composed
    assert after.prepared.body.content == b""
    assert after.prepared.body.sha256() == hashlib.sha256(b"sent").hexdigest()


def test_a_file_that_the_disk_did_not_take_is_told() -> None:
    large = replace(factories.response(), body=Body(pieces=(FilePart(Path("gone"), 9_000_000),)))
    made, _ = kept(factories.exchange(answer=large))
    assert made.note is not None
    assert (made.note.state, made.note.size) == ("unsaved", 9_000_000)


def test_documents_of_later_versions_are_read_as_far_as_they_go() -> None:
    raw = msgspec.json.decode(kept(factories.exchange())[0].document)
    raw |= {"version": 2, "later": {"a": 1}}
    raw["exchange"]["later"] = 1
    assert parse(msgspec.json.encode(raw)).exchange.request == factories.request()
    del raw["exchange"]["prepared"]
    with pytest.raises(msgspec.MsgspecError):
        parse(msgspec.json.encode(raw))


def test_half_a_character_does_not_stop_it() -> None:
    request = msgspec.structs.replace(factories.request(), name="\ud800")
    assert kept(replace(factories.exchange(), request=request))[1].request.name == "?"


def test_a_body_in_which_a_server_repeats_what_the_program_knows_is_masked() -> None:
    redactor = Redactor()
    redactor.learn(Secret(PLANTED))
    before = factories.exchange(answer=factories.response(content=f"you: {PLANTED}".encode()))
    made = draft(before, redactor, login=False, in_file=False)
    assert made.content == f"you: {MASK}".encode()
    assert made.note
    assert made.note.state == "masked"


def test_a_secret_that_goes_over_several_query_items_is_masked() -> None:
    redactor = Redactor()
    redactor.learn(Secret("planted&more=secret"))
    before = factories.exchange(factories.request("https://h/?a=planted&more=secret&b=1"))
    made = draft(before, redactor, login=False, in_file=False)
    assert made.row.url == f"https://h/?a={MASK}&more={MASK}&b={MASK}"
    assert b"planted" not in made.document
