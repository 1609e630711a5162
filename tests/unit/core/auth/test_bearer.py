"""A token in a header: which one, in which header, behind which word."""

from __future__ import annotations

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import OptionValue, Tokens
from tests import factories

SCHEME = TABLE["bearer"]
BOTH = factories.tokens(id="the-id-token", access="the-access-token", refresh="the-refresh-token")


def value(credentials: Tokens = BOTH, name: str = "Authorization", **options: OptionValue) -> str:
    known = factories.terms(options, credentials=credentials)
    sent, how = SCHEME.apply(factories.prepared(strict=False), known)
    assert how.headers == (name,)
    assert "the-" not in repr(how)
    return sent.header(name) or ""


def test_the_identitys_default_is_sent_unless_the_request_says_another() -> None:
    assert value() == "Bearer the-id-token"
    assert value(token_kind="access") == "Bearer the-access-token"
    assert value(token_kind="id") == "Bearer the-id-token"


def test_a_refresh_token_is_never_sent() -> None:
    assert value(token_kind="refresh") == "Bearer the-id-token"


def test_which_token_was_sent_is_told() -> None:
    known = factories.terms({"token_kind": "access"}, credentials=BOTH)
    _, how = SCHEME.apply(factories.prepared(strict=False), known)
    assert how.token_kind == "access"
    assert how.steps[0].title == "The access token in Authorization"


def test_another_header_and_no_word_before_the_token() -> None:
    assert value(header="X-Token", name="X-Token", prefix="none") == "the-id-token"


def test_a_kind_that_is_not_there_is_refused() -> None:
    known = factories.terms({"token_kind": "id"}, credentials=factories.tokens(access="only"))
    with pytest.raises(Problem) as refused:
        SCHEME.apply(factories.prepared(strict=False), known)
    finding = refused.value.finding
    assert finding.id == "token_kind_missing"
    assert finding.evidence[0].value == "access token"


def test_a_header_of_ones_own_that_holds_a_token_already_stops_the_send() -> None:
    ready = factories.prepared(headers=[("x-token", "typed")], strict=False)
    known = factories.terms({"header": "X-Token"}, credentials=BOTH)
    with pytest.raises(Problem) as refused:
        SCHEME.apply(ready, known)
    assert refused.value.finding.id == "two_authorizations"
