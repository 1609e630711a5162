"""Every way in which the practice gateway says no: AWS's own words, status, error type and JSON key.

The words are those that real endpoints were seen to use (the current, hashed and shortened forms). `reason` and
`detail` are ours: they go to the log of judged requests, never into the reply.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

STAMP = "%Y%m%dT%H%M%SZ"
_IDENTITY = "identity-based policy"
_RESOURCE = "resource-based policy"
Whose = Literal["user", "role", "session"]
BODY_LIMIT = 10_485_760  # bytes of a request: the fixed quota of API Gateway


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal. `key` names the JSON key of the message: policy denials write it with a capital letter."""

    status: int
    error_type: str
    message: str
    reason: str
    detail: str
    key: Literal["message", "Message"] = "message"


class Refused(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """Carries a refusal from the check that found it to the reply."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


# ---------------------------------------------------------------- before anybody is asked who is calling


def bad_request(detail: str) -> Refusal:
    """A message that is not HTTP/1.x as it should be."""
    return Refusal(400, "BadRequestException", "Bad Request", "bad_request", detail)


def target_too_long() -> Refusal:
    """A request line beyond the 10,240 characters of a regional endpoint's URL."""
    detail = "The request target is longer than 10240 characters."
    words = "Request URI too long"
    return Refusal(414, "RequestUriTooLongException", words, "target_too_long", detail)


def headers_too_large() -> Refusal:
    """A header block beyond the 10,240 bytes of the quota."""
    detail = "The headers together are longer than 10240 bytes."
    words = "Request Header Fields Too Large"
    return Refusal(431, "RequestHeaderFieldsTooLargeException", words, "headers_too_large", detail)


def body_too_large() -> Refusal:
    """A body beyond the quota."""
    words = f"HTTP content length exceeded {BODY_LIMIT} bytes."
    detail = f"The body is longer than {BODY_LIMIT} bytes."
    return Refusal(413, "RequestTooLargeException", words, "body_too_large", detail)


def invalid_body() -> Refusal:
    """What a request validator answers to a body that does not fit its model."""
    detail = "The body is not a JSON object."
    return Refusal(400, "BadRequestException", "Invalid request body", "invalid_body", detail)


def internal_error(kind: str) -> Refusal:
    """A fault of the practice gateway itself, named by the type of the exception."""
    detail = f"The practice gateway failed: {kind}."
    words = "Internal server error"
    return Refusal(500, "InternalServerErrorException", words, "internal_error", detail)


# ---------------------------------------------------------------- who is calling


def missing_token(*, known: bool) -> Refusal:
    """The reply to an unsigned call, and to a path or method that does not exist: AWS says the same to both."""
    reason = "unsigned" if known else "no_such_method"
    detail = (
        "The method needs a signature, and the request has no Authorization header."
        if known
        else "No API, stage, path and method of that name is deployed."
    )
    words = "Missing Authentication Token"
    return Refusal(403, "MissingAuthenticationTokenException", words, reason, detail)


def empty_authorization() -> Refusal:
    """An Authorization header with nothing in it."""
    words = "Authorization header cannot be empty."
    return _incomplete(words, "authorization_empty", "The Authorization header is empty.")


def not_sigv4(value: bytes) -> Refusal:
    """An Authorization header that is not made of key=value pairs: a bearer token, for instance."""
    words = (
        "Invalid key=value pair (missing equal-sign) in Authorization header "
        f"(hashed with SHA-256 and encoded with Base64): '{_hashed(value)}'."
    )
    detail = "The Authorization header is not a SigV4 one."
    return _incomplete(words, "not_sigv4", detail)


def incomplete(missing: Sequence[str], lost: Sequence[str], value: bytes) -> Refusal:
    """An Authorization header without some of its parameters, or a request without its date or region set.

    The sentence about the region set is ours, after that about the date.
    """
    sentences = [f"Authorization header requires '{name}' parameter." for name in missing]
    headers = {
        "date": "either a 'X-Amz-Date' or a 'Date' header",
        "region set": "a 'X-Amz-Region-Set' header",
    }
    sentences += [f"Authorization header requires existence of {headers[one]}." for one in lost]
    words = (
        f"{' '.join(sentences)} (Hashed with SHA-256 and encoded with Base64) "
        f"Authorization={_hashed(value)}"
    )
    parts = ", ".join([*missing, *lost])
    return _incomplete(words, "authorization_incomplete", f"Missing: {parts}.")


def incomplete_query(missing: Sequence[str]) -> Refusal:
    """A presigned URL without some of its parameters."""
    sentences = [f"AWS query-string parameters must include '{name}'." for name in missing]
    words = " ".join([*sentences, "Re-examine the query-string parameters."])
    return _incomplete(words, "authorization_incomplete", f"Missing: {', '.join(missing)}.")


def bad_expires(value: str) -> Refusal:
    """An X-Amz-Expires that is not within a week; the words are ours, AWS documents none for API Gateway."""
    words = f"X-Amz-Expires must be a number of seconds from 1 to 604800, got '{value}'"
    return _invalid(words, "expires_malformed", "X-Amz-Expires is not from 1 to 604800.")


def bad_date(value: str) -> Refusal:
    """A date of the wrong form."""
    words = (
        f"Date must be in ISO-8601 'basic format'. Got '{value}'. "
        "See http://en.wikipedia.org/wiki/ISO_8601"
    )
    return _incomplete(words, "date_malformed", "The date of the request cannot be read.")


def unsupported_algorithm(name: str) -> Refusal:
    """An algorithm other than the two that are judged here."""
    words = f"Unsupported AWS 'algorithm': '{name}' (only AWS4-HMAC-SHA256 for now)."
    return _incomplete(words, "algorithm_unsupported", "The algorithm is not one of SigV4.")


def bad_credential(value: str, *, regional: bool) -> Refusal:
    """A Credential parameter that is not a key id and a scope; that of SigV4a has no Region."""
    form = "keyid/date/region/service/term" if regional else "keyid/date/service/term"
    count = form.count("/") + 1
    words = (
        f"Credential must have exactly {count} slash-delimited elements, e.g. {form}, got '{value}'"
    )
    return _incomplete(words, "credential_malformed", f"The Credential has not {count} elements.")


def expired(signed: datetime, now: datetime, window: timedelta) -> Refusal:
    """A signature older than the window; for a presigned URL that is the life it was given."""
    limit, span = now - window, _span(window)
    words = (
        f"Signature expired: {signed:{STAMP}} is now earlier than {limit:{STAMP}} "
        f"({now:{STAMP}} - {span}.)"
    )
    return _invalid(words, "signature_expired", f"Signed more than {span} ago.")


def not_yet_current(signed: datetime, now: datetime, window: timedelta) -> Refusal:
    """A signature dated too far ahead."""
    limit, span = now + window, _span(window)
    words = (
        f"Signature not yet current: {signed:{STAMP}} is still later than {limit:{STAMP}} "
        f"({now:{STAMP}} + {span}.)"
    )
    detail = f"Dated more than {span} ahead."
    return _invalid(words, "signature_not_yet_current", detail)


def unsigned_headers(names: Sequence[str]) -> Refusal:
    """Headers that have to be signed and are not: the host, and every x-amz-* header sent."""
    shown = ["'Host' or ':authority'" if name == "host" else f"'{name}'" for name in names]
    words = " ".join(f"{name} must be a 'SignedHeader' in the AWS Authorization." for name in shown)
    return _invalid(words, "header_not_signed", f"Not signed: {', '.join(names)}.")


def wrong_scope(sentences: Sequence[str], parts: Sequence[str]) -> Refusal:
    """A credential scope for another day, Region or service; all faults are told together."""
    reason = f"wrong_{parts[0]}" if len(parts) == 1 else "wrong_scope"
    return _invalid(" ".join(sentences), reason, f"Wrong in the scope: {', '.join(parts)}.")


def unknown_key() -> Refusal:
    """An access key id that nobody has."""
    detail = "No user has this access key id."
    return _unrecognized("access_key_unknown", detail)


def unknown_session() -> Refusal:
    """A session token beside a key that has none."""
    return _unrecognized("session_token_unknown", "The session token belongs to no session.")


def no_session() -> Refusal:
    """Temporary keys without their session token."""
    return _unrecognized("no_session_token", "Temporary keys were sent without a session token.")


def session_ended(ago: timedelta) -> Refusal:
    """The session token of a session that is over."""
    words = "The security token included in the request is expired"
    detail = f"The session ended {int(ago.total_seconds())} seconds ago."
    return Refusal(403, "ExpiredTokenException", words, "session_ended", detail)


def mismatch(canonical_request: str, string_to_sign: str) -> Refusal:
    """A signature that is not the one computed here; the reply carries both texts it was computed from."""
    words = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method. "
        "Consult the service documentation for details.\n\n"
        "The Canonical String for this request should have been\n"
        f"'{canonical_request}'\n\n"
        f"The String-to-Sign should have been\n'{string_to_sign}'\n"
    )
    return _invalid(words, "signature_mismatch", "The signature is not the one computed here.")


