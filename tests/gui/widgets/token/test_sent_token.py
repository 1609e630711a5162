from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core.model import Authorisation, Exchange, Header, Origin
from apiclient_gui.core.secret import MASK
from apiclient_gui.ui.widgets.token.sent_token import SentToken, sent_token
from tests import factories
from tests.support.signed_tokens import signed

TEXT = signed({"sub": "x"})


def exchange(*headers: tuple[str, str], how: Authorisation | None = None) -> Exchange:
    plain = factories.exchange(factories.request())
    lines = tuple(Header(name, value, Origin("header", 0)) for name, value in headers)
    prepared = replace(plain.prepared, headers=(*plain.prepared.headers, *lines))
    return replace(
        plain, prepared=prepared, authorisation=how or replace(plain.authorisation, token_kind=None)
    )


BEARER = Authorisation("bearer", "carol", ("X-Token",), token_kind="id")


def test_the_token_of_the_scheme_is_found_in_its_header() -> None:
    found = sent_token(exchange(("X-Token", TEXT), how=BEARER))
    assert found == SentToken("X-Token", TEXT, "id", "carol")
    assert TEXT not in repr(found)


def test_bearer_is_taken_off_and_an_opaque_token_is_one() -> None:
    found = sent_token(exchange(("X-Token", "Bearer sk_1"), how=BEARER))
    assert found is not None
    assert found.text == "sk_1"


def test_a_masked_token_was_not_kept() -> None:
    found = sent_token(exchange(("X-Token", MASK), how=BEARER))
    assert found == SentToken("X-Token", "", "id", "carol")


def test_a_token_that_was_typed_is_found() -> None:
    found = sent_token(exchange(("Accept", "*/*"), ("Authorization", f"Bearer {TEXT}")))
    assert found == SentToken("Authorization", TEXT)


def test_other_headers_are_none() -> None:
    assert sent_token(exchange(("Authorization", "Basic eyJhOmI="))) is None
    assert sent_token(exchange(("Authorization", MASK))) is None
    assert sent_token(exchange()) is None
