"""The words are tested over sockets, in test_judge; here is what those requests do not reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apiclient_gui.practice import refusals


def test_several_unsigned_headers_get_a_sentence_each() -> None:
    refusal = refusals.unsigned_headers(["host", "x-amz-date"])
    assert refusal.message == (
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization. "
        "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."
    )


def test_the_times_of_an_old_signature() -> None:
    now = datetime(2026, 10, 1, 12, 0, 7, tzinfo=UTC)
    refusal = refusals.expired(now - timedelta(hours=1), now, timedelta(minutes=5))
    assert refusal.message == (
        "Signature expired: 20261001T110007Z is now earlier than 20261001T115507Z "
        "(20261001T120007Z - 5 min.)"
    )


def test_the_hash_is_that_of_the_whole_value() -> None:
    # printf 'Bearer abc' | openssl dgst -sha256 -binary | base64
    assert (
        "'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='"
        in refusals.not_sigv4(b"Bearer abc").message
    )


def test_a_refusal_is_raised_with_its_reason() -> None:
    refusal = refusals.unknown_key()
    refused = refusals.Refused(refusal)
    assert refused.refusal is refusal
    assert str(refused) == "access_key_unknown"


def test_the_life_of_a_presigned_url_is_told_in_minutes_or_else_in_seconds() -> None:
    now = datetime(2026, 10, 1, 12, tzinfo=UTC)
    for life, told in ((3600, "60 min"), (30, "30 sec"), (90, "90 sec"), (604_800, "10080 min")):
        refusal = refusals.expired(now - timedelta(days=9), now, timedelta(seconds=life))
        assert refusal.message.endswith(f" - {told}.)")


def test_a_resource_policy_that_is_silent() -> None:
    refusal = refusals.denied_by_api("arn:x", "Why.", explicit=False)
    assert refusal.message == (
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:x "
        "because no resource-based policy allows the execute-api:Invoke action"
    )
    assert (refusal.reason, refusal.key) == ("not_allowed_by_resource_policy", "Message")
