"""What a cause is: one reason why a request was refused or never arrived, recognised in a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apiclient_gui.core import redact, refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.authorization_hash import HeaderHash
from apiclient_gui.core.case.differences import printed
from apiclient_gui.core.case.signature import algorithm, signed_as
from apiclient_gui.core.case.token import (
    TOKEN_WORDS,
    TokenFault,
    token_faults,
    token_header,
    token_sent,
)
from apiclient_gui.core.finding import Action, Confidence, Evidence, Finding, Severity
from apiclient_gui.core.model import Header, Origin, QueryItem
from apiclient_gui.core.secret import MASK

# ---- where the facts stand

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
SIGNATURE_PAGE: Final = _IAM + "reference_sigv-troubleshooting.html"
SIGNED_REQUEST_PAGE: Final = _IAM + "reference_sigv-create-signed-request.html"
ACCESS_DENIED_PAGE: Final = _IAM + "troubleshoot_access-denied.html"
TEMPORARY_KEYS_PAGE: Final = _IAM + "id_credentials_temp_use-resources.html"
SESSION_POLICY_PAGE: Final = _IAM + "access_policies.html#policies_session"
IDENTIFIERS_PAGE: Final = _IAM + "reference_identifiers.html"
GATEWAY_RESPONSES_PAGE: Final = _GATEWAY + "supported-gateway-response-types.html"
DEPLOY_PAGE: Final = _GATEWAY + "how-to-deploy-api.html"
IAM_METHOD_PAGE: Final = (
    _GATEWAY + "api-gateway-control-access-using-iam-policies-to-invoke-api.html"
)
AUTHORIZER_PAGE: Final = _GATEWAY + "apigateway-use-lambda-authorizer.html"
COGNITO_AUTHORIZER_PAGE: Final = _GATEWAY + "apigateway-enable-cognito-user-pool.html"
RESOURCE_POLICY_PAGE: Final = _GATEWAY + "apigateway-authorization-flow.html"
API_KEY_PAGE: Final = _GATEWAY + "api-gateway-api-key-source.html"
THROTTLING_PAGE: Final = _GATEWAY + "api-gateway-request-throttling.html"
REFUSED_403_ARTICLE: Final = (
    "https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden"
)

# ---- families of `x-amzn-ErrorType` (aws-facts §1.1, §1.4), without the ending "Exception"

SIGNATURE_TYPES: Final = ("InvalidSignature", "IncompleteSignature", "SignatureDoesNotMatch")
SIGV4A: Final = "AWS4-ECDSA-P256-SHA256"
NOTHING_TO_AUTHENTICATE: Final = "MissingAuthenticationToken"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of refusal. `explain` returns a finding whose id is this id, or None when it is not the cause.

    Within a confidence the table's order (diagnosis/__init__) is the rank: the most telling evidence first. `when`
    (what it is recognised by), `action` (the main one) and `source` stand in docs/causes.md as well.
    """

    id: str
    title: str
    explain: Callable[[Case], Finding | None]
    when: str
    action: str = ""
    source: str = ""

    def found(
        self,
        confidence: Confidence,
        *,
        title: str = "",
        detail: str = "",
        evidence: Iterable[Evidence | None] = (),
        remedy: str = "",
        actions: tuple[Action, ...] = (),
        severity: Severity = "error",
    ) -> Finding:
        """Return this cause's finding. Evidence rows that are None are left out."""
        return Finding(
            id=self.id,
            severity=severity,
            confidence=confidence,
            title=readable(title or self.title),
            detail=readable(detail),
            evidence=tuple(row for row in evidence if row is not None),
            source=self.source,
            remedy=readable(remedy),
            actions=actions,
        )


_KEY_ORIGIN = Origin("scheme", name="api_key")  # as core/api_key.py marks it
_REQUEST_IDS = ("x-amzn-RequestId", "x-amz-apigw-id", "apigw-requestid")

