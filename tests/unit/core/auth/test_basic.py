"""Basic authentication, byte for byte as RFC 7617 has it."""

from __future__ import annotations

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.model import UserPassword
from apiclient_gui.core.secret import Secret
from tests import factories

SCHEME = TABLE["basic"]


@pytest.mark.parametrize(
    ("user", "password", "value"),
    [
        ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),  # RFC 7617 §2
        ("test", "123£", "Basic dGVzdDoxMjPCow=="),  # §2.1, UTF-8
        ("", "p", "Basic OnA="),
        ("u", "a:b", "Basic dTphOmI="),
    ],
)
def test_examples_of_the_rfc(user: str, password: str, value: str) -> None:
    known = factories.terms(credentials=UserPassword(user, Secret(password)))
    sent, how = SCHEME.apply(factories.prepared(strict=False), known)
    assert sent.header("authorization") == value
    assert how.headers == ("Authorization",)
    assert value.removeprefix("Basic ") not in repr(how)
