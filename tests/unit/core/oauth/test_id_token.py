"""Id tokens of a token reply: those of another issuer, client, login or user are refused."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core import oauth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.oauth.id_token import end_of
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

ISSUER = "https://idp.example"
CLAIMS: dict[str, Any] = {"iss": ISSUER, "aud": "me", "nonce": "n", "sub": "erin"}


def made(**claims: Any) -> Secret:
    kept = {key: value for key, value in (CLAIMS | claims).items() if value is not None}
    return Secret(signed_tokens.signed(kept))


def check(token: Secret | None, **more: Any) -> None:
    oauth.check_id_token(token, **({"issuer": ISSUER, "client_id": "me", "nonce": "n"} | more))


@pytest.mark.parametrize("claims", [{}, {"aud": ["x", "me"], "azp": "me"}])
def test_one_of_this_login_passes(claims: dict[str, Any]) -> None:
    check(made(**claims))


def test_none_passes() -> None:
    check(None)


def test_what_is_not_known_is_not_compared() -> None:
    check(made(iss="https://other.example", nonce=None), issuer="", nonce="")


def test_another_one_of_the_same_user_passes() -> None:
    check(made(nonce=None), nonce="", before=made())


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "https://evil.example"}, "Another issuer"),
        ({"iss": None}, "Another issuer"),
        ({"iss": ISSUER + "/"}, "Another issuer"),
        ({"aud": "you"}, "another client"),
        ({"aud": None}, "another client"),
        ({"aud": ["x", "me"], "azp": "x"}, "Another client"),
        ({"nonce": "other"}, "another login"),
        ({"nonce": None}, "another login"),
        ({"nonce": 5}, "another login"),
        ({"sub": "frank"}, "another user"),
        ({"sub": None}, "another user"),
    ],
)
def test_a_foreign_one_is_refused(claims: dict[str, Any], words: str) -> None:
    with pytest.raises(Problem) as refused:
        check(made(**claims), before=made())
    assert refused.value.trouble == "login"
    assert refused.value.finding.id == "id_token_not_ours"
    assert words in refused.value.finding.detail


@pytest.mark.parametrize("text", ["opaque", "", "a.b.c", "\ud800.\x00.x"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        check(Secret(text))
    assert refused.value.finding.id == "id_token_not_ours"


@pytest.mark.parametrize("end", [None, "soon", True, 0, -1, 1e300])
def test_an_end_that_is_none(end: Any) -> None:
    assert end_of(made(exp=end)) is None


def test_its_end() -> None:
    assert end_of(made(exp=int(factories.NOW.timestamp()))) == factories.NOW