# ---- quoting a case: readable, short, without secrets
_LONGEST_QUOTE = 1_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_QUOTED_AUTHORIZATION = re.compile(
    r"(?i)(authorization header: ')[^']*|(\bauthorization=)[^\n]*|'[^']*'(?= not a valid key=value)"
)


def readable(text: str) -> str:
    """Return text that can be shown and stored: no control characters, no lone surrogates, not without end."""
    text = _CONTROL.sub(" ", text.encode("utf-8", "replace").decode())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def row(label: str, value: str | None) -> Evidence | None:
    """Return a row of evidence, or None when there is nothing to show."""
    return Evidence(label, readable(value)) if value else None


def quoted(case: Case, text: str) -> str:
    """Return words of the reply with the secrets masked that we sent, or that such a sentence repeats."""
    text = text[: refusal.LONGEST]
    for header in case.prepared.headers if case.prepared else ():
        if header.name.lower() in redact.SECRET_HEADERS:
            for secret in (header.value, header.value.partition(" ")[2]):
                text = text.replace(secret, MASK) if len(secret) >= 6 else text
    text = _QUOTED_AUTHORIZATION.sub(
        lambda m: (m[1] or m[2] or "'") + MASK + ("" if m[1] or m[2] else "'"), text
    )
    return redact.canonical(text).strip()


def gateway_words(case: Case) -> Evidence | None:
    """Return the row that quotes the gateway: its message up to the first empty line."""
    return row("Gateway's words", quoted(case, re.split(r"\r?\n\r?\n", case.said, maxsplit=1)[0]))


def error_type_row(case: Case) -> Evidence | None:
    """Return the row that quotes `x-amzn-ErrorType`, or the code in an XML body."""
    return row("x-amzn-ErrorType", case.error_type) or row("Error code", case.error_code)


# ---- actions that several causes offer


def send_again(label: str = "Send again") -> Action:
    """Return the action that signs anew and sends."""
    return Action("send_again", label)


def open_identity(case: Case) -> Action:
    """Return the action that leads to the identity's keys: to its page when its name is known."""
    if case.identity:
        return Action("open_identity", "Open the identity", {"identity": case.identity})
    return choose_identity()


def open_place(place: str, label: str) -> Action:
    """Return the action that opens a part of the composer."""
    return Action("open_place", label, {"place": place})


def show_page(url: str, label: str = "Read the AWS page") -> Action:
    """Return the action that opens a documentation page."""
    return Action("show_url", label, {"url": url})


def log_in(case: Case) -> Action:
    """Return the action that gets new tokens and sends again; for a token without a login, to choose an identity."""
    if case.identity and case.authorisation and case.authorisation.token_kind:
        return Action("log_in", "Log in again and send", {"identity": case.identity})
    return choose_identity()


def renew_keys(case: Case) -> Action:
    """Return the action that gets new AWS keys: a login where the identity has one, else to the identity's page."""
    if case.identity and case.logs_in:
        return Action("log_in", "Get new keys and send", {"identity": case.identity})
    return open_identity(case)


def choose_identity(label: str = "Choose an identity") -> Action:
    """Return the action that opens Auth at the identity."""
    return Action("choose_identity", label)


# ---- what was signed, and what the gateway printed


def gateway_strings(case: Case) -> refusal.GatewayStrings | None:
    """Return canonical request and string to sign as the gateway printed them in its refusal, else None."""
    return refusal.gateway_strings(case.words)


def gateway_canonical(case: Case) -> str | None:
    """Return the canonical request that the gateway printed, in clear: mask before showing; None without one."""
    strings = gateway_strings(case)
    return strings.canonical_request if strings else None


def our_canonical(case: Case) -> str | None:
    """Return the canonical request that we signed, as a gateway would print it; None without a signature of ours."""
    made = case.authorisation.signature if case.authorisation else None
    return printed(made.canonical_request) if made else None


