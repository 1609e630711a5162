from __future__ import annotations

import json

from apiclient_gui.core.tokens import decode
from apiclient_gui.ui.widgets.token.member_lines import MOST_INNER, as_json, read, whole_json
from tests.support.signed_tokens import raw, signed


def test_header_and_claims_stand_under_their_heads() -> None:
    lines = read(signed({"sub": "me", "aud": ["a", "b"]})).lines
    assert [(line.name, line.section) for line in lines] == [
        ("Header", True),
        ("alg", False),
        ("kid", False),
        ("typ", False),
        ("Claims", True),
        ("sub", False),
        ("aud", False),
    ]
    assert lines[-1].value == '["a", "b"]'
    assert lines[-1].copied == '["a", "b"]'
    assert lines[-2].copied == "me"


def test_nested_values_are_unfolded_beneath_their_name() -> None:
    claims = {"address": {"street": "S 1", "geo": {"lat": 1}}, "ids": [{"a": 1}, {"b": 2}]}
    lines = [(one.name, one.depth, one.value) for one in read(signed(claims)).lines[5:]]
    assert lines[0][:2] == ("address", 0)
    assert lines[1:4] == [("street", 1, "S 1"), ("geo", 1, '{"lat": 1}'), ("lat", 2, "1")]
    assert [line[:2] for line in lines[4:]] == [
        ("ids", 0),
        ("[0]", 1),
        ("a", 2),
        ("[1]", 1),
        ("b", 2),
    ]


def test_nested_lines_have_an_end() -> None:
    lines = read(signed({"many": {str(number): number for number in range(5000)}})).lines
    assert sum(line.depth > 0 for line in lines) == MOST_INNER


def test_doubled_names_have_a_line_each_and_are_marked() -> None:
    lines = read(raw('{"alg":"HS256"}', '{"sub":"x","sub":"y"}')).lines
    assert [(one.value, one.repeated) for one in lines if one.name == "sub"] == [
        ("x", True),
        ("y", True),
    ]


def test_what_is_no_token_has_no_lines() -> None:
    for text in ("", "nothing here", "\x00", "opaque-token", "\ud800"):
        assert read(text).lines == ()


def test_the_whole_is_copied_as_json() -> None:
    token = decode(signed({"sub": "Jürgen"}))
    assert json.loads(whole_json(token)) == {
        "header": {"alg": "RS256", "kid": "k1", "typ": "JWT"},
        "claims": {"sub": "Jürgen"},
    }
    assert "Jürgen" in whole_json(token)


def test_half_a_character_is_copied_as_an_escape() -> None:
    assert as_json("\ud800") == '"\\ud800"'
