"""The login in the browser: its steps driven by a plain list of answers, each branch."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Browse, HttpCall, HttpReply, Redirect
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import Tokens
from apiclient_gui.core.oauth import extra_parameters
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

KIND = TABLE["oidc_code"]
ISSUER = "https://idp.example"
FACTS = {"issuer": ISSUER, "client_id": "me", "scope": "openid offline_access"}
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://idp.example/authorize",
    "token_endpoint": "https://idp.example/token",
}
BACK = "http://127.0.0.1:5/callback"
ENDS = factories.NOW + timedelta(hours=1)


def reply(document: Any, status: int = 200) -> HttpReply:
    return HttpReply(status, (), json.dumps(document).encode())


def id_token(**claims: Any) -> str:
    usual = {"iss": ISSUER, "aud": "me", "sub": "erin", "exp": int(ENDS.timestamp())}
    return signed_tokens.signed(usual | claims)


def until_the_browser(**facts: str) -> tuple[Any, Browse]:
    steps: Any = KIND.obtain(factories.given(FACTS | facts))
    assert isinstance(next(steps), HttpCall)
    assert isinstance(steps.send(reply(DOCUMENT)), Redirect)
    browse = steps.send(BACK)
    assert isinstance(browse, Browse)
    return steps, browse


def outcome(steps: Any, answer: HttpReply) -> Tokens:
    with pytest.raises(StopIteration) as end:
        steps.send(answer)
    tokens: Tokens = end.value.value
    return tokens


def test_a_login_from_beginning_to_end() -> None:
    steps, browse = until_the_browser(extra="audience=https://api")
    sent = {key: one for key, (one,) in parse_qs(urlsplit(browse.url).query).items()}
    assert sent["redirect_uri"] == BACK
    assert sent["audience"] == "https://api"
    assert sent["state"] == browse.state
    call = steps.send({"code": "c0de", "state": browse.state, "iss": ISSUER})
    form = dict(call.form)
    assert (call.url, form["code"]) == ("https://idp.example/token", Secret("c0de"))
    assert form["redirect_uri"] == BACK
    own = id_token(nonce=sent["nonce"])
    brought = {"access_token": "A", "id_token": own, "refresh_token": "R", "expires_in": 60}
    tokens = outcome(steps, reply(brought))
    assert tokens.held == {"access": Secret("A"), "id": Secret(own), "refresh": Secret("R")}
    assert tokens.default == "access"


def test_the_id_token_may_be_the_one_to_send() -> None:
    steps, browse = until_the_browser(token="id")
    steps.send({"code": "c", "state": browse.state})
    nonce = parse_qs(urlsplit(browse.url).query)["nonce"][0]
    tokens = outcome(steps, reply({"access_token": "A", "id_token": id_token(nonce=nonce)}))
    assert (tokens.default, tokens.expires_at) == ("id", ENDS)


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        ({"code": "c", "state": "x"}, "redirect_not_trusted"),
        ({"code": "c", "iss": "https://evil.example"}, "redirect_not_trusted"),
        ({"error": "access_denied"}, "login_refused"),
        ({}, "redirect_not_trusted"),
    ],
)
def test_an_answer_that_brings_no_code(answer: dict[str, str], finding: str) -> None:
    steps, browse = until_the_browser()
    with pytest.raises(Problem) as refused:
        steps.send({"state": browse.state} | answer)
    assert refused.value.finding.id == finding


@pytest.mark.parametrize(
    ("document", "status", "finding"),
    [
        ({"error": "invalid_grant"}, 400, "login_refused"),
        ({"access_token": "A", "id_token": id_token(nonce="other")}, 200, "id_token_not_ours"),
        ({"access_token": "A", "id_token": id_token(iss="https://evil")}, 200, "id_token_not_ours"),
        ([], 200, "token_reply_malformed"),
    ],
)
def test_a_code_that_brings_no_tokens(document: Any, status: int, finding: str) -> None:
    steps, browse = until_the_browser()
    steps.send({"code": "c", "state": browse.state})
    with pytest.raises(Problem) as refused:
        steps.send(reply(document, status))
    assert refused.value.finding.id == finding


def test_without_an_issuer_all_stands_in_its_facts() -> None:
    facts = {"client_id": "me", "authorize_url": "https://h/a", "token_url": "https://h/t"}
    more = {"redirect_port": "8765", "redirect_host": "localhost", "redirect_path": "/back"}
    steps: Any = KIND.obtain(factories.given(facts | more, client_secret="s"))
    assert next(steps) == Redirect(8765, "/back", "localhost")
    browse = steps.send("http://localhost:8765/back")
    assert browse.url.startswith("https://h/a?response_type=code&")
    call = steps.send({"code": "c", "state": browse.state})
    assert call.url == "https://h/t"
    assert call.headers[0][0] == "Authorization"
    assert outcome(steps, reply({"access_token": "A"})).held == {"access": Secret("A")}


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ({"client_id": ""}, "identity_incomplete"),
        ({"issuer": ""}, "identity_incomplete"),
        ({"issuer": "", "token_url": "https://h/t"}, "identity_incomplete"),
        ({"redirect_port": "65536"}, "identity_incomplete"),
        ({"redirect_port": "²"}, "identity_incomplete"),
        ({"redirect_port": "9" * 5000}, "identity_incomplete"),
        ({"redirect_path": "callback"}, "identity_incomplete"),
        ({"redirect_path": "/a b"}, "identity_incomplete"),
        ({"extra": "state=x"}, "extra_parameter_unfit"),
    ],
)
def test_what_is_missing_is_named_before_anything_is_sent(
    facts: dict[str, str], finding: str
) -> None:
    with pytest.raises(Problem) as refused:
        next(KIND.obtain(factories.given(FACTS | facts)))  # type: ignore[arg-type]  # it is a flow
    assert (refused.value.trouble, refused.value.finding.id) == ("refused", finding)


def test_presets_fill_fields_that_there_are() -> None:
    choices = {field.key: field.choices for field in KIND.fields}
    assert len({preset.title for preset in KIND.presets}) == 6
    for preset in KIND.presets:
        for key, value in preset.facts.items():
            assert key in choices, preset.title
            assert not choices[key] or value in choices[key], preset.title
        extra_parameters(preset.facts.get("extra", ""))
        assert preset.hint


def test_its_line_in_a_list() -> None:
    assert KIND.summary(FACTS) == "me · https://idp.example"