def hash_evidence(header: HeaderHash | None) -> tuple[Evidence | None, ...]:
    """Return the rows that compare the Authorization header sent with what the gateway got of it, by their hashes."""
    if header is None or header.verdict == "unknown":
        return ()
    changed = header.verdict == "changed"
    return (
        row("Header arrived unchanged", "no" if changed else "yes"),
        row("SHA-256 of the header sent", header.ours if changed else ""),
        row("SHA-256 of what the gateway got", header.theirs if changed else ""),
    )


# ---- kinds of refusal that several causes look at


def nothing_to_authenticate(case: Case) -> bool:
    """Whether the gateway found nothing to authenticate: no such method, or no signature (aws-facts §1.3)."""
    if case.says("Authorization header"):
        return False
    if case.error_type:
        return case.named(NOTHING_TO_AUTHENTICATE)
    return case.message.strip(" .").lower() == "missing authentication token"


def sigv4a_unread(case: Case) -> bool:
    """Whether a signature of SigV4a was read by something that knows SigV4 alone."""
    stems = ("Unsupported AWS 'algorithm'", "Credential must have exactly 5")
    return algorithm(case) == SIGV4A and any(case.says(stem) for stem in stems)


def denied(case: Case) -> refusal.Denial | None:
    """Return what the sentence of a denial says; None for any other refusal."""
    return refusal.denial(case.words) if case.fits("AccessDenied", "Forbidden") else None


def denial_evidence(case: Case, denial: refusal.Denial) -> tuple[Evidence | None, ...]:
    """Return the rows that quote a denial; the account in the resource is masked by AWS but for four digits."""
    return (
        row("Caller", denial.principal),
        row("Action", denial.action),
        row("Resource", denial.resource),
        row("Account ends in", denial.account_suffix),
        row("Kind of deny", denial.kind),
        row("Policy type", denial.policy_type),
        row("Policy", denial.policy_arn),
        gateway_words(case),
    )


def by_resource_policy(denial: refusal.Denial) -> bool:
    """Whether the API's resource policy denied it: named, or nobody signed and no other policy is named."""
    named = denial.policy_type == "resource-based policy"
    return bool(denial.action) and (named or (denial.anonymous and not denial.policy_type))


def forbidden(case: Case) -> bool:
    """Whether it is the bare Forbidden of a REST API: API key, WAF, or an endpoint that is not open (aws-facts §1.1)."""
    if case.reply_header("apigw-requestid"):
        return False  # an HTTP API: it has no API keys, and says so when an authorizer refuses
    bare = case.message.strip(" .").lower() in {"forbidden", "invalid api key identifier specified"}
    if case.error_type:
        return case.named("Forbidden") and denied(case) is None
    return bare and case.status == 403


def key_wanted(case: Case) -> bool | None:
    """Whether the method that was reached requires an API key; None when that is not known."""
    reached = case.reached
    return reached.method.api_key_required if reached and reached.method else None


def api_key_name(case: Case) -> str:
    """Return in which header or parameter an API key was sent, x-api-key rather than another; empty when in none."""
    if case.prepared is None:
        return ""
    if case.sent_header("x-api-key"):
        return "x-api-key"
    pieces: tuple[Header | QueryItem, ...] = (*case.prepared.headers, *case.prepared.query)
    return next((one.name for one in pieces if one.origin == _KEY_ORIGIN), "")


def quota_used_up(case: Case) -> bool:
    """Whether the quota of a usage plan is used up, which waiting a little does not help (aws-facts §1.1)."""
    return case.fits("LimitExceeded") and (
        case.message.strip(" .").lower() == "limit exceeded"
        or (case.named("LimitExceeded") and case.status == 429)
    )


def answered_by(case: Case) -> str:
    """Return who probably gave this answer, as far as its headers tell (aws-facts §1.2, §1.10)."""
    if case.error_type:
        return "The answer carries x-amzn-ErrorType: the gateway itself gave it."
    if "cloudfront" in case.reply_header("server").lower() and not case.message:
        return "CloudFront, which stands in front of the API, gave this answer and not the API."
    if case.reply_header("apigw-requestid") and case.message:
        return "An HTTP API answered; whether its gateway or the application did cannot be told from the headers."
    return (
        "The answer carries no x-amzn-ErrorType: it probably comes from the application behind the gateway, or from "
        "a proxy, and not from the gateway."
    )


