"""Credentials: values that do not show their secrets."""

from __future__ import annotations

import pytest

from apiclient_gui.core.model import AwsKeys, Credentials, Tokens, UserPassword
from apiclient_gui.core.secret import Secret


@pytest.mark.parametrize(
    "credentials",
    [
        AwsKeys("AKIA", Secret("planted"), Secret("planted")),
        Tokens({"id": Secret("planted")}, "id"),
        UserPassword("me", Secret("planted")),
    ],
)
def test_no_secret_is_shown(credentials: Credentials) -> None:
    assert "planted" not in repr(credentials)
