"""Why a request was refused or never arrived: the table of causes, and the one function that asks them all."""

from __future__ import annotations

# The order is the rank of causes that are equally sure, so it is not sorted by name.
# isort: off
from apiclient_gui.core.diagnosis import (
    host_not_found,
    connection_refused,
    connection_failed,
    tls_not_trusted,
    timed_out,
    cancelled_by_user,
    answer_not_http,
    response_cut_off,
    presigned_url_expired,
    time_stamp_too_old,
    time_stamp_in_future,
    request_time_too_skewed,
    scope_date_mismatch,
    wrong_region,
    wrong_service,
    session_token_missing,
    unknown_access_key,
    session_token_expired,
    sigv4a_not_taken,
    unsigned_payload_refused,
    payload_hash_differs,
    request_changed_on_the_way,
    presigned_url_changed,
    signed_in_another_way,
    secret_key_wrong,
    date_header_missing,
    host_not_signed,
    signed_header_missing,
    bearer_token_where_sigv4_is_parsed,
    incomplete_signature,
    signature_refused,
    unknown_path_or_method,
    unsigned_call_to_iam_method,
    not_deployed,
    identity_policy_denies,
    identity_policy_silent,
    session_policy_denies,
    session_policy_silent,
    resource_policy_denies,
    resource_policy_silent,
    authorizer_policy_denies,
    authorizer_policy_cached,
    authorizer_policy_silent,
    access_denied,
    token_expired,
    wrong_token_issuer,
    wrong_token_kind,
    wrong_token_audience,
    token_not_yet_valid,
    token_missing,
    token_refused_by_authorizer,
    api_key_missing,
    api_key_refused,
    quota_exceeded,
    throttled,
    payload_too_large,
    invalid_request_body,
    authorizer_failed,
    server_error,
    refused_for_unknown_reason,
)

# isort: on
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.registry import members

TABLE = members(globals(), Cause)
"""All causes; within a confidence the order is the rank."""

_LAST = (server_error.MEMBER, refused_for_unknown_reason.MEMBER)
_RANK = {"certain": 0, "likely": 1, "possible": 2}


def diagnose(case: Case) -> tuple[Finding, ...]:
    """Return why the request was refused or failed, the most probable cause first; nothing when it was not.

    Never empty for a status of 400 and more or a failure: the last two causes say at least what is known.
    """
    if case.status < 400 and case.failure is None:
        return ()
    asked = (cause.explain(case) for cause in TABLE.values() if cause not in _LAST)
    found = [finding for finding in asked if finding]
    if not found:
        found = [finding for cause in _LAST if (finding := cause.explain(case))]
    return tuple(sorted(found, key=lambda finding: _RANK[finding.confidence or "possible"]))
