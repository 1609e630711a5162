from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.keys import KeyStore
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.tokens import parse_keys
from apiclient_gui.ui.widgets.token.key_source import Check, KeySource, check, read_file, tried
from tests.support.signed_tokens import SECRET, ec_key, key_set, pem, rsa_key, signed

TEXT = signed({"sub": "x"})


def no_store() -> KeyStore:
    raise AssertionError("nothing may be fetched")


def checked(source: KeySource, text: str = TEXT) -> Check:
    return check(text, source, no_store, Cancel())


def test_a_pasted_key_checks() -> None:
    found = checked(KeySource("keys", key_set().decode()))
    assert found.verification.verified is True
    assert found.tried == "1 key as pasted"


def test_a_key_file_checks(tmp_path: Path) -> None:
    file = tmp_path / "public.pem"
    file.write_bytes(pem(rsa_key()))
    found = checked(KeySource("keys", file=str(file)))
    assert found.verification.verified is True
    assert found.tried == "1 key of public.pem"


def test_a_secret_checks_and_is_in_no_word() -> None:
    text = signed({"sub": "x"}, algorithm="HS256")
    source = KeySource("secret", secret=Secret(SECRET.decode()))
    found = checked(source, text)
    assert found.verification.verified is True
    assert SECRET.decode() not in repr((found, source))


def test_a_wrong_key_is_told() -> None:
    found = checked(KeySource("keys", pem(ec_key()).decode()))
    assert found.verification.verified is not True
    assert found.findings


@pytest.mark.parametrize("text", ["", "no keys", "{}", "\x00", "-----BEGIN X-----"])
def test_what_is_no_key_is_a_finding(text: str) -> None:
    found = checked(KeySource("keys", text))
    assert found.verification.verified is None
    assert found.findings


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    for path in (str(tmp_path / "none"), str(tmp_path), "a\x00b"):
        with pytest.raises(Problem) as caught:
            checked(KeySource("keys", file=path))
        assert caught.value.finding.id == "file_unreadable"
        assert caught.value.trouble == "storage"


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "huge"
    file.write_bytes(b"x" * (2**20 + 5000))
    assert len(read_file(str(file), "file")) == 2**20 + 1


def test_where_keys_came_from_is_told() -> None:
    keys = parse_keys(key_set())
    assert tried(KeySource("url", " https://i.example/jwks "), keys) == (
        "1 key of https://i.example/jwks"
    )
    assert tried(KeySource("secret"), keys) == "the secret"
