from __future__ import annotations

from datetime import timedelta

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
        (refusals.incomplete(["Signature"], dated=True, value=b"x"), "incomplete_signature"),
        (refusals.incomplete([], dated=False, value=b"x"), "date_header_missing"),
        (refusals.bad_date("x"), "incomplete_signature"),
        (refusals.unsupported_algorithm("X"), "incomplete_signature"),
        (refusals.bad_credential("a/b"), "incomplete_signature"),
        (refusals.expired(NOW - HOUR, NOW, WINDOW), "time_stamp_too_old"),
        (refusals.not_yet_current(NOW + HOUR, NOW, WINDOW), "time_stamp_in_future"),
        (refusals.unsigned_headers(["host", "x-amz-a"]), "host_not_signed"),
        (refusals.unsigned_headers(["x-amz-a"]), "signed_header_missing"),
        (refusals.unknown_key(), "unknown_access_key"),
        (refusals.mismatch(CANONICAL, STRING), "secret_key_wrong"),
        (
            refusals.mismatch(CANONICAL.replace("host:", "host:x"), STRING),
            "request_changed_on_the_way",
        ),
        (refusals.denied(USER, cases.ARN, explicit=True), "identity_policy_denies"),
        (refusals.denied(USER, cases.ARN, explicit=False), "identity_policy_silent"),
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
