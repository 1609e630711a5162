"""Members of a token as rows."""

from __future__ import annotations

from datetime import UTC, datetime

from apiclient_gui.core.tokens.claims import claim_rows, header_rows, shown


def test_known_claims_are_explained_and_others_stand_as_they_are() -> None:
    issuer, own = claim_rows((("iss", "https://a"), ("mine", [1, "é"])))
    assert (issuer.title, issuer.text) == ("Issuer", "https://a")
    assert "RFC 7519" in issuer.explanation
    assert (own.title, own.explanation, own.text) == ("", "", '[1, "é"]')


def test_times_are_read_where_times_stand() -> None:
    rows = claim_rows((("exp", 60), ("auth_time", 0.5), ("iat", "60"), ("zoneinfo", 60)))
    assert [row.when is not None for row in rows] == [True, True, False, False]
    assert rows[0].when == datetime(1970, 1, 1, 0, 1, tzinfo=UTC)


def test_a_header_has_no_times() -> None:
    (row,) = header_rows((("exp", 60),))
    assert row.when is None


def test_each_of_a_doubled_member_has_its_row() -> None:
    rows = claim_rows((("sub", "a"), ("aud", "x"), ("sub", "b")))
    assert [(row.name, row.value, row.repeated) for row in rows] == [
        ("sub", "a", True),
        ("aud", "x", False),
        ("sub", "b", True),
    ]


def test_text_fits_any_screen() -> None:
    assert shown("a\n\x1b[31m\ud800") == "a\\n\\x1b[31m\\ud800"
    assert len(shown("x" * 10**6)) < 5000
    assert shown(True) == "true"
    assert shown(None) == "null"
