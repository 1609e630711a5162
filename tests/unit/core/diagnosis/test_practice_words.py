from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.practice import refusals
from apiclient_gui.practice.refusals import Refusal
from tests import factories
from tests.unit.core.diagnosis import cases

NOW = factories.NOW
WINDOW = timedelta(minutes=5)
HOUR = timedelta(hours=1)
USER = "arn:aws:iam::111122223333:user/alice"
CANONICAL = cases.signature().canonical_request
STRING = cases.signature().string_to_sign


@pytest.mark.parametrize(
    ("refusal", "cause_id"),
    [
        (refusals.missing_token(known=False), "unknown_path_or_method"),
        (refusals.empty_authorization(), "incomplete_signature"),
        (refusals.not_sigv4(b"Basic x"), "incomplete_signature"),
        (refusals.incomplete(["Signature"], [], b"x"), "incomplete_signature"),
        (refusals.incomplete([], ["date"], b"x"), "date_header_missing"),
        (refusals.incomplete([], ["region set"], b"x"), "incomplete_signature"),
        (refusals.bad_date("x"), "incomplete_signature"),
        (refusals.unsupported_algorithm("X"), "incomplete_signature"),
        (refusals.bad_credential("a/b", regional=True), "incomplete_signature"),
        (refusals.bad_credential("a/b", regional=False), "incomplete_signature"),
        (refusals.expired(NOW - HOUR, NOW, WINDOW), "time_stamp_too_old"),
        (refusals.not_yet_current(NOW + HOUR, NOW, WINDOW), "time_stamp_in_future"),
        (refusals.unsigned_headers(["host", "x-amz-a"]), "host_not_signed"),
        (refusals.unsigned_headers(["x-amz-a"]), "signed_header_missing"),
        (refusals.unknown_key(), "unknown_access_key"),
        (refusals.unknown_session(), "unknown_access_key"),
        (refusals.no_session(), "unknown_access_key"),
        (
            refusals.denied(cases.ROLE, cases.ARN, "session", explicit=True),
            "session_policy_denies",
        ),
        (
            refusals.denied(cases.ROLE, cases.ARN, "session", explicit=False),
            "session_policy_silent",
        ),
        (refusals.session_ended(HOUR), "session_token_expired"),
        (refusals.mismatch(CANONICAL, STRING), "secret_key_wrong"),
        (
            refusals.mismatch(CANONICAL.replace("host:", "host:x"), STRING),
            "request_changed_on_the_way",
        ),
        (refusals.denied(USER, cases.ARN, "identity", explicit=True), "identity_policy_denies"),
        (refusals.denied(USER, cases.ARN, "identity", explicit=False), "identity_policy_silent"),
        (refusals.incomplete_query(["X-Amz-Date"]), "incomplete_signature"),
        (refusals.bad_expires("0"), "incomplete_signature"),
        (refusals.body_too_large(), "payload_too_large"),
        (refusals.invalid_body(), "invalid_request_body"),
    ],
)
def test_each_refusal_of_the_practice_gateway_is_explained(refusal: Refusal, cause_id: str) -> None:
    case = cases.reply(
        refusal.message,
        refusal.error_type,
        status=refusal.status,
        key=refusal.key,
        **cases.sent(),
    )
    assert diagnose(case)[0].id == cause_id


GOOD = cases.token(token_use="id", aud="client", iss=cases.POOL)
ALLOWED = cases.allowed(f"{cases.LAMBDA.url}/orders", cases.token(), ago=42)
WORD = refusals.unauthorized("a_word_for_the_log", "A sentence for the log.")


@pytest.mark.parametrize(
    ("refusal", "known", "cause_id"),
    [
        (WORD, cases.called(cases.LAMBDA), "token_missing"),
        (WORD, cases.called(cases.COGNITO), "token_missing"),
        (WORD, cases.called(cases.LAMBDA, cases.token(exp=-1)), "token_expired"),
        (WORD, cases.called(cases.LAMBDA, cases.token(nbf=90)), "token_not_yet_valid"),
        (WORD, cases.called(cases.LAMBDA, cases.token(iss="x")), "wrong_token_issuer"),
        (WORD, cases.called(cases.LAMBDA, cases.token(aud="x")), "wrong_token_audience"),
        (WORD, cases.called(cases.LAMBDA, cases.token()), "token_refused_by_authorizer"),
        (WORD, cases.called(cases.LAMBDA, "word"), "token_refused_by_authorizer"),
        (WORD, cases.called(cases.COGNITO, GOOD), "token_refused_by_authorizer"),
        (WORD, cases.called(cases.COGNITO, cases.token()), "wrong_token_issuer"),
        (
            WORD,
            cases.called(cases.COGNITO, cases.token(token_use="access", iss=cases.POOL)),
            "wrong_token_kind",
        ),
        (refusals.token_expired("x"), cases.called(cases.COGNITO, GOOD), "token_expired"),
        (
            refusals.denied_by_authorizer("x", explicit=True, cached=False),
            cases.called(cases.LAMBDA, cases.token()),
            "authorizer_policy_denies",
        ),
        (
            refusals.denied_by_authorizer("x", explicit=True, cached=True),
            cases.called(cases.LAMBDA, cases.token()) | {"earlier": (ALLOWED,)},
            "authorizer_policy_denies",
        ),
        (
            refusals.denied_by_authorizer("x", explicit=False, cached=True),
            cases.called(cases.LAMBDA, cases.token()) | {"earlier": (ALLOWED,)},
            "authorizer_policy_cached",
        ),
        (
            refusals.denied_by_authorizer("x", explicit=False, cached=False),
            cases.called(cases.LAMBDA, cases.token()),
            "authorizer_policy_silent",
        ),
        (
            refusals.denied_by_api(cases.ARN, "x", explicit=True),
            cases.called(cases.FENCED),
            "resource_policy_denies",
        ),
        (
            refusals.denied_by_api(cases.ARN, "x", explicit=False),
            cases.called(cases.FENCED),
            "resource_policy_silent",
        ),
        (refusals.forbidden("x", "x"), cases.called(cases.PRICED), "api_key_missing"),
        (
            refusals.forbidden("x", "x"),
            cases.called(cases.PRICED, api_key="k-1234567"),
            "api_key_refused",
        ),
        (
            refusals.missing_token(known=False),
            cases.elsewhere(cases.called(cases.PRICED, api_key="k-1234567")),
            "unknown_path_or_method",
        ),
        (
            refusals.missing_token(known=False),
            cases.elsewhere(cases.called(cases.LAMBDA)),
            "unknown_path_or_method",
        ),
        (
            refusals.not_sigv4(f"Bearer {GOOD}".encode()),
            cases.elsewhere(cases.called(cases.COGNITO, GOOD)),
            "bearer_token_where_sigv4_is_parsed",
        ),
    ],
)
def test_each_refusal_of_tokens_policies_and_keys_has_one_first_cause(
    refusal: Refusal, known: dict[str, Any], cause_id: str
) -> None:
    case = cases.reply(
        refusal.message, refusal.error_type, status=refusal.status, key=refusal.key, **known
    )
    found = diagnose(case)
    assert found[0].id == cause_id
    best = [one.id for one in found if one.confidence == found[0].confidence]
    assert best == [cause_id]
    # Without knowledge of the API it is less sure, and never certain of something else.
    unknown = diagnose(replace(case, apis=(), earlier=()))
    assert {one.id for one in unknown if one.confidence == "certain"} <= {
        cause_id,
        "authorizer_policy_silent",
    }
