"""JSON objects of strangers."""

from __future__ import annotations

import pytest

from apiclient_gui.core.tokens import document


def ids(raw: bytes) -> list[str]:
    return [finding.id for finding in document.read(raw, "claims")[1]]


def test_members_come_in_order() -> None:
    members, findings = document.read(b'{"b": {"z": 1, "y": [2]}, "a": "x"}', "claims")
    assert members == (("b", {"z": 1, "y": [2]}), ("a", "x"))
    assert findings == ()


def test_doubled_members_are_kept_and_told() -> None:
    members, (finding,) = document.read(b'{"a": 1, "b": 2, "a": 3}', "header")
    assert members == (("a", 1), ("b", 2), ("a", 3))
    assert (finding.id, finding.severity) == ("header_member_twice", "warning")
    assert [(row.label, row.value) for row in finding.evidence] == [("a", "1"), ("a", "3")]


def test_doubled_members_further_in_are_told() -> None:
    assert ids(b'{"a": [{"b": 1, "b": 2}]}') == ["claims_member_twice"]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "claims_not_json"),
        (b"  ", "claims_not_json"),
        (b"{", "claims_not_json"),
        (b"{'a': 1}", "claims_not_json"),
        (b'{"a": 1} x', "claims_not_json"),
        (b'{"a": "\0"}', "claims_not_json"),
        (b"\xef\xbb\xbf{}", "claims_not_json"),
        (b"[1, 2]", "claims_not_object"),
        (b'"text"', "claims_not_object"),
        (b"1", "claims_not_object"),
        (b"true", "claims_not_object"),
        (b"null", "claims_not_object"),
        (b"[" * 100_000, "claims_too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "claims_too_deep"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "claims_too_deep"),
    ],
)
def test_what_is_no_object_gives_nothing_but_a_finding(raw: bytes, key: str) -> None:
    members, (finding,) = document.read(raw, "claims")
    assert members == ()
    assert (finding.id, finding.severity) == (key, "error")


def test_a_usual_depth_is_read() -> None:
    assert ids(b'{"a":' * 64 + b"1" + b"}" * 64) == []


def test_bytes_that_are_no_text_are_shown_as_far_as_possible() -> None:
    members, (finding,) = document.read(b'{"a": "x\xff"}', "claims")
    assert members == (("a", "x\ufffd"),)
    assert finding.id == "claims_not_utf8"


@pytest.mark.parametrize(
    "digits", ["1" * 30, "9" * 10_000, "-" + "9" * 25, "1e999", "-1e400", str(2**63)]
)
def test_numbers_that_nobody_reads_exactly_stay_text(digits: str) -> None:
    members, (finding,) = document.read(f'{{"n": {digits}}}'.encode(), "claims")
    assert members == (("n", digits),)
    assert (finding.id, finding.severity) == ("claims_number_too_large", "warning")


@pytest.mark.parametrize("number", [0, -1, 2**63 - 1, -(2**63), 1.5, 1e300])
def test_usual_numbers_are_numbers(number: float) -> None:
    assert document.read(f'{{"n": {number!r}}}'.encode(), "claims") == ((("n", number),), ())


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_python_reads_and_json_has_not_is_told(word: str) -> None:
    members, (finding,) = document.read(f'{{"n": {word}}}'.encode(), "claims")
    assert members == (("n", word),)
    assert finding.id == "claims_not_json"


def test_controls_do_not_reach_a_finding() -> None:
    _, (finding,) = document.read(b'{"\\u001b[31m": 1, "\\u001b[31m": "\\u0007"}', "claims")
    shown = finding.title + "".join(row.label + row.value for row in finding.evidence)
    assert shown.isprintable()
