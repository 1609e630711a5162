"""Algorithms, and the names that keys have for them."""

from __future__ import annotations

import jwt
import pytest

from apiclient_gui.core.tokens import algorithms


@pytest.mark.parametrize("name", algorithms.TABLE)
def test_the_library_knows_each(name: str) -> None:
    assert jwt.get_algorithm_by_name(algorithms.TABLE[name].library)


@pytest.mark.parametrize(
    ("key", "token", "fine"),
    [
        ("RS256", "RS256", True),
        ("RS256", "RS384", False),
        ("ES521", "ES512", True),
        ("ES521", "ES256", False),
        ("EdDSA", "Ed25519", True),
        ("Ed25519", "EdDSA", True),
        ("Ed25519", "Ed448", False),
        ("RSA-OAEP", "RS256", False),
    ],
)
def test_what_a_key_permits(key: str, token: str, fine: bool) -> None:
    assert algorithms.permits(key, token) is fine
