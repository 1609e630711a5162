"""The user pool authorizer over real sockets, with tokens that botocore got."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from apiclient_gui.practice.pool_authorizer import PoolAuthorizer
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.tokens import issuer, keys
from apiclient_gui.practice.tokens.check import Check
from apiclient_gui.practice.wire import Received

if TYPE_CHECKING:
    from conftest import Answer, Desk

NAME = "Pets, Cognito"


def ask(desk: Desk, authorization: str | None) -> Answer:
    headers = {} if authorization is None else {"Authorization": authorization}
    return desk.call(desk.api(NAME).url + "/pets", headers)


def unauthorized(desk: Desk, answer: Answer, reason: str, words: str = "Unauthorized") -> None:
    assert (answer.status, answer.error_type) == (401, "UnauthorizedException")
    assert answer.content == {"message": words}
    assert (desk.judgements[-1].reason, desk.judgements[-1].verdict) == (reason, "refused")
    assert desk.judgements[-1].api_id == desk.api(NAME).api_id


@pytest.mark.parametrize("form", ["{}", "Bearer {}"])
def test_the_id_token_is_taken(desk: Desk, form: str) -> None:
    assert ask(desk, form.format(desk.login()["IdToken"])).status == 200
    assert desk.judgements[-1].detail == "The ID token of the user pool is good."


def test_the_access_token_is_not(desk: Desk) -> None:
    unauthorized(desk, ask(desk, desk.login()["AccessToken"]), "token_kind")


@pytest.mark.parametrize("value", [None, "", " "])
def test_without_a_token(desk: Desk, value: str | None) -> None:
    unauthorized(desk, ask(desk, value), "no_token")


def test_an_expired_token_has_a_sentence_of_its_own(desk: Desk) -> None:
    tokens = desk.login()
    desk.hands.ahead = 3601.0
    answer = ask(desk, tokens["IdToken"])
    unauthorized(desk, answer, "expired_token", "The incoming token has expired")


def test_tokens_of_others(desk: Desk) -> None:
    unauthorized(desk, ask(desk, desk.access_token()), "token_key_unknown")
    unauthorized(desk, ask(desk, "opaque"), "token_malformed")
    unauthorized(desk, ask(desk, desk.login()["RefreshToken"]), "token_malformed")


def test_nothing_is_cached(desk: Desk) -> None:
    token = desk.login()["IdToken"]
    assert ask(desk, token).status == 200
    desk.hands.ahead = 3601.0
    assert ask(desk, token).status == 401


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "other"}, "token_audience"),
        ({"aud": ["client"]}, "token_audience"),
        ({"aud": None}, "token_audience"),
        ({"token_use": "access"}, "token_kind"),
        ({"token_use": None}, "token_kind"),
        ({"iss": "other"}, "token_issuer"),
        ({"exp": 1}, "expired_token"),
    ],
)
def test_claims(claims: dict[str, object], reason: str) -> None:
    key = keys.load(keys.make())
    authorizer = PoolAuthorizer(Check("pool", lambda: [key.jwk]), "client")
    now = datetime(2026, 10, 1, tzinfo=UTC)
    good = {"iss": "pool", "aud": "client", "token_use": "id", "exp": now.timestamp() + 1}

    def request(given: dict[str, object]) -> Received:
        token = issuer.issue(given, key, typ=None).encode()
        return Received("GET", b"/", (("authorization", token),))

    assert authorizer.allow(request(good), now)
    with pytest.raises(Refused) as caught:
        authorizer.allow(request({**good, **claims}), now)
    assert caught.value.refusal.reason == reason
