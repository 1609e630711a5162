"""`apiclient history`: lists, searches, shows and clears what was sent, masked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apiclient_gui.core.history import History
from apiclient_gui.core.model import Body, Failure, FilePart
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK
from tests import factories
from tests.support.cli import apiclient
from tests.support.results import signed_exchange

PLANTED = "planted-token-value"


@pytest.fixture
def history(data_folder: Path) -> Iterator[History]:
    made = History(data_folder / "history", Redactor())
    yield made
    made.close()


@pytest.fixture
def three(history: History) -> History:
    """A history of a success, a refusal and a failure: 1, 2, 3."""
    history.record(signed_exchange(factories.request(), token=PLANTED))
    refused = factories.request("https://h/refused", method="POST", json='{"a":1}')
    answer = factories.response(
        403, "Forbidden", headers=[("X-A", "b")], content=b'{"message":"no"}'
    )
    history.record(replace(factories.exchange(refused, answer=answer), environment="prod"))
    failed = factories.request("https://h/failed", headers=[("X-Api-Key", PLANTED)])
    history.record(factories.exchange(failed, failure=Failure("connect", "refused")))
    history.close()
    return history


def listed(*words: str) -> list[int]:
    ended = apiclient("history", *words, "--json")
    assert ended.code == 0
    assert PLANTED.encode() not in ended.out
    return [row["id"] for row in ended.document["exchanges"]]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["list"], [3, 2, 1]),
        (["list", "--limit", "2"], [3, 2]),
        (["list", "--before", "3"], [2, 1]),
        (["list", "--status", "4xx"], [2]),
        (["list", "--status", "403", "--status", "none"], [3, 2]),
        (["list", "--method", "post"], [2]),
        (["list", "--identity", "me"], [1]),
        (["list", "--env", "prod"], [2]),
        (["list", "--failed"], [3, 2]),
        (["list", "--since", "2026-03-04T05:06:07Z"], [3, 2, 1]),
        (["list", "--until", "2026-03-04T05:06:07Z"], []),
        (["search", "FAILED"], [3]),
        (["search", "h/", "forbidden"], [2]),
        (["search", "nothing"], []),
    ],
)
def test_what_is_listed(words: list[str], ids: list[int]) -> None:
    assert listed(*words) == ids


@pytest.mark.usefixtures("three")
def test_a_row_of_the_list() -> None:
    document = apiclient("history", "list", "--limit", "1", "--before", "3", "--json").document
    assert (document["more"], document["total"]) == (True, 3)
    assert document["exchanges"] == [
        {
            "id": 2, "sent_at": "2026-03-04T05:06:07Z", "method": "POST", "url": "https://h/refused", "host": "h",
            "status": 403, "reason": "Forbidden", "failure": None, "scheme": "none", "identity": "",
            "environment": "prod", "name": "", "size": 16, "seconds": 0.1, "cause": None,
        }
    ]  # fmt: skip


@pytest.mark.usefixtures("three")
def test_a_list_for_people() -> None:
    ended = apiclient("history", "list", "--limit", "2")
    lines = ended.out.decode().splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2"]
    assert lines[1].endswith("403  POST    https://h/refused")
    assert "--before 2" in ended.err


def test_nothing_was_sent_yet_and_nothing_is_made(data_folder: Path) -> None:
    assert apiclient("history", "list", "--json").document == {
        "exchanges": [],
        "more": False,
        "total": 0,
    }
    assert apiclient("history", "list").err
    assert apiclient("history", "clear", "--yes", "--json").document == {"cleared": 0}
    assert not data_folder.exists()


@pytest.mark.usefixtures("three")
def test_show_prints_both_heads_and_the_body() -> None:
    ended = apiclient("history", "show", "2")
    request, response, body = ended.out.split(b"\r\n\r\n")
    assert request.startswith(b"POST /refused HTTP/1.1\r\nHost: h\r\n")
    assert response == b"HTTP/1.1 403 Forbidden\r\nX-A: b"
    assert body == b'{"message":"no"}'
    assert apiclient("history", "show", "2", "--body").out == body


@pytest.mark.usefixtures("three")
def test_show_masks_and_says_what_is_missing() -> None:
    for id_ in ("1", "3"):
        ended = apiclient("history", "show", id_)
        assert ended.code == 0
        assert PLANTED not in ended.out.decode() + ended.err
        assert MASK in ended.out.decode()
    assert "No response (connect): refused" in ended.out.decode()
    assert "X-Api-Key" in ended.err


@pytest.mark.usefixtures("three")
def test_show_gives_the_document_of_send_and_more() -> None:
    document = apiclient("history", "show", "2", "--json").document
    assert document["request"]["method"] == "POST"
    assert len(document["request"]["body_sha256"]) == 64
    assert (document["response"]["status"], document["response"]["body"]) == (
        403,
        '{"message":"no"}',
    )
    assert (document["id"], document["environment"]) == (2, "prod")
    assert document["sent_at"] == "2026-03-04T05:06:07Z"
    signed = apiclient("history", "show", "1", "--json").document["request"]["auth"]
    assert (signed["scheme"], signed["signature"]) == ("sigv4", MASK)
    failed = apiclient("history", "show", "3", "--json").document
    assert (failed["response"], failed["failure"]["stage"]) == (None, "connect")
    assert failed["unfilled"] == ["header X-Api-Key"]


def test_a_large_body_is_printed_from_its_file(history: History, tmp_path: Path) -> None:
    spooled = tmp_path / "spooled"
    spooled.write_bytes(b"x" * 9_000_000)
    body = Body(pieces=(FilePart(spooled, 9_000_000),))
    history.record(factories.exchange(answer=replace(factories.response(), body=body)))
    history.close()
    assert apiclient("history", "show", "1", "--body").out == b"x" * 9_000_000


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["show", "99"], "history_unknown"),
        (["show", "x"], "usage"),
        (["list", "--status", "4x"], "status_invalid"),
        (["list", "--status", "٤xx"], "status_invalid"),
        (["list", "--status", "4040"], "status_invalid"),
        (["list", "--since", "yesterday"], "time_invalid"),
        (["list", "--limit", "0"], "usage"),
        (["search"], "usage"),
        (["clear"], "confirmation_needed"),
    ],
)
def test_wrong_usage_is_one_finding_and_changes_nothing(words: list[str], key: str) -> None:
    ended = apiclient("history", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, key)
    assert listed("list") == [3, 2, 1]


@pytest.mark.usefixtures("three")
def test_clear_with_yes() -> None:
    assert apiclient("history", "clear", "--yes", "--json").document == {"cleared": 3}
    assert listed("list") == []


@pytest.mark.usefixtures("three")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals")
@pytest.mark.parametrize(("answer", "code", "left"), [(b"y\n", 0, []), (b"n\n", 0, [3, 2, 1])])
def test_clear_asks_at_a_terminal(answer: bytes, code: int, left: list[int]) -> None:
    outer, inner = os.openpty()
    os.write(outer, answer)
    ended = subprocess.run(
        [sys.executable, "-m", "apiclient_gui.cli", "history", "clear"],
        stdin=inner,
        capture_output=True,
        timeout=60,
        check=False,
    )
    os.close(outer)
    os.close(inner)
    assert (ended.returncode, ended.stdout) == (code, b"")
    assert b"Remove all 3 exchanges?" in ended.stderr
    assert listed("list") == left


def test_a_damaged_history_is_told(data_folder: Path) -> None:
    folder = data_folder / "history"
    folder.mkdir(parents=True)
    (folder / "history.sqlite").write_bytes(b"damaged" * 1000)
    ended = apiclient("history", "list", "--json")
    assert (ended.code, ended.document["total"]) == (0, 0)
    assert "set aside" in ended.err