# ---------------------------------------------------------------- what the caller may do


def denied(principal: str, masked_arn: str, whose: Whose, *, explicit: bool) -> Refusal:
    """What the policy of a user, a role or a session refuses, by a Deny or by silence."""
    detail = (
        f"A statement of the {whose}'s policy denies it."
        if explicit
        else f"No statement of the {whose}'s policy allows it."
    )
    who = f"User: {principal} is not authorized to perform: execute-api:Invoke on resource: {masked_arn}"
    reason = "explicit_deny" if explicit else "implicit_deny"
    policy = "session policy" if whose == "session" else _IDENTITY
    return _denied(f"{who} {_by(policy, explicit=explicit)}", reason, detail)


def denied_by_api(masked_arn: str, detail: str, *, explicit: bool) -> Refusal:
    """What the API's own resource policy refuses to a caller who did not sign."""
    who = f"User: anonymous is not authorized to perform: execute-api:Invoke on resource: {masked_arn}"
    reason = "denied_by_resource_policy" if explicit else "not_allowed_by_resource_policy"
    return _denied(f"{who} {_by(_RESOURCE, explicit=explicit)}", reason, detail)


def denied_by_authorizer(detail: str, *, explicit: bool, cached: bool) -> Refusal:
    """What the policy refuses that a Lambda authorizer returned, now or for an earlier request."""
    words = f"User is not authorized to access this resource {_by(_IDENTITY, explicit=explicit)}"
    whose = "cached_policy" if cached else "authorizer"
    reason = f"{whose}_denies" if explicit else f"{whose}_silent"
    return _denied(words, reason, detail)


