"""What AWS writes when it refuses: the sentences of gateway and IAM, taken apart into values.

Text in, values out; nothing here raises, whatever the text. Sources: IAM User Guide "Troubleshoot Signature Version 4"
and "Troubleshoot access denied error messages" (aws-facts §1.4, §1.5).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from apiclient_gui.core.model import Failure

LONGEST: Final = 8_192
"""Characters of a sentence that are looked at: header block and URL of a request are limited to about 10 KB."""


# ---------------------------------------------------------------- bodies of services besides API Gateway

_BEFORE = "\ufeff \r\n\t"
_JSON_TYPE = re.compile(r'"__type"\s*:\s*"(?:[^"#\\]{0,200}#)?([A-Za-z0-9_.]{1,100})"')


def code(text: str) -> str:
    """Return the name of the error in a body: `<Code>` of XML (S3, STS), `__type` of JSON (DynamoDB, Cognito); else empty."""
    if text.lstrip(_BEFORE).startswith("{"):
        found = _JSON_TYPE.search(text)
        return found[1] if found else ""
    return xml_text(text, "Code")


def xml_text(text: str, name: str) -> str:
    """Return what stands in the first element of that name in an error document, unescaped; empty without one."""
    if not text.lstrip(_BEFORE).startswith("<"):
        return ""
    _, found, rest = text.partition(f"<{name}>")
    inside, closed, _ = rest.partition(f"</{name}>")
    return html.unescape(inside.strip()) if found and closed else ""


# ---------------------------------------------------------------- time stamps

_STAMP = re.compile(r"\b(\d{8}T\d{6}Z)\b")
_MINUTES = re.compile(r"[-+] (\d{1,4}) min")


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """What a refused time stamp was compared with; each part None when the sentence does not say it."""

    signed_at: datetime | None
    limit: datetime | None
    server_now: datetime | None
    minutes: int | None


def stamp(text: str) -> datetime | None:
    """Return the time of a stamp such as `20260101T000000Z`; None when it is no time at all."""
    try:
        return datetime.strptime(text + "+0000", "%Y%m%dT%H%M%SZ%z")
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Return a time in any of the forms that refusals use: a stamp, ISO 8601, or that of a Date header; else None."""
    if at := stamp(text):
        return at
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None


def time_window(sentence: str) -> TimeWindow:
    """Take `Signature expired: … is now earlier than … (… - 5 min.)` apart; the same for "not yet current"."""
    sentence = sentence[:LONGEST]
    found = [stamp(text) for text in _STAMP.findall(sentence)]
    signed_at, limit, server_now = (*found, None, None, None)[:3]
    minutes = _MINUTES.search(sentence)
    return TimeWindow(signed_at, limit, server_now, int(minutes[1]) if minutes else None)


# ---------------------------------------------------------------- what a signature claims

ALGORITHM: Final = "AWS4-"
"""How Authorization begins when it holds a signature of the SigV4 family."""
_CREDENTIAL = re.compile(r"Credential=([^,\s]+)")
_SIGNED_HEADERS = re.compile(r"SignedHeaders=([^,\s]+)")


@dataclass(frozen=True, slots=True)
class SignedAs:
    """What a request claims in its signature. `region` is empty for SigV4a, whose scope has none."""

    access_key_id: str
    region: str
    service: str
    date: str
    signed_headers: tuple[str, ...]
    signed_at: datetime | None


def claimed_in_header(value: str, at: datetime | None) -> SignedAs | None:
    """Return what an Authorization header claims; None without a whole credential."""
    credential, names = _CREDENTIAL.search(value), _SIGNED_HEADERS.search(value)
    return claimed(credential[1] if credential else "", names[1] if names else "", at)


def claimed(credential: str, signed_headers: str, at: datetime | None) -> SignedAs | None:
    """Return what `key/date/region/service/aws4_request` and `a;b` claim; None without a whole credential."""
    key_id, *scope = credential.split("/")
    if not key_id or len(scope) < 3:
        return None
    region = scope[1] if len(scope) > 3 else ""
    return SignedAs(key_id, region, scope[-2], scope[0], tuple(signed_headers.split(";")), at)


# ---------------------------------------------------------------- parts that are missing

