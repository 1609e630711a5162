"""The Lambda authorizer and its cache, over real sockets, with tokens of the practice identity provider."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apiclient_gui.practice import token_authorizer
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.token_authorizer import TokenAuthorizer
from apiclient_gui.practice.tokens import issuer, keys
from apiclient_gui.practice.tokens.check import Check
from apiclient_gui.practice.wire import Received

if TYPE_CHECKING:
    from conftest import Answer, Desk

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "aws-cases.json"
NAME = "Pets, Lambda authorizer"
NO_STATEMENT = "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"
DENIED = "User is not authorized to access this resource with an explicit deny in an identity-based policy"


def ask(desk: Desk, path: str, authorization: str | None, method: str = "GET") -> Answer:
    headers = {} if authorization is None else {"Authorization": authorization}
    return desk.call(desk.api(NAME).url + path, headers, method=method)


def refused(desk: Desk, answer: Answer, words: str, reason: str) -> str:
    assert (answer.status, answer.error_type) == (403, "AccessDeniedException")
    assert answer.content == {"Message": words}
    judgement = desk.judgements[-1]
    assert (judgement.verdict, judgement.reason) == ("refused", reason)
    assert judgement.api_id == desk.api(NAME).api_id
    return judgement.detail


def unauthorized(desk: Desk, answer: Answer, reason: str) -> None:
    assert (answer.status, answer.error_type) == (401, "UnauthorizedException")
    assert answer.content == {"message": "Unauthorized"}
    assert answer.headers["x-amzn-requestid"]
    assert answer.headers["x-amz-apigw-id"]
    assert desk.judgements[-1].reason == reason


@pytest.mark.parametrize("form", ["{}", "Bearer {}", "bearer  {}"])
def test_a_token_is_taken_bare_and_as_a_bearer(desk: Desk, form: str) -> None:
    answer = ask(desk, "/pets", form.format(desk.access_token()))
    assert (answer.status, len(answer.content)) == (200, 3)
    assert desk.judgements[-1].detail == "The authorizer's policy allows GET /pets."


def test_the_cached_policy_has_no_statement_for_another_method(desk: Desk) -> None:
    first = f"Bearer {desk.access_token()}"
    assert ask(desk, "/pets", first).status == 200
    desk.hands.ahead = 42.5
    answer = ask(desk, "/orders", first)
    detail = refused(desk, answer, NO_STATEMENT, "cached_policy_silent")
    assert detail == "The cached policy (42 s old) has no statement for GET /orders."
    assert ask(desk, "/pets", first).status == 200
    assert desk.judgements[-1].detail == "The cached policy (42 s old) allows GET /pets."
    # A fresh token has no policy in the cache yet.
    fresh = f"Bearer {desk.access_token()}"
    assert ask(desk, "/orders", fresh).status == 200
    refused(desk, ask(desk, "/pets", fresh), NO_STATEMENT, "cached_policy_silent")


def test_the_cache_ends_after_its_time(desk: Desk) -> None:
    token = desk.access_token()
    assert ask(desk, "/pets", token).status == 200
    desk.hands.ahead = 299.0
    assert ask(desk, "/orders", token).status == 403
    desk.hands.ahead = 301.0
    assert ask(desk, "/orders", token).status == 200
    assert ask(desk, "/pets", token).status == 403


def test_the_key_of_the_cache_is_the_value_of_the_header(desk: Desk) -> None:
    token = desk.access_token()
    assert ask(desk, "/pets", token).status == 200
    assert ask(desk, "/orders", f"Bearer {token}").status == 200


def test_a_policy_of_a_clock_ahead_is_not_taken(desk: Desk) -> None:
    desk.hands.ahead = 100.0
    token = desk.access_token()
    assert ask(desk, "/pets", token).status == 200
    desk.hands.ahead = 50.0
    assert ask(desk, "/orders", token).status == 200


def test_a_scope_that_is_missing_is_an_explicit_deny(desk: Desk) -> None:
    reader = desk.access_token()
    answer = ask(desk, "/pets/1", reader, "DELETE")
    detail = refused(desk, answer, DENIED, "authorizer_denies")
    assert detail == "The authorizer's policy denies DELETE /pets/1 (statement NeedsPetsWrite)."
    answer = ask(desk, "/pets/1", reader, "DELETE")
    detail = refused(desk, answer, DENIED, "cached_policy_denies")
    assert detail.startswith("The cached policy (0 s old) denies DELETE /pets/1")
    assert ask(desk, "/pets/1", desk.access_token("pets-writer"), "DELETE").status == 200
    only = desk.access_token("pets-writer", "pets:write")
    refused(desk, ask(desk, "/pets", only), DENIED, "authorizer_denies")


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_token(desk: Desk, value: str | None) -> None:
    unauthorized(desk, ask(desk, "/pets", value), "no_token")


def test_tokens_that_are_not_taken(desk: Desk) -> None:
    token = desk.access_token()
    unauthorized(desk, ask(desk, "/pets", "Bearer nonsense"), "token_malformed")
    unauthorized(desk, ask(desk, "/pets", f"Basic {token}"), "token_malformed")
    unauthorized(desk, ask(desk, "/pets", token[:-6] + "AAAAAA"), "token_signature")
    unauthorized(desk, ask(desk, "/pets", desk.login()["AccessToken"]), "token_key_unknown")
    desk.hands.ahead = 3601.0
    answer = ask(desk, "/pets", token)
    unauthorized(desk, answer, "expired_token")
    # The Date says by which clock it expired.
    at = parsedate_to_datetime(answer.headers["date"])
    assert (at - datetime.now(UTC)).total_seconds() > 3000
    assert token not in str(desk.judgements)


def test_a_cached_policy_outlives_its_token(desk: Desk) -> None:
    token = desk.access_token()
    desk.hands.ahead = 3599.0 - 10
    assert ask(desk, "/pets", token).status == 200
    desk.hands.ahead = 3700.0
    assert ask(desk, "/pets", token).status == 200


def test_the_log_is_fit_for_a_terminal(desk: Desk) -> None:
    token = desk.access_token()
    assert ask(desk, "/pets", token).status == 200
    assert ask(desk, "/pets/%1b%5b31m%ff", token).status == 403
    assert desk.judgements[-1].detail.isprintable()
    assert "GET /pets/\\x1b[31m" in desk.judgements[-1].detail


def test_an_unknown_path_is_told_with_words_about_signatures(desk: Desk) -> None:
    answer = ask(desk, "/petz", f"Bearer {desk.access_token()}")
    assert (answer.status, answer.error_type) == (403, "IncompleteSignatureException")


# ---------------------------------------------------------------- without a server

NOW = datetime(2026, 10, 1, tzinfo=UTC)
STAGE = "arn:aws:execute-api:us-east-1:111111111111:abcde12345/prod"


@pytest.fixture(scope="module")
def key() -> keys.SigningKey:
    return keys.load(keys.make())


@pytest.fixture
def authorizer(key: keys.SigningKey) -> TokenAuthorizer:
    return TokenAuthorizer(Check("i", lambda: [key.jwk]), "a", 300)


def request(key: keys.SigningKey, **claims: object) -> Received:
    given = {"iss": "i", "aud": "a", "exp": NOW.timestamp() + 3600, "scope": "pets:read", **claims}
    token = issuer.issue(given, key, typ=None)
    return Received("GET", b"/", (("authorization", token.encode()),))


def decision(authorizer: TokenAuthorizer, sent: Received, resource: str, at: float) -> str:
    try:
        authorizer.allow(sent, resource, NOW + timedelta(seconds=at))
    except Refused as refused:
        return refused.refusal.reason
    return "allow"


def test_aws_s_own_case(authorizer: TokenAuthorizer, key: keys.SigningKey) -> None:
    if not CASES.exists():
        pytest.skip("the shared cases are not beside this checkout")
    case = next(c for c in json.loads(CASES.read_text()) if c["id"] == "LAM-3")
    sent = request(key)
    found = [
        decision(authorizer, sent, call["resource"], call["at"]) for call in case["input"]["calls"]
    ]
    assert found == ["allow", "cached_policy_silent", "allow"]
    assert case["expected"]["decisions"] == ["allow", "implicit_deny", "allow"]


@pytest.mark.parametrize("audience", ["b", ["a"], None])
def test_another_audience(
    authorizer: TokenAuthorizer, key: keys.SigningKey, audience: object
) -> None:
    sent = request(key, aud=audience)
    assert decision(authorizer, sent, f"{STAGE}/GET/pets", 0) == "token_audience"


@pytest.mark.parametrize("path", ["GET/a*b", "GET/a:b", "GET/é", "GET/" + "x" * 500, "GET/"])
def test_paths_of_all_kinds(authorizer: TokenAuthorizer, key: keys.SigningKey, path: str) -> None:
    assert decision(authorizer, request(key), f"{STAGE}/{path}", 0) == "allow"


def test_what_looks_like_a_policy_variable_in_a_path(
    authorizer: TokenAuthorizer, key: keys.SigningKey
) -> None:
    sent = request(key)
    assert decision(authorizer, sent, f"{STAGE}/GET/pets/${{aws:username}}", 0) == "allow"
    assert decision(authorizer, sent, f"{STAGE}/GET/pets/carol", 1) == "cached_policy_silent"


def test_the_cache_does_not_grow_without_end(
    authorizer: TokenAuthorizer, key: keys.SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_authorizer, "MOST", 3)
    sent = [request(key, jti=str(number)) for number in range(5)]
    for one in sent:
        assert decision(authorizer, one, f"{STAGE}/GET/pets", 0) == "allow"
    assert len(authorizer._cache) == 3
    assert decision(authorizer, sent[0], f"{STAGE}/GET/orders", 1) == "allow"
    assert decision(authorizer, sent[4], f"{STAGE}/GET/orders", 1) == "cached_policy_silent"


def test_many_threads_at_once(authorizer: TokenAuthorizer, key: keys.SigningKey) -> None:
    sent = [request(key, jti=str(number)) for number in range(4)]
    found: list[str] = []

    def ask_often() -> None:
        found.extend(
            decision(authorizer, sent[turn % 4], f"{STAGE}/GET/pets", turn) for turn in range(50)
        )

    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["allow"] * 400
