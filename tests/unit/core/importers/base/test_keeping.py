"""What an identity is made of: the kind yields the same credentials again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core import identity
from apiclient_gui.core.importers.base.keeping import keeping
from apiclient_gui.core.model import Credentials, UserPassword
from apiclient_gui.core.secret import Secret
from tests.factories import given, keys, tokens


@pytest.mark.parametrize(
    "credentials",
    [keys(), keys(token="token"), tokens(access="abcdefgh"), UserPassword("me", Secret("pw"))],
)
def test_the_kind_yields_them_again(credentials: Credentials) -> None:
    kept = keeping(credentials)
    kind = identity.TABLE[kept.kind]
    known = replace(given(kept.facts), secrets=kept.secrets)
    assert kind.obtain is not None
    again = kind.obtain(known)
    assert again == credentials
    assert kept.name
    assert {field.key for field in kind.secret_fields} >= set(kept.secrets)
