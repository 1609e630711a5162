"""Multipart bodies, read back by a parser that is not ours."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path

import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.model import FilePart, Part, Payload, Prepared, Request
from tests import factories
from tests.factories import URL
from tests.support.refusals import refusing


def ready(
    *parts: Part, values: dict[str, str] | None = None, headers: tuple[tuple[str, str], ...] = ()
) -> Prepared:
    request = Request(
        method="POST",
        url=URL,
        headers=factories.rows(headers),
        body=Payload("multipart", parts=parts),
    )
    return prepare.prepare(request, values or {}, strict=True)


def parsed(made: Prepared) -> list[Message]:
    content = b"".join(made.body.blocks())
    assert made.header("content-length") == str(len(content))
    head = f"Content-Type: {made.header('content-type')}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + content)
    assert not message.defects
    return list(message.iter_parts())  # type: ignore[attr-defined]  # the policy makes it an EmailMessage


def test_values_and_files_come_in_their_order(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n\x00--")
    made = ready(
        Part("title", "a {{v}}"),
        Part("off", "x", enabled=False),
        Part("photo", file=str(photo)),
        Part("data", "{}", content_type="application/json"),
        values={"v": "b"},
    )
    title, image, data = parsed(made)
    assert title["content-disposition"] == 'form-data; name="title"'
    assert title["content-type"] is None
    assert title.get_payload(decode=True) == b"a b"
    assert image["content-disposition"] == 'form-data; name="photo"; filename="photo.png"'
    assert image["content-type"] == "image/png"
    assert image.get_payload(decode=True) == photo.read_bytes()
    assert data["content-type"] == "application/json"
    assert [isinstance(piece, FilePart) for piece in made.body.pieces] == [False, True, False]
    assert made.body.origin.variables == ("v",)


def test_the_boundary_is_new_each_time_and_fixed_in_what_was_prepared() -> None:
    one, two = ready(Part("a", "1")), ready(Part("a", "1"))
    assert one.header("content-type") != two.header("content-type")
    assert one.body.sha256() != two.body.sha256()
    assert b"".join(one.body.blocks()) == b"".join(one.body.blocks())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('a"b', 'name="a%22b"'),
        ("a\r\nX: y", 'name="a%0D%0AX: y"'),
        ("é日", 'name="é日"'),
        ("a\\b%22", 'name="a\\b%22"'),
        ("", 'name=""'),
    ],
)
def test_names_are_written_as_browsers_do(name: str, written: str) -> None:
    content = b"".join(ready(Part(name, "v")).body.blocks()).decode()
    assert content.splitlines()[1] == f"Content-Disposition: form-data; {written}"


def test_a_file_name_is_escaped_and_no_path(tmp_path: Path) -> None:
    file = tmp_path / 'a"b é.bin'
    file.write_bytes(b"x")
    content = b"".join(ready(Part("f", file=str(file))).body.blocks()).decode()
    assert 'filename="a%22b é.bin"' in content
    assert "Content-Type: application/octet-stream\r\n" in content
    assert str(tmp_path) not in content


def test_no_parts_are_an_end_alone() -> None:
    made = ready(Part("", ""), Part("a", "1", enabled=False))
    boundary = (made.header("content-type") or "").partition("boundary=")[2]
    assert made.body.content == f"--{boundary}--\r\n".encode()


def test_a_typed_boundary_is_used() -> None:
    made = ready(Part("a", "1"), headers=(("Content-Type", 'multipart/mixed; boundary="a b"'),))
    assert made.body.content.startswith(b"--a b\r\n")
    assert made.header("content-type") == 'multipart/mixed; boundary="a b"'


@pytest.mark.parametrize(
    "typed", ["multipart/form-data", "multipart/form-data; boundary=", "a; boundary=" + "x" * 71,
              'a; boundary="x "', "a; boundary=é"]
)  # fmt: skip
def test_a_typed_type_without_a_boundary_is_refused(typed: str) -> None:
    body = Payload("multipart", parts=(Part("a", "1"),))
    finding = refusing(
        Request(url=URL, body=body, headers=factories.rows([("content-type", typed)]))
    )
    assert finding.id == "boundary_missing"
    assert finding.actions[0].parameters == {"place": "headers"}


@pytest.mark.parametrize("kind", ["a\r\nX: y", "a\x00", "a\n"])
def test_a_type_that_would_end_its_line_is_refused(kind: str) -> None:
    body = Payload("multipart", parts=(Part("a", "{{v}}x", content_type="{{t}}x"),))
    finding = refusing(Request(url=URL, body=body), {"v": "1", "t": kind})
    assert finding.id == "part_type_invalid"
    assert finding.actions[0].parameters == {"place": "body"}


def test_a_part_whose_file_is_missing_is_named() -> None:
    body = Payload("multipart", parts=(Part("photo", file="/nowhere/at/all"),))
    finding = refusing(Request(url=URL, body=body))
    assert finding.id == "body_file_missing"
    assert "part photo" in finding.title


def test_a_part_may_call_its_file_otherwise(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("x")
    made = ready(
        Part("f", file=str(tmp_path / "t"), filename="a {{n}}.txt"),
        Part("v", "w", filename="v.txt"),
        values={"n": "b"},
    )
    assert [part.get_filename() for part in parsed(made)] == ["a b.txt", "v.txt"]
