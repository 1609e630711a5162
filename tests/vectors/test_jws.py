"""Wycheproof's vectors for JSON Web Signatures and key sets: each valid one verifies, each invalid one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core import tokens

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "jws"
FILES = sorted(FOLDER.glob("*.json"))

# They call a token with an inserted foreign character valid; base64url is read strictly here (RFC 7515 §2).
LENIENT = {"InvalidCharacterInsertedInPayload"}
# Called invalid, and yet byte for byte the token of the valid case ValidMac.
SAME_AS_VALID = {"invalidBase64Padding"}

pytestmark = pytest.mark.skipif(not FILES, reason="the vectors (../shared/vectors) are not here")


def _cases() -> list[Any]:
    found = []
    for path in FILES:
        for group in json.loads(path.read_text(encoding="utf-8"))["testGroups"]:
            keys = group.get("public") or group["private"]
            for case in group["tests"]:
                name = f"{path.stem}-{case['tcId']}-{case['comment']}"
                found.append(pytest.param(keys, case, id=name))
    return found


@pytest.mark.parametrize(("keys", "case"), _cases())
def test_vector(keys: dict[str, Any], case: dict[str, Any]) -> None:
    given = tokens.parse_keys(json.dumps(keys).encode())
    answer = tokens.verify(case["jws"], given)
    assert answer.reason
    if case["comment"] in LENIENT:
        assert answer.verified is False
        assert any(one.id == "segment_not_base64url" for one in tokens.decode(case["jws"]).findings)
    elif case["comment"] not in SAME_AS_VALID:
        assert (answer.verified is True) == (case["result"] == "valid"), answer.reason
    assert tokens.verify(case["jws"], None).verified is not True


def test_every_key_is_needed() -> None:
    """A valid token checked with the keys of all other groups never verifies by them."""
    by_file = [json.loads(path.read_text(encoding="utf-8"))["testGroups"] for path in FILES]
    groups = [group for of_file in by_file for group in of_file]
    sets = [
        tokens.parse_keys(json.dumps(group.get("public") or group["private"]).encode())
        for group in groups
    ]
    for group, own in zip(groups, sets, strict=True):
        valid = next((one for one in group["tests"] if one["result"] == "valid"), None)
        for other in sets if valid else ():
            if {key.numbers.get("n") or key.numbers.get("x") for key in other.keys} & {
                key.numbers.get("n") or key.numbers.get("x") for key in own.keys
            }:
                continue  # the same key under other conditions, or two secrets
            assert tokens.verify(valid["jws"], other).verified is not True
