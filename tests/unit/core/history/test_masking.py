"""Nothing secret is left in an exchange: at its place, and wherever else its value turns up."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.history import masking
from apiclient_gui.core.model import (
    ApiKey,
    Auth,
    Authorisation,
    Exchange,
    Failure,
    Hop,
    Payload,
    Request,
    Row,
    Settings,
    Step,
)
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from tests import factories
from tests.support.results import presigned_exchange, signed_exchange

PLANTED = "planted/secret+value=="


def masked(
    exchange: Exchange, redactor: Redactor | None = None, *, login: bool = False
) -> Exchange:
    secrets = masking.secret_values(exchange)
    shown = masking.by_place(exchange, login=login)
    raw: dict[str, Any] = msgspec.to_builtins(shown, builtin_types=(datetime, bytes))
    hidden = masking.by_value(raw, secrets, redactor or Redactor())
    return msgspec.convert(hidden, Exchange, builtin_types=(datetime, bytes))


def composed(**changes: Any) -> Request:
    return msgspec.structs.replace(factories.request(), **changes)


def test_a_signature_is_masked_and_all_that_it_was_made_from_is_kept() -> None:
    before = signed_exchange(factories.request(headers=[("X-A", "b")]), token=PLANTED)
    after = masked(before)
    old, new = before.authorisation.signature, after.authorisation.signature
    assert old is not None
    assert new is not None
    assert PLANTED not in repr(after)
    assert old.signature not in repr(after)
    assert new.string_to_sign == old.string_to_sign
    differing = [
        (was.text, now.text)
        for was, now in zip(old.lines, new.lines, strict=True)
        if was.text != now.text
    ]
    assert differing == [(f"x-amz-security-token:{PLANTED}", f"x-amz-security-token:{MASK}")]
    assert after.prepared.header("authorization") == MASK
    assert [line.origins for line in new.lines] == [line.origins for line in old.lines]


@pytest.mark.parametrize(
    "name", ["Authorization", "x-api-key", "X-Amz-Security-Token", "Cookie", "Proxy-Authorization"]
)
def test_what_was_typed_into_a_secret_header_is_masked_wherever_it_turns_up(name: str) -> None:
    before = factories.exchange(
        factories.request(
            f"https://h/{quote(PLANTED)}", headers=[(name, PLANTED), ("X-Copy", PLANTED)]
        ),
        answer=factories.response(headers=[("X-Echo", f"it was {PLANTED}")]),
        findings=(
            Finding(id="x", severity="error", title="t", evidence=(Evidence("Sent", PLANTED),)),
        ),
    )
    before = replace(
        before,
        failure=Failure("connect", f"words with {PLANTED}"),
        hops=(Hop("GET", "https://h/", 302, f"https://h/?a={quote(PLANTED, safe='')}", True),),
    )
    after = masked(before)
    assert PLANTED not in repr(after)
    assert quote(PLANTED, safe="") not in repr(after)
    assert after.request.headers[0] == Row(name, MASK)
    assert "header X-Copy" in masking.unfilled(before.request, after.request)
    assert f"header {name}" in masking.unfilled(before.request, after.request)


def test_the_password_behind_basic_is_masked_where_it_stands_alone() -> None:
    coded = base64.b64encode(f"user:{PLANTED}".encode()).decode()
    before = factories.exchange(
        factories.request(headers=[("Authorization", f"Basic {coded}")]),
        answer=factories.response(headers=[("X-Echo", PLANTED)]),
    )
    assert PLANTED not in repr(masked(before))


def test_what_a_scheme_of_tokens_writes_is_secret_under_any_name() -> None:
    ready = factories.prepared(headers=[("X-Token", "short"), ("X-Other", "plain")])
    before = replace(
        factories.exchange(),
        prepared=ready,
        authorisation=Authorisation("bearer", "me", ("X-Token",), (Step("Token", "In X-Token"),)),
    )
    after = masked(before)
    assert after.prepared.header("x-token") == MASK
    assert after.prepared.header("x-other") == "plain"


def test_the_api_key_slot_may_have_a_name_of_its_own() -> None:
    auth = Auth(api_key=ApiKey("key", "My-Key", "query"))
    request = factories.request(params=[("My-Key", PLANTED), ("page", "2")], auth=auth)
    after = masked(factories.exchange(request))
    assert after.prepared.url.endswith(f"?My-Key={MASK}&page=2")
    assert quote(PLANTED, safe="") not in repr(after)


def test_secret_query_items_and_passwords_of_urls_and_proxies_are_masked() -> None:
    url = f"https://h/p?X-Amz-Signature={'ab' * 32}&a=1"
    settings = Settings(proxy="me:planted-pass@proxy:3128")
    before = factories.exchange(
        factories.request(url, settings=settings, headers=[("X-Copy", "planted-pass")])
    )
    after = masked(before)
    assert after.request.url == f"https://h/p?X-Amz-Signature={MASK}&a=1"
    assert after.request.settings.proxy == f"me:{MASK}@proxy:3128"
    assert "planted-pass" not in repr(after)
    assert masking.unfilled(before.request, after.request) == ("URL", "header X-Copy", "proxy")


@pytest.mark.parametrize("value", ["{{key}}", "Bearer {{key}}", "  {{ key }}".strip()])
def test_what_names_a_variable_stays_and_can_be_sent_again(value: str) -> None:
    request = composed(
        url="https://user:{{password}}@h/p?x-api-key={{key}}&a=1",
        headers=(Row("Authorization", value), Row("X-Api-Key", "{{key}}")),
        params=(Row("X-Api-Key", "{{key}}"),),
    )
    before = replace(factories.exchange(), request=request)
    assert masked(before).request == request
    assert masking.unfilled(request, masked(before).request) == ()


def test_a_variable_beside_something_typed_does_not_save_it() -> None:
    request = composed(headers=(Row("Authorization", f"Bearer {{{{half}}}}{PLANTED}"),))
    after = masked(replace(factories.exchange(), request=request))
    assert after.request.headers == (Row("Authorization", MASK),)


def test_a_row_that_is_off_is_masked_and_need_not_be_filled_in() -> None:
    request = composed(headers=(Row("Cookie", PLANTED, enabled=False),))
    after = masked(replace(factories.exchange(), request=request))
    assert PLANTED not in repr(after)
    assert masking.unfilled(request, after.request) == ()


def test_what_the_program_has_learnt_is_masked_in_bodies_as_composed() -> None:
    redactor = Redactor()
    redactor.learn(Secret(PLANTED))
    before = factories.exchange(factories.request(method="POST", json=f'{{"a":"{PLANTED}"}}'))
    after = masked(before, redactor)
    assert after.request.body.text == f'{{"a":"{MASK}"}}'
    assert masking.unfilled(before.request, after.request) == ("body",)


def test_of_a_login_nothing_of_the_composed_body_is_kept_but_variables() -> None:
    body = Payload("form", text="old", rows=(Row("password", "short"), Row("secret", "{{s}}")))
    before = replace(factories.exchange(), request=composed(body=body))
    after = masked(before, login=True).request.body
    assert after == Payload("form", MASK, (Row("password", MASK), Row("secret", "{{s}}")))


def test_the_answer_of_a_gateway_gives_no_authorization_back() -> None:
    answer = factories.response(
        headers=[
            ("x-amzn-Remapped-Authorization", PLANTED),
            ("Set-Cookie", f"sid={PLANTED}; Path=/"),
        ]
    )
    after = masked(factories.exchange(answer=answer))
    assert PLANTED not in repr(after)


def test_the_attributes_of_a_cookie_are_no_secrets() -> None:
    moment = "Wed, 21 Oct 2026 07:28:00 GMT"
    cookie = f"sid={PLANTED}; Domain=h.example.com; Expires={moment}"
    request = factories.request("https://h.example.com/")
    headers = [("Set-Cookie", cookie), ("Date", moment), ("X-Echo", PLANTED)]
    after = masked(factories.exchange(request, answer=factories.response(headers=headers)))
    assert after.prepared.host == "h.example.com"
    assert after.response is not None
    assert [after.response.header(name) for name in ("Date", "X-Echo")] == [moment, MASK]


def test_words_of_the_program_are_no_secrets_even_when_a_cookie_says_the_same() -> None:
    before = factories.exchange(
        factories.request(headers=[("X-Api-Key", "default"), ("Cookie", "a=header")]),
        failure=Failure("connect", "x"),
    )
    after = masked(before)
    assert after.failure == before.failure
    assert [line.origin for line in after.prepared.headers] == [
        line.origin for line in before.prepared.headers
    ]


@pytest.mark.parametrize("text", ["\n\x1f\n", "a\n\x1f\nb", "\ud800", "\x00", "x" * 100_000])
def test_no_text_gets_between(text: str) -> None:
    request = composed(
        name=text, headers=(Row("Cookie", f"sid={PLANTED}"),), body=Payload("text", text)
    )
    after = masked(replace(factories.exchange(), request=request))
    readable = text.replace("\ud800", "?")
    assert (after.request.name, after.request.body.text) == (readable, readable)
    assert PLANTED not in repr(after)


def test_a_presigned_url_is_kept_without_its_signature_and_has_no_header_to_mask() -> None:
    before = presigned_exchange(factories.request(), token=PLANTED)
    made = before.authorisation.signature
    assert made is not None
    after = masked(before)
    assert made.signature not in repr(after)
    assert after.authorisation.signature is not None
    assert after.authorisation.signature.authorization == ""
    assert after.authorisation.signature.expires == made.expires
