"""Parameters of an STS call: where they are read from, and what is said about wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.practice import sts_parameters
from apiclient_gui.practice.sts_parameters import Reader, StsError
from apiclient_gui.practice.wire import Received


def test_the_body_stands_before_the_query() -> None:
    request = Received("POST", b"/sts?A=1&B=2&flag", (), b"A=%C3%A9+x&C=")
    assert sts_parameters.given(request) == {"A": "é x", "B": "2", "C": "", "flag": ""}
    assert sts_parameters.given(Received("GET", b"/sts?A=1", (), b"A=2")) == {"A": "1"}


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_any_bytes_are_read(query: bytes, body: bytes) -> None:
    sts_parameters.given(Received("POST", b"/sts?" + query, (), body))


def test_what_is_right_is_returned() -> None:
    reader = Reader({"A": "word", "N": "17"})
    assert (reader.text("A", 2, 4, r"\w*"), reader.text("B", 1, 2)) == ("word", "")
    assert (reader.number("N", 1, 17, 3), reader.number("M", 1, 17, 3)) == (17, 3)
    reader.check()


@pytest.mark.parametrize("value", ["", "-1", "1.5", "٣", "1" * 5000, "1e3", " 1"])
def test_what_is_no_number(value: str) -> None:
    reader = Reader({"N": value})
    assert reader.number("N", 1, 10, 5) == 5
    with pytest.raises(StsError) as caught:
        reader.check()
    assert "at 'n' failed to satisfy constraint: Member must" in caught.value.message
    assert len(caught.value.message) < 300


def test_all_faults_are_told_together() -> None:
    reader = Reader({"Name": "a b\0", "Short": ""})
    reader.text("Name", 1, 9, sts_parameters.NAME)
    reader.text("Short", 1, 9)
    reader.text("Gone", 1, 9, required=True)
    with pytest.raises(StsError) as caught:
        reader.check()
    assert caught.value.message.startswith("3 validation errors detected: Value 'a b")
    assert "\0" not in caught.value.message
    assert (caught.value.code, caught.value.status) == ("ValidationError", 400)
