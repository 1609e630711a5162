"""What a cause is: one reason why a request was refused or never arrived, recognised in a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

import msgspec

from apiclient_gui.core import redact, refusal
from apiclient_gui.core.finding import Action, Confidence, Evidence, Finding, Severity
from apiclient_gui.core.model import (
    Authorisation,
    Failure,
    KnownApi,
    Prepared,
    Response,
)
from apiclient_gui.core.secret import MASK

_MESSAGE_KEYS = ("message", "Message", "errorMessage")
_MOST_READ = (
    262_144  # bytes; a gateway's own error bodies are a few KB, and each cause reads the message
)

# ---- where the facts stand

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_GATEWAY = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
SIGNATURE_PAGE: Final = _IAM + "reference_sigv-troubleshooting.html"
SIGNED_REQUEST_PAGE: Final = _IAM + "reference_sigv-create-signed-request.html"
ACCESS_DENIED_PAGE: Final = _IAM + "troubleshoot_access-denied.html"
IDENTIFIERS_PAGE: Final = _IAM + "reference_identifiers.html"
GATEWAY_RESPONSES_PAGE: Final = _GATEWAY + "supported-gateway-response-types.html"
DEPLOY_PAGE: Final = _GATEWAY + "how-to-deploy-api.html"
IAM_METHOD_PAGE: Final = (
    _GATEWAY + "api-gateway-control-access-using-iam-policies-to-invoke-api.html"
)
REFUSED_403_ARTICLE: Final = (
    "https://repost.aws/knowledge-center/api-gateway-troubleshoot-403-forbidden"
)

# ---- families of `x-amzn-ErrorType` (aws-facts §1.1, §1.4), without the ending "Exception"

SIGNATURE_TYPES: Final = ("InvalidSignature", "IncompleteSignature", "SignatureDoesNotMatch")
NOTHING_TO_AUTHENTICATE: Final = "MissingAuthenticationToken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of one refusal. `apiclient explain` knows less than `send`: each part may be missing.

    `clock_offset`: seconds, server minus this computer. `region`, `service`: what environment or host would say.
    `environment`, `identity`: names. `apis`: those of the workspace whose methods are known.
    """

    response: Response | None = None
    failure: Failure | None = None
    prepared: Prepared | None = None
    authorisation: Authorisation | None = None
    clock_offset: float | None = None
    environment: str = ""
    identity: str = ""
    region: str = ""
    service: str = ""
    apis: tuple[KnownApi, ...] = ()

    @property
    def status(self) -> int:
        """The status, 0 when there is no response."""
        return self.response.status if self.response else 0

    @property
    def error_type(self) -> str:
        """The name in `x-amzn-ErrorType`, without what may follow a colon (aws-facts §1.2); empty without one."""
        return self.reply_header("x-amzn-errortype").partition(":")[0].strip()

    @property
    def message(self) -> str:
        """The gateway's own words: `message` or `Message` of a JSON body, else empty."""
        if self.response is None or self.response.body.size > _MOST_READ:
            return ""
        try:
            body = msgspec.json.decode(self.response.body.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        if not isinstance(body, dict):
            return ""
        return next((body[key] for key in _MESSAGE_KEYS if isinstance(body.get(key), str)), "")

    @property
    def words(self) -> str:
        """The message; when the body is no JSON object with one, the beginning of the body as text."""
        if self.message or self.response is None:
            return self.message
        return self.response.body.content[:_MOST_READ].decode("utf-8", "replace")

    def reply_header(self, name: str) -> str:
        """Return the first header of that name in the reply; empty without one."""
        return (self.response.header(name) if self.response else None) or ""

    def sent_header(self, name: str) -> str | None:
        """Return the first header of that name as it was sent; None without one, or when nothing sent is known."""
        return self.prepared.header(name) if self.prepared else None

    def named(self, *types: str) -> bool:
        """Whether `x-amzn-ErrorType` is one of these names (given without the ending "Exception")."""
        name = self.error_type.rpartition("#")[2].lower().removesuffix("exception")
        return bool(name) and name in {one.lower() for one in types}

    def fits(self, *types: str) -> bool:
        """Whether the header names one of these types, or there is none: then the words alone decide."""
        return not self.error_type or self.named(*types)

    def says(self, stem: str) -> bool:
        """Whether the reply's words hold this stem, whatever the case: sentences grew suffixes over the years."""
        return stem.lower() in self.words[: refusal.LONGEST].lower()


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
    return row("Gateway's words", quoted(case, re.split(r"\r?\n\r?\n", case.words, maxsplit=1)[0]))


def error_type_row(case: Case) -> Evidence | None:
    """Return the row that quotes `x-amzn-ErrorType`."""
    return row("x-amzn-ErrorType", case.error_type)


def in_words(span: timedelta | float) -> str:
    """Return a length of time as a person says it: `6 min 12 s`, `2 h 3 min`, `4 days`."""
    seconds = abs(round(span.total_seconds() if isinstance(span, timedelta) else span))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"
    if seconds < 172_800:
        minutes = seconds % 3600 // 60
        return f"{seconds // 3600} h {minutes} min" if minutes else f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"


# ---- actions that several causes offer


def send_again(label: str = "Send again") -> Action:
    """Return the action that signs anew and sends."""
    return Action("send_again", label)


def open_identity(case: Case) -> Action:
    """Return the action that leads to the identity's keys: to its page when its name is known."""
    if case.identity:
        return Action("open_identity", "Open the identity", {"identity": case.identity})
    return Action("choose_identity", "Choose an identity")


def open_place(place: str, label: str) -> Action:
    """Return the action that opens a part of the composer."""
    return Action("open_place", label, {"place": place})


def show_page(url: str, label: str = "Read the AWS page") -> Action:
    """Return the action that opens a documentation page."""
    return Action("show_url", label, {"url": url})


# ---- what was signed, and what the gateway printed


def signed_as(case: Case) -> refusal.SignedAs | None:
    """Return what was signed: from the signature we made, else from the Authorization header or the query sent."""
    at = refusal.stamp(case.sent_header("x-amz-date") or sent_item(case, "x-amz-date"))
    made = case.authorisation.signature if case.authorisation else None
    if made:
        return refusal.SignedAs(
            access_key_id=made.access_key_id,
            region=made.region,
            service=made.service,
            date=made.credential_scope.partition("/")[0],
            signed_headers=made.signed_headers,
            signed_at=at or made.signed_at,
        )
    value = case.sent_header("authorization") or ""
    if value.startswith(refusal.ALGORITHM):
        return refusal.claimed_in_header(value, at)
    names = sent_item(case, "x-amz-signedheaders")
    return refusal.claimed(sent_item(case, "x-amz-credential"), names, at)


def looks_signed(case: Case) -> bool:
    """Whether the request went out with something that is meant to be a signature."""
    value = case.sent_header("authorization") or ""
    return value.startswith(refusal.ALGORITHM) or bool(sent_item(case, "x-amz-signature"))


def sent_item(case: Case, name: str) -> str:
    """Return the value of a query item as sent, unescaped; empty without one."""
    items = case.prepared.query if case.prepared else ()
    return next((unquote(item.value or "") for item in items if item.name.lower() == name), "")


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
    if made is None:
        return None
    # A header value that is no UTF-8 is signed as its bytes; in print each bad byte shows as U+FFFD.
    return made.canonical_request.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# ---- kinds of refusal that several causes look at


def nothing_to_authenticate(case: Case) -> bool:
    """Whether the gateway found nothing to authenticate: no such method, or no signature (aws-facts §1.3)."""
    if case.says("Authorization header"):
        return False
    if case.error_type:
        return case.named(NOTHING_TO_AUTHENTICATE)
    return case.message.strip(" .").lower() == "missing authentication token"


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
        row("Message", quoted(case, case.message)),
        row("WWW-Authenticate", case.reply_header("www-authenticate")),
        row("Server", case.reply_header("server")),
        *(row(name, case.reply_header(name)) for name in _REQUEST_IDS),
    )


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


def correct_clock(offset: float) -> Action:
    """Return the action that signs with the gateway's clock; `offset` in seconds, server minus this computer."""
    seconds = {"offset": str(round(offset))}
    return Action("send_with_clock", "Correct the clock and send again", seconds)


def amz_date(at: datetime | None) -> str:
    """Return a time in the form of `x-amz-date`; empty without one."""
    return at.strftime("%Y%m%dT%H%M%SZ") if at else ""
