"""Bodies out of options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.cli.base import bodies
from apiclient_gui.cli.base.bodies import pair, payload
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Part, Payload, Row


def given(**options: Any) -> dict[str, Any]:
    return {"data": None, "json_body": None, "form": (), "urlencode": (), **options}


def refused(**options: Any) -> str:
    with pytest.raises(Problem) as caught:
        payload(given(**options))
    assert caught.value.trouble == "usage"
    return caught.value.finding.id


def test_no_option_is_no_body() -> None:
    assert payload(given()) is None


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ({"data": ""}, Payload("text", "")),
        ({"data": "a{{v}}"}, Payload("text", "a{{v}}")),
        ({"json_body": "{}"}, Payload("json", "{}")),
        ({"urlencode": ("a=1", "b=x=y", "c=")},
         Payload("form", rows=(Row("a", "1"), Row("b", "x=y"), Row("c", "")))),
        ({"form": ("a=1", "f=@x.png", "at=user@h")},
         Payload("multipart", parts=(Part("a", "1"), Part("f", file="x.png"), Part("at", "user@h")))),
    ],
)  # fmt: skip
def test_what_they_make(options: dict[str, Any], made: Payload) -> None:
    assert payload(given(**options)) == made


def test_a_text_file_is_a_text_and_another_one_stays_on_disk(tmp_path: Path) -> None:
    text, raw = tmp_path / "a.txt", tmp_path / "b.bin"
    text.write_text("é {{v}}", encoding="utf-8")
    raw.write_bytes(b"\xff\x00")
    assert payload(given(data=f"@{text}")) == Payload("text", "é {{v}}")
    assert payload(given(data=f"@{raw}")) == Payload("file", file=str(raw), guessed=False)
    assert payload(given(json_body=f"@{text}")) == Payload("json", "é {{v}}")


def test_a_large_text_file_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LARGEST_BODY", 4)
    file = tmp_path / "a.txt"
    file.write_text("12345")
    assert payload(given(data=f"@{file}")) == Payload("file", file=str(file), guessed=False)
    assert refused(json_body=f"@{file}") == "body_too_large"


def test_what_cannot_be_a_body(tmp_path: Path) -> None:
    raw = tmp_path / "b.bin"
    raw.write_bytes(b"\xff\x00")
    assert refused(json_body=f"@{raw}") == "body_not_text"
    assert refused(data="@/nowhere/at/all") == "file_unreadable"
    assert refused(data=f"@{tmp_path}") == "file_unreadable"
    assert refused(data="@a\0b") == "file_unreadable"
    assert refused(form=("a=@-",)) == "part_from_input"
    assert refused(form=("a",)) == "pair_unreadable"
    assert refused(urlencode=("=x",)) == "pair_unreadable"


@pytest.mark.parametrize("first", ["data", "json_body"])
@pytest.mark.parametrize("second", ["form", "urlencode"])
def test_one_body_is_enough(first: str, second: str) -> None:
    assert refused(**{first: "x", second: ("a=1",)}) == "two_bodies"


def test_a_pair_is_cut_at_its_first_equals_sign() -> None:
    assert pair("a=b=c", "--var") == Row("a", "b=c")
