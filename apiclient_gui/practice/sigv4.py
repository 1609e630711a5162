"""SigV4 and SigV4a verified from what came over the wire, written from AWS's recipe and not from the client's signer.

Works on bytes throughout: what was received is what is hashed, whatever its encoding.
Source: IAM/reference_sigv-create-signed-request; general rule for paths (normalised, encoded once more).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

from apiclient_gui.practice import refusals, sigv4a
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received

ALGORITHM: Final = "AWS4-HMAC-SHA256"
TERMINATOR: Final = "aws4_request"
WINDOW: Final = timedelta(minutes=5)
_PARAMETERS: Final = ("Credential", "Signature", "SignedHeaders")
_STAMP: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z")
_RUN: Final = re.compile(rb"[ \t]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a signing key is good for. With SigV4a `region` is empty: its key is good for all of them."""

    date: str
    region: str
    service: str
    terminator: str = TERMINATOR

    @property
    def text(self) -> str:
        """The scope as it stands in the string to sign."""
        return "/".join(filter(None, (self.date, self.region, self.service, self.terminator)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request says about its signature, taken apart but not believed.

    `signed_headers` are lower-case and sorted; `stamp` is the value of X-Amz-Date, or of Date. `life` is how long the
    signature is good; `session` the session token in the query; `region_set` only SigV4a has.
    """

    algorithm: str
    credential: str
    signed_headers: tuple[str, ...]
    signature: str
    stamp: str
    life: timedelta = WINDOW
    session: str = ""
    region_set: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows for which place it judges.

    `caller_of` gives the owner of an access key id and session token (empty: none) at a time, or raises Refused.
    """

    region: str
    service: str
    caller_of: Callable[[str, str, datetime], Caller]

    def verify(self, request: Received, claim: Claim, now: datetime) -> Caller:
        """Return who signed the request; raise Refused when it was not so signed.

        The order is that of AWS's own services: date, signed headers, algorithm, scope, key and session, signature.
        """
        signed_at = _signed_at(claim.stamp)
        _check_date(signed_at, now.replace(microsecond=0), claim.life)
        _check_signed_headers(request, claim)
        if claim.algorithm not in (ALGORITHM, sigv4a.ALGORITHM):
            raise Refused(refusals.unsupported_algorithm(claim.algorithm))
        access_key_id, scope = _credential(claim)
        self._check_scope(scope, claim, signed_at)
        caller = self.caller_of(access_key_id, _session(request, claim), now)
        canonical = canonical_request(request, claim.signed_headers)
        text = string_to_sign(canonical, signed_at, scope, claim.algorithm)
        if claim.algorithm == ALGORITHM:
            expected = signature(caller.secret, scope, text)
            right = hmac.compare_digest(expected, claim.signature.encode())
        else:
            right = sigv4a.is_right(access_key_id, caller.secret, text, claim.signature)
        if not right:
            raise Refused(refusals.mismatch(canonical.decode("utf-8", "replace"), text))
        return caller

    def _check_scope(self, scope: Scope, claim: Claim, signed_at: datetime) -> None:
        here = (
            scope.region == self.region
            if claim.algorithm == ALGORITHM
            else sigv4a.holds(claim.region_set, self.region)
        )
        checks = (
            ("region", here, "Credential should be scoped to a valid region."),
            (
                "service",
                scope.service == self.service,
                f"Credential should be scoped to correct service: '{self.service}'.",
            ),
            (
                "terminator",
                scope.terminator == TERMINATOR,
                f"Credential should be scoped with a valid terminator: '{TERMINATOR}'.",
            ),
            (
                "date",
                scope.date == f"{signed_at:%Y%m%d}",
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
            ),
        )  # fmt: skip
        wrong = [(part, sentence) for part, right, sentence in checks if not right]
        if wrong:
            parts, sentences = zip(*wrong, strict=True)
            raise Refused(refusals.wrong_scope(sentences, parts))


# ---------------------------------------------------------------- what the request claims


def claim(request: Received) -> Claim | None:
    """Return what the Authorization header claims; None without such a header. Raise Refused when it is not SigV4.

    Two such headers are not SigV4 either: which one counts is said nowhere.
    """
    values = request.values("authorization")
    if not values:
        return None
    whole = b",".join(values)
    if len(values) > 1:
        raise Refused(refusals.not_sigv4(whole))
    if not whole:
        raise Refused(refusals.empty_authorization())
    text = whole.decode("latin-1")
    algorithm, _, rest = text.partition(" ")
    pairs: dict[str, str] = {}
    for piece in rest.split(",") if rest.strip() else []:
        name, equal_sign, value = piece.strip().partition("=")
        if not equal_sign or name in pairs:
            raise Refused(refusals.not_sigv4(whole))
        pairs[name] = value
    if not pairs and not algorithm.startswith("AWS4-"):
        raise Refused(refusals.not_sigv4(whole))
    missing = [name for name in _PARAMETERS if not pairs.get(name)]
    dates = request.values("x-amz-date") or request.values("date")
    lost = [] if dates else ["date"]
    regions: tuple[bytes, ...] = ()
    if algorithm == sigv4a.ALGORITHM:
        regions = request.values("x-amz-region-set")
        lost += [] if any(regions) else ["region set"]
    if missing or lost:
        raise Refused(refusals.incomplete(missing, lost, whole))
    return Claim(
        algorithm=algorithm,
        credential=pairs["Credential"],
        signed_headers=tuple(sorted(set(pairs["SignedHeaders"].lower().split(";")))),
        signature=pairs["Signature"],
        stamp=b",".join(dates).decode("latin-1"),
        region_set=b",".join(regions).decode("latin-1"),
    )


def _signed_at(stamp: str) -> datetime:
    try:
        if _STAMP.fullmatch(stamp):
            return datetime.strptime(stamp, refusals.STAMP).replace(tzinfo=UTC)
        parsed = parsedate_to_datetime(stamp)  # the form of a Date header
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(refusals.bad_date(stamp)) from None


def _check_date(signed_at: datetime, now: datetime, life: timedelta) -> None:
    if signed_at < now - life:
        raise Refused(refusals.expired(signed_at, now, life))
    if signed_at > now + WINDOW:
        raise Refused(refusals.not_yet_current(signed_at, now, WINDOW))


def _check_signed_headers(request: Received, claim: Claim) -> None:
    wanted = {"host", *(name for name, _ in request.headers if name.startswith("x-amz-"))}
    unsigned = sorted(wanted.difference(claim.signed_headers))
    if unsigned:
        raise Refused(refusals.unsigned_headers(unsigned))


def _credential(claim: Claim) -> tuple[str, Scope]:
    access_key_id, *parts = claim.credential.split("/")
    if claim.algorithm != ALGORITHM:
        parts.insert(1, "")
    if len(parts) != 4:
        regional = claim.algorithm == ALGORITHM
        raise Refused(refusals.bad_credential(claim.credential, regional=regional))
    return access_key_id, Scope(*parts)


def _session(request: Received, claim: Claim) -> str:
    header = b",".join(request.values("x-amz-security-token")).decode("latin-1")
    # Two of them, one in the query and one in a header, are none that anybody was given.
    return ",".join(filter(None, (claim.session, header)))


# ---------------------------------------------------------------- the recipe


def canonical_request(request: Received, signed_headers: tuple[str, ...]) -> bytes:
    """Return the canonical request of what was received, over the headers that the caller says were signed.

    A signed header that did not arrive counts as empty: what AWS does then is not documented.
    """
    lines = [
        request.method.encode(),
        canonical_path(request.path),
        canonical_query(request.query),
        *(
            name.encode("latin-1") + b":" + b",".join(_RUN.sub(b" ", v) for v in request.values(name))
            for name in signed_headers
        ),
        b"",
        ";".join(signed_headers).encode("latin-1"),
        hashlib.sha256(request.body).hexdigest().encode(),
    ]  # fmt: skip
    return b"\n".join(lines)


def string_to_sign(
    canonical: bytes, signed_at: datetime, scope: Scope, algorithm: str = ALGORITHM
) -> str:
    """Return the text that is signed: algorithm, time, scope, hash of the canonical request."""
    digest = hashlib.sha256(canonical).hexdigest()
    return f"{algorithm}\n{signed_at:{refusals.STAMP}}\n{scope.text}\n{digest}"


def signature(secret: str, scope: Scope, text: str) -> bytes:
    """Return the signature in lower-case hex."""
    return hmac.new(_signing_key(secret, scope), text.encode(), hashlib.sha256).hexdigest().encode()


def canonical_path(path: bytes) -> bytes:
    """Return the path without dot segments and doubled slashes, each segment percent-encoded once more."""
    kept = segments(path)
    end = b"/" if kept and path.endswith(b"/") else b""
    return b"/" + b"/".join(quote_from_bytes(one, safe="~").encode() for one in kept) + end


def segments(path: bytes) -> list[bytes]:
    """Return the segments of a path as they stand on the wire, `.`, `..` and empty ones resolved."""
    kept: list[bytes] = []
    for segment in path.split(b"/"):
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b"", b"."):
            kept.append(segment)
    return kept


def canonical_query(query: bytes) -> bytes:
    """Return the query with names and values decoded and encoded anew (`+` is a blank), sorted by name, then value."""
    pairs = (item.partition(b"=") for item in query.split(b"&") if item)
    coded = sorted((_recoded(name), _recoded(value)) for name, _, value in pairs)
    return b"&".join(name + b"=" + value for name, value in coded)


def _recoded(text: bytes) -> bytes:
    return quote_from_bytes(unquote_to_bytes(text.replace(b"+", b" ")), safe="~").encode()


@lru_cache(maxsize=64)
def _signing_key(secret: str, scope: Scope) -> bytes:
    # The same for all requests of a user on a day; four rounds of HMAC less for each.
    key = f"AWS4{secret}".encode()
    for part in (scope.date, scope.region, scope.service, scope.terminator):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
