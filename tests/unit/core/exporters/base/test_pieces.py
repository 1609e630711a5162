"""The pieces of a draft: which headers are the request's own, which bodies stand in a text, which hash is sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from apiclient_gui.core.exporters.base import pieces
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Auth, Part, Payload, Request, Row
from tests.factories import URL
from tests.support.drafts import draft

S3 = "https://bucket.s3.eu-west-1.amazonaws.com/k"


def test_headers_of_the_program_are_left_out_but_for_the_bodys_type() -> None:
    request = Request(
        method="POST", url=URL, headers=(Row("X-Own", "Ž"),), body=Payload("json", "1")
    )
    assert pieces.headers(draft(request)) == (("Content-Type", "application/json"), ("X-Own", "Ž"))


def test_a_form_with_files_brings_a_type_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("a")
    request = Request(url=URL, body=Payload("multipart", parts=(Part("f", file=str(file)),)))
    assert pieces.headers(draft(request)) == ()
    assert pieces.content(draft(request)) is None


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (Payload(), None),
        (Payload("text", "é"), pieces.Content("é")),
        (Payload("text", "\0"), pieces.Content(path="body.bin", missing=True)),
        (Payload("text", "a" * 100_001), pieces.Content(path="body.bin", missing=True)),
    ],
)
def test_bodies(payload: Payload, expected: pieces.Content | None) -> None:
    assert pieces.content(draft(Request(url=URL, body=payload))) == expected


def test_the_hash_is_sent_where_it_is_wanted() -> None:
    digest = hashlib.sha256(b"a").hexdigest()
    body = Payload("text", "a")
    unsigned = Auth("sigv4", options={"payload": "unsigned"})
    own = (Row("X-Amz-Content-Sha256", digest),)
    for request, expected in (
        (Request(url=S3, body=body, auth=Auth("sigv4")), digest),
        (Request(url=S3, body=body, auth=unsigned), "UNSIGNED-PAYLOAD"),
        (Request(url=S3, body=body, auth=Auth("sigv4"), headers=own), ""),
        (Request(url=URL, body=body, auth=Auth("sigv4", options={"content_sha256": True})), digest),
        (Request(url=URL, body=body, auth=Auth("sigv4")), ""),
        (Request(url=S3, body=body), ""),
    ):
        assert pieces.payload_hash(draft(request)) == expected


def test_a_file_that_goes_away_is_told(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("a")
    request = Request(url=S3, body=Payload("file", file=str(file)), auth=Auth("sigv4"))
    made = draft(request)
    made.prepared.body._digest.clear()
    file.unlink()
    with pytest.raises(Problem) as caught:
        pieces.payload_hash(made)
    assert caught.value.finding.id == "body_file_unreadable"
