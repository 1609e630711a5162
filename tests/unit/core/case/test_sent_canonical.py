"""The canonical request of what was sent is the one that our own signer made of it, in both forms."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.model import Body, FilePart, Header, Origin
from tests import factories
from tests.unit.core.diagnosis import cases

ODD = "https://api.example.com/a%20b//../c?b=x+y&a=%7e&flag"


@pytest.mark.parametrize("fields", [cases.sent(), cases.sent(url=ODD), cases.presigned()])
def test_it_is_what_our_signer_made_of_it(fields: dict[str, Any]) -> None:
    made = fields["authorisation"].signature
    assert canonical_of_sent(Case(prepared=fields["prepared"])) == made.canonical_request


def test_s3_encodes_the_path_once_and_hashes_no_presigned_body() -> None:
    fields = cases.by_curl("/a%20b//c", query=(), service="s3")
    assert (canonical_of_sent(Case(**fields)) or "").split("\n")[1] == "/a%20b//c"
    ready = cases.presigned()["prepared"]
    query = tuple(
        replace(item, value=(item.value or "").replace("execute-api", "s3")) for item in ready.query
    )
    found = canonical_of_sent(Case(prepared=replace(ready, query=query))) or ""
    assert found.endswith("\nUNSIGNED-PAYLOAD")


@pytest.mark.parametrize(
    ("head", "body", "hashed"),
    [
        ((), b"\n", b""),
        ((), b" x\n", b" x\n"),
        (("Content-Length", "2"), b"{}\r\n", b"{}"),
        (("Content-Length", "4"), b"{}\r\n", b"{}\r\n"),
        (("Content-Length", "0"), b"\n", b""),
        (("Content-Length", "x"), b"\n", b"\n"),
    ],
)
def test_an_end_of_line_that_an_editor_added_is_no_body(
    head: tuple[str, str], body: bytes, hashed: bytes
) -> None:
    sent = cases.by_curl(body=body)["prepared"]
    if head:
        sent = replace(sent, headers=(*sent.headers, Header(*head, Origin("header"))))
    found = canonical_of_sent(Case(prepared=sent)) or ""
    assert found.rpartition("\n")[2] == hashlib.sha256(hashed).hexdigest()


def test_nothing_is_computed_of_what_is_not_known(tmp_path: Path) -> None:
    assert canonical_of_sent(Case()) is None
    assert canonical_of_sent(Case(prepared=factories.prepared())) is None
    sent = cases.sent()["prepared"]
    chunked = Header("Transfer-Encoding", "chunked", Origin("header"))
    assert canonical_of_sent(Case(prepared=replace(sent, headers=(*sent.headers, chunked)))) is None
    gone = Body(pieces=(FilePart(tmp_path / "gone", 1),))
    assert canonical_of_sent(Case(prepared=replace(sent, body=gone))) is None