def unauthorized(reason: str, detail: str) -> Refusal:
    """What authorizers answer to no token and to one that they do not take."""
    return Refusal(401, "UnauthorizedException", "Unauthorized", reason, detail)


def token_expired(detail: str) -> Refusal:
    """What a user pool authorizer answers to a token that was good once."""
    words = "The incoming token has expired"
    return Refusal(401, "UnauthorizedException", words, "expired_token", detail)


def forbidden(reason: str, detail: str) -> Refusal:
    """The reply to a call without an API key that the usage plan knows."""
    return Refusal(403, "ForbiddenException", "Forbidden", reason, detail)


def _by(policy: str, *, explicit: bool) -> str:
    if explicit:
        article = "an" if policy == _IDENTITY else "a"
        return f"with an explicit deny in {article} {policy}"
    return f"because no {policy} allows the execute-api:Invoke action"


def _denied(message: str, reason: str, detail: str) -> Refusal:
    return Refusal(403, "AccessDeniedException", message, reason, detail, key="Message")


def _incomplete(message: str, reason: str, detail: str) -> Refusal:
    return Refusal(403, "IncompleteSignatureException", message, reason, detail)


def _invalid(message: str, reason: str, detail: str) -> Refusal:
    return Refusal(403, "InvalidSignatureException", message, reason, detail)


def _unrecognized(reason: str, detail: str) -> Refusal:
    words = "The security token included in the request is invalid."
    return Refusal(403, "UnrecognizedClientException", words, reason, detail)


def _span(window: timedelta) -> str:
    minutes, seconds = divmod(int(window.total_seconds()), 60)
    # Seconds are our reading: AWS is only seen to write minutes.
    return f"{minutes * 60 + seconds} sec" if seconds else f"{minutes} min"


def _hashed(value: bytes) -> str:
    return base64.b64encode(hashlib.sha256(value).digest()).decode()