def reply_evidence(case: Case) -> tuple[Evidence | None, ...]:
    """Return what a reply that no cause explains shows of itself."""
    reason = case.response.reason if case.response else ""
    return (
        row("Status", f"{case.status} {reason}".strip()),
        error_type_row(case),
        row("Message", quoted(case, case.message or refusal.xml_text(case.words, "Message"))),
        row("WWW-Authenticate", case.reply_header("www-authenticate")),
        row("Server", case.reply_header("server")),
        *(row(name, case.reply_header(name)) for name in _REQUEST_IDS),
    )


# ---- tokens


def fault_confidence(case: Case, fault: TokenFault) -> Confidence | None:
    """Return how sure it is that this fault of the token is the cause; None when the token does not have it."""
    faults = token_faults(case)
    if fault not in faults:
        return None
    return "certain" if faults[0] == fault else "likely"


def token_evidence(case: Case, *claims: Evidence | None) -> tuple[Evidence | None, ...]:
    """Return the rows that prove what is wrong with a token: which was sent, some of its claims, the reply's words."""
    token = token_sent(case)
    kind = TOKEN_WORDS.get(token.token_use, "token") if token else ""
    return (
        row("Sent", f"{kind} in {token_header(case)}" if kind else ""),
        *claims,
        row("WWW-Authenticate", quoted(case, case.reply_header("www-authenticate"))),
        error_type_row(case),
        gateway_words(case),
    )


def utc(at: datetime | None) -> str:
    """Return a time as `2026-11-22 09:41:03 UTC`; empty without one."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else ""


# ---- clocks


def time_evidence(case: Case, window: refusal.TimeWindow) -> tuple[Evidence | None, ...]:
    """Return the rows that prove a refused time stamp."""
    signed = signed_as(case)
    at = window.signed_at or (signed.signed_at if signed else None)
    return (
        row("Gateway's Date", case.reply_header("date") or amz_date(window.server_now)),
        row("x-amz-date you signed", amz_date(at)),
        row("Gateway allows", f"{window.minutes} min" if window.minutes else ""),
        gateway_words(case),
    )


def stamp_age(case: Case, window: refusal.TimeWindow) -> timedelta | None:
    """Return how old a refused time stamp was by the gateway's clock, negative for one of the future; None: not known.

    The sentence tells both times; where it does not, what was signed and the reply's Date do.
    """
    signed = signed_as(case)
    at = window.signed_at or (signed.signed_at if signed else None)
    now = window.server_now or case.judged_at
    return now - at if now and at else None


def correct_clock(offset: float) -> Action:
    """Return the action that signs with the gateway's clock; `offset` in seconds, server minus this computer."""
    seconds = {"offset": str(round(offset))}
    return Action("send_with_clock", "Correct the clock and send again", seconds)


def undo_correction(
    cause: Cause, correction: str, evidence: tuple[Evidence | None, ...]
) -> Finding:
    """Return the finding of a time stamp that only a clock correction (`+600 s`) made wrong."""
    return cause.found(
        "certain",
        title=f"A clock correction of {correction} is in force, and it is the reason",
        detail="This computer's clock agrees with the gateway's: the correction made the time stamp wrong.",
        evidence=(row("Clock correction", correction), *evidence),
        remedy="Undo the correction and send again; in a terminal, leave --clock-offset out.",
        actions=(Action("send_with_clock", "Undo it and send again", {"offset": "0"}),),
    )


def amz_date(at: datetime | None) -> str:
    """Return a time in the form of `x-amz-date`; empty without one."""
    return at.strftime("%Y%m%dT%H%M%SZ") if at else ""
