"""The hash of Authorization in a refusal, as the practice gateway and AWS's pages write it, beside what was sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.case.authorization_hash import HeaderHash, compared
from apiclient_gui.practice import refusals
from tests.unit.core.diagnosis import cases

BEARER = "Bearer abc.def.ghi"
NEWER = cases.hashed(BEARER)
OLDER = f"'abc.def.ghi' not a valid key=value pair (missing equal-sign) in Authorization header: '{BEARER}'."
MISSING = "Authorization header requires 'Credential' parameter. Authorization="


@pytest.mark.parametrize(
    "words",
    [
        NEWER,
        NEWER.replace("hashed with", "Hashed with"),
        OLDER,
        MISSING + BEARER,
        MISSING + cases.digest(BEARER),
        refusals.not_sigv4(BEARER.encode()).message,
        refusals.incomplete(["Signature"], [], BEARER.encode()).message,
    ],
)
def test_each_form_tells_whether_the_header_arrived_as_it_was_sent(words: str) -> None:
    same, other, unknown = (
        compared(words, BEARER),
        compared(words, "Bearer x"),
        compared(words, None),
    )
    assert same is not None
    assert other is not None
    assert unknown is not None
    assert (same.verdict, other.verdict, unknown.verdict) == ("as_sent", "changed", "unknown")
    assert same.theirs == other.theirs == unknown.theirs == cases.digest(BEARER)
    assert "arrived exactly as it was sent" in same.meaning
    assert "did not arrive as it was sent" in other.meaning
    assert unknown.meaning == ""


def test_an_address_safe_hash_without_padding_is_the_same_hash() -> None:
    digest = cases.digest("Basic YTpi/")
    safe = digest.replace("+", "-").replace("/", "_").rstrip("=")
    found = compared(cases.hashed("x").replace(cases.digest("x"), safe), "Basic YTpi/")
    assert found == HeaderHash(digest, digest)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Forbidden",
        "Authorization header cannot be empty.",
        "(hashed with SHA-256 and encoded with Base64): 'short'",
    ],
)
def test_other_words_tell_nothing(words: str) -> None:
    assert compared(words, BEARER) is None


@given(words=st.text(), sent=st.one_of(st.none(), st.text()))
def test_no_text_is_trouble(words: str, sent: str | None) -> None:
    for tail in ("", "encoded with Base64) Authorization=", ". Authorization="):
        compared(tail + words, sent)