MISMATCH: Final = "request signature we calculated does not match"
"""The stem of the sentence that says that two signatures differ."""
NO_DATE: Final = "requires existence of either a 'X-Amz-Date' or a 'Date' header"
"""The stem of the sentence that says that the time stamp is missing."""
_MISSING = re.compile(r"requires '(Credential|Signature|SignedHeaders)' parameter")
_NOT_SIGNED = re.compile(r"'([\w.-]{1,100})'(?: or ':authority')? must be a 'SignedHeader'")
_NO_EQUAL_SIGN = re.compile(
    r"key=value pair \(missing equal-?sign\) in Authorization header", re.IGNORECASE
)


def missing_parameters(sentence: str) -> tuple[str, ...]:
    """Return the parameters of Authorization that the gateway missed: Credential, Signature, SignedHeaders."""
    return tuple(dict.fromkeys(_MISSING.findall(sentence[:LONGEST])))


def unsigned_header(sentence: str) -> str:
    """Return the lower-case name of the header that must be signed and is not; empty when that is not said."""
    found = _NOT_SIGNED.search(sentence[:LONGEST])
    return found[1].lower() if found else ""


def is_no_pair(sentence: str) -> bool:
    """Whether Authorization was read as `key=value` pairs and had none: older and newer sentence."""
    return _NO_EQUAL_SIGN.search(sentence[:LONGEST]) is not None


# ---------------------------------------------------------------- denials

