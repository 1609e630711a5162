"""Any text as a token."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiclient_gui.core import tokens
from tests.support.signed_tokens import raw, segment, signed

GOOD = raw('{"alg":"RS256","kid":"k"}', '{"iss":"i","exp":60}')


def ids(text: str) -> list[str]:
    return [finding.id for finding in tokens.decode(text).findings]


def test_a_signed_token_is_read() -> None:
    token = tokens.decode(GOOD)
    assert (token.kind, token.findings) == ("jws", ())
    assert (token.header, token.claims) == ({"alg": "RS256", "kid": "k"}, {"iss": "i", "exp": 60})
    assert token.lengths == tuple(map(len, GOOD.split(".")))
    assert token.size == len(GOOD)
    assert [row.name for row in token.claim_rows] == ["iss", "exp"]
    assert token.lifetime.expires_at is not None


@pytest.mark.parametrize(
    "around", ["Bearer {}", "bearer  {}\n", '"{}"', "'{}'", "Authorization: Bearer {}", "`{}`"]
)
def test_what_stands_around_is_left_out_and_told(around: str) -> None:
    token = tokens.decode(around.format(GOOD))
    assert token.claims["iss"] == "i"
    assert [one.id for one in token.findings] == ["token_unwrapped"]
    assert tokens.trim(around.format(GOOD)) == GOOD


@pytest.mark.parametrize("text", [f"  {GOOD}\r\n", f"\n{GOOD}\t"])
def test_blanks_around_are_nothing_to_speak_of(text: str) -> None:
    assert tokens.decode(text) == tokens.decode(GOOD)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("", "invalid", "token_empty"),
        (" \n ", "invalid", "token_empty"),
        ("Bearer ", "invalid", "token_empty"),
        ('""', "invalid", "token_empty"),
        ("x" * (2**20 + 1), "invalid", "token_too_large"),
        ("." * 2**20, "opaque", "token_opaque"),
        ('"' * 2**20, "opaque", "token_unwrapped"),
        ("Bearer " * 2**17, "invalid", "token_unreadable"),
        ("\0", "invalid", "token_unreadable"),
        ("\ud800", "invalid", "token_unreadable"),
        ("two words", "invalid", "token_unreadable"),
        ("AgPH-an_opaque.token", "opaque", "token_opaque"),
        ("foo", "opaque", "token_opaque"),
        ('{"access_token":"a.b.c"}', "invalid", "token_not_compact"),
        (GOOD + ".x", "invalid", "segments_wrong"),
        (GOOD.rpartition(".")[0], "invalid", "segments_wrong"),
        (GOOD.partition(".")[0], "invalid", "segments_wrong"),
        ("..", "invalid", "header_not_json"),
        (".Zm9v.", "invalid", "header_not_json"),
        ("a.b.c", "invalid", "segment_not_base64url"),
        (GOOD + "=", "invalid", "segment_not_base64url"),
        (GOOD.replace(".", ". ", 1), "invalid", "segment_not_base64url"),
        (GOOD[:10] + "\n" + GOOD[10:], "invalid", "segment_not_base64url"),
        (GOOD[:10] + "\0" + GOOD[10:], "invalid", "segment_not_base64url"),
        (GOOD[:10] + "\ud800" + GOOD[10:], "invalid", "segment_not_base64url"),
        (raw("no json", "{}"), "invalid", "header_not_json"),
        (raw("[1]", "{}"), "invalid", "header_not_object"),
        (raw(b'{"alg":"\xff"}', "{}"), "invalid", "header_not_utf8"),
        (raw('{"a":' * 10_000, "{}"), "invalid", "header_too_deep"),
        (raw('{"alg":"RS256"}', "no json"), "jws", "claims_not_json"),
        (raw('{"alg":"RS256"}', ""), "jws", "claims_not_json"),
        (raw('{"alg":"RS256"}', "[1]"), "jws", "claims_not_object"),
        (raw('{"alg":"RS256"}', "[" * 100_000), "jws", "claims_too_deep"),
        (raw('{"alg":"RS256"}', '{"a":1,"a":2}'), "jws", "claims_member_twice"),
        (raw('{"alg":"RS256","alg":"none"}', "{}"), "jws", "header_member_twice"),
        (raw('{"alg":"RS256"}', '{"exp":"60"}'), "jws", "time_claim_invalid"),
        (raw('{"alg":"RS256"}', '{"exp":NaN}'), "jws", "claims_not_json"),
        (raw("{}", "{}"), "jws", "alg_missing"),
        (raw('{"alg":1}', "{}"), "jws", "alg_missing"),
        (raw('{"alg":"none"}', "{}", ""), "jws", "alg_none"),
        (raw('{"alg":"nOnE"}', "{}"), "jws", "alg_none"),
        (raw('{"alg":"RS256"}', "{}", ""), "jws", "signature_missing"),
        (raw('{"alg":"RS256","jku":"https://a"}', "{}"), "jws", "header_names_key"),
    ],
)
def test_what_is_wrong_is_told(text: str, kind: str, key: str) -> None:
    token = tokens.decode(text)
    assert token.kind == kind
    assert key in [one.id for one in token.findings]


def test_an_encrypted_token_shows_its_header() -> None:
    text = ".".join([segment('{"alg":"RSA-OAEP","enc":"A256GCM"}'), "YQ", "YQ", "YQ", "YQ"])
    token = tokens.decode(text)
    assert (token.kind, token.header["enc"], token.claims) == ("jwe", "A256GCM", {})
    assert [(one.id, one.severity) for one in token.findings] == [("token_encrypted", "note")]
    assert tokens.decode(text + "=").kind == "invalid"
    assert tokens.decode("a.b.c.d.e").kind == "invalid"


def test_a_broken_token_is_shown_as_far_as_it_goes() -> None:
    header, claims, signature = GOOD.split(".")
    token = tokens.decode(f"{header}==.{claims} .{signature}")
    assert (token.kind, token.claims["iss"], token.algorithm) == ("invalid", "i", "RS256")
    assert tokens.decode(f"{header}.{claims}").claims["iss"] == "i"


def test_both_of_a_doubled_claim_are_shown() -> None:
    token = tokens.decode(raw('{"alg":"RS256"}', '{"sub":"a","sub":"b"}'))
    assert token.claims == {"sub": "b"}
    assert [(row.value, row.repeated) for row in token.claim_rows] == [("a", True), ("b", True)]


def test_neither_signature_nor_text_stays_in_the_value() -> None:
    text = signed({"sub": "x"})
    assert text.rpartition(".")[2] not in repr(tokens.decode(text))


def test_a_token_that_is_too_large_costs_nothing() -> None:
    assert ids("x." * 5 * 2**20) == ["token_too_large"]
    assert tokens.decode(GOOD + " " * 2**21).kind == "jws"  # blanks are no token


def test_opaque_text_is_not_quoted() -> None:
    secret = "sk_live_51H8xkQ2eZ"
    said = repr(tokens.decode(secret).findings) + repr(tokens.decode(f"{secret} x").findings)
    assert secret[:6] not in said


_MEMBERS = st.dictionaries(
    st.sampled_from(["alg", "kid", "iss", "aud", "exp", "nbf", "crit", "token_use", "x"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)


@settings(max_examples=300, deadline=None)
@given(
    st.text()
    | st.builds(
        raw,
        st.binary() | _MEMBERS.map(json.dumps),
        st.binary() | _MEMBERS.map(json.dumps),
        st.text(max_size=9),
    )
)
def test_no_text_is_an_exception(text: str) -> None:
    token = tokens.decode(text)
    assert token.kind in {"jws", "jwe", "opaque", "invalid"}
    assert tokens.verify(text, tokens.secret_key(b"x" * 64)).verified is not True
    assert token.kind != "invalid" or any(one.severity == "error" for one in token.findings)