_NOT_AUTHORISED = " is not authorized to "
_EXPLICIT = " with an explicit deny"
_IMPLICIT = " because no "
_POLICY = re.compile(
    r"\s*(?:in )?(?:an? )?(?P<type>[A-Za-z][A-Za-z -]{0,60}? (?:policy|boundary))\b"
)
_ARN = re.compile(r"\barn:[^\s,;\"']+")
_ASSUMED_ROLE = re.compile(r"arn:[^:]*:sts::[^:]*:assumed-role/([^/]+)/")
_MASKED_ACCOUNT = re.compile(r"\*{4,8}(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Who may not do what, and which kind of policy said so.

    `principal` is an ARN or `anonymous`; empty (and so are action and resource) in the sentence of a Lambda
    authorizer. `policy_type` is empty when the sentence does not name one.
    """

    principal: str = ""
    action: str = ""
    resource: str = ""
    account_suffix: str = ""
    kind: Literal["explicit", "implicit"]
    policy_type: str = ""
    policy_arn: str = ""

    @property
    def anonymous(self) -> bool:
        """Whether the call was not authenticated by a signature."""
        return self.principal.lower() == "anonymous"

    @property
    def who(self) -> str:
        """The caller in short: `user/alice` of its ARN."""
        return self.principal.rpartition(":")[2] or "this caller"

    @property
    def by_identity_policy(self) -> bool:
        """Whether a policy of a signing caller is named; an authorizer's policy goes by that name as well."""
        return (
            bool(self.action) and not self.anonymous and self.policy_type == "identity-based policy"
        )

    @property
    def by_session_policy(self) -> bool:
        """Whether the policy is named that temporary keys were asked for with."""
        return bool(self.action) and self.policy_type == "session policy"

    @property
    def role(self) -> str:
        """The name of the role that the caller assumed, of its ARN; empty for another caller."""
        found = _ASSUMED_ROLE.match(self.principal)
        return found[1] if found else ""


def denial(sentence: str) -> Denial | None:
    """Take `User: … is not authorized to perform: … on resource: … <reason>` apart; None for another sentence."""
    sentence = " ".join(sentence[:LONGEST].split())
    who, found, what = sentence.partition(_NOT_AUTHORISED)
    if not found or not who.startswith("User"):
        return None
    what, kind, reason = _reason(what)
    action, _, resource = what.removeprefix("perform:").partition(" on resource:")
    named = what.startswith("perform:")
    account = _MASKED_ACCOUNT.search(resource)
    policy = _POLICY.match(reason)
    arn = _ARN.search(reason)
    return Denial(
        principal=who.partition(":")[2].strip(),
        action=action.strip() if named else "",
        resource=resource.strip() if named else "",
        account_suffix=account[1] if account and named else "",
        kind=kind,
        policy_type=policy["type"] if policy else "",
        policy_arn=arn[0].rstrip(".") if arn else "",
    )


def _reason(what: str) -> tuple[str, Literal["explicit", "implicit"], str]:
    for mark, kind in ((_EXPLICIT, "explicit"), (_IMPLICIT, "implicit")):
        before, found, after = what.partition(mark)
        if found:
            return before, "explicit" if kind == "explicit" else "implicit", after
    return what, "implicit", ""


# ---------------------------------------------------------------- the canonical request in a reply

_CANONICAL = re.compile(r"The Canonical String for this request should have been\s*", re.IGNORECASE)
_STRING_TO_SIGN = re.compile(r"The String-to-Sign should have been\s*", re.IGNORECASE)
_QUOTE_ENTITY = re.compile(r"&(?:#0*39|#x0*27|apos);", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);", re.IGNORECASE)
_FEWEST_LINES = 6  # method, path, query, blank, signed headers, payload hash
_MOST_TEXT = 262_144


@dataclass(frozen=True, slots=True)
class GatewayStrings:
    """What the gateway says the two strings should have been; the second is empty when it is not in the reply."""

    canonical_request: str
    string_to_sign: str


def gateway_strings(text: str) -> GatewayStrings | None:
    r"""Return the strings that a signature refusal prints; None when there are none, or only the beginning of one.

    Takes them with CRLF, with `\n` and `\"` escaped once more, and with HTML entities: an owner's template or a
    proxy may do each of that. S3's XML holds them, too.
    """
    mark = _CANONICAL.search(text[:_MOST_TEXT])
    if mark is None:
        return _of_xml(text[:_MOST_TEXT])
    tail = _plain(text[mark.end() : _MOST_TEXT])
    second = _STRING_TO_SIGN.search(tail)
    canonical = _quoted(tail[: second.start()] if second else tail)
    if canonical is None or canonical.count("\n") + 1 < _FEWEST_LINES:
        return None
    return GatewayStrings(canonical, (second and _quoted(tail[second.end() :])) or "")


def _of_xml(text: str) -> GatewayStrings | None:
    # S3 has them in elements of their own.
    canonical, to_sign = (xml_text(text, name) for name in ("CanonicalRequest", "StringToSign"))
    if canonical.count("\n") + 1 < _FEWEST_LINES:
        return None
    return GatewayStrings(canonical.replace("\r\n", "\n"), to_sign.replace("\r\n", "\n"))


def _plain(tail: str) -> str:
    tail = tail.removeprefix("\\n")
    if _QUOTE_ENTITY.match(tail):
        # Only then: a canonical query may well hold `&lt=2`, which is no entity.
        tail = _ENTITY.sub(lambda entity: html.unescape(entity[0]), tail)
    tail = tail.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in tail:
        tail = tail.replace("\\r\\n", "\n").replace("\\n", "\n").replace('\\"', '"')
    return tail


def _quoted(text: str) -> str | None:
    end = text.rfind("'")
    start = text.find("'")
    return text[start + 1 : end] if 0 <= start < end and not text[:start].strip() else None


# ---------------------------------------------------------------- failures: words of OpenSSL, urllib3 and the systems

Break = Literal["refused", "connection", "trust", "protocol", "response", ""]
_REFUSED = ("connection refused", "actively refused", "10061")  # the last two on Windows
_TRUST = ("certificate", "hostname mismatch", "doesn't match")
_NO_TLS = ("wrong version number", "wrong_version_number", "record layer failure", "http request")
_NO_HTTP = ("not http", "http/", "status line", "got more than", "header line", "unmatching")
_CUT_HEADER = "in the middle of the header"


def broken_in(failure: Failure) -> Break:
    """Return what it was that failed; empty for name resolution, time-outs and a cancelled request."""
    said = failure.message.lower()
    if failure.timed_out or failure.stage in {"dns", "cancelled"}:
        return ""
    if failure.stage == "receive" or _CUT_HEADER in said:
        return "response"
    if failure.stage == "connect":
        return "refused" if any(word in said for word in _REFUSED) else "connection"
    if failure.stage == "tls":
        if any(word in said for word in _NO_TLS):
            return "protocol"
        # An alert is the server's word about us (no client certificate), not ours about the server.
        trust = "alert" not in said and any(word in said for word in _TRUST)
        return "trust" if trust else "connection"
    return "protocol" if any(word in said for word in _NO_HTTP) else "connection"


def at_proxy(failure: Failure) -> bool:
    """Whether it was the proxy that could not be reached: core/transport.py says so in front of the words."""
    return failure.message.startswith("proxy: ")
