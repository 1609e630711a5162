"""Canonical request and string to sign from a prepared request, each line with its origins (SigV4 and its kin).

Built here and not by botocore: botocore passes 57 of the 76 cases of AWS's signing suite, and keeps no origins.
Source: IAM User Guide, "Create a signed AWS API request"; exceptions in aws-facts §6.2.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from datetime import datetime
from typing import Final
from urllib.parse import quote

from apiclient_gui.core import urls
from apiclient_gui.core.model import CanonicalLine, Header, Origin, Prepared

EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()
_BLANKS = re.compile(r"[ \t]+")
# Nothing but unreserved characters, and escapes of all others in capitals.
_STRICT = re.compile(
    r"(?:[A-Za-z0-9\-._~]|%(?:[0189A-F][0-9A-F]|2[0-9A-CF]|3[A-F]|40|5[B-E]|60|7[B-DF]))*"
)
_METHOD: Final = (Origin("url", name="method"),)
_BLANK: Final = CanonicalLine("", "blank")


def canonical_lines(
    prepared: Prepared,
    signed: Collection[str],
    payload: str,
    *,
    normalize: bool = True,
    encode_again: bool = True,
) -> tuple[CanonicalLine, ...]:
    """Return the lines of the canonical request.

    `signed` are lower-case names of the headers to sign, `payload` the payload hash (hex) or its stand-in;
    `normalize` takes dot segments and doubled slashes out of the path, `encode_again` encodes each segment once more
    than it is on the wire (S3 wants neither).
    """
    path = urls.without_dots(prepared.path) if normalize else prepared.path
    items = sorted(
        [(*canonical_pair(item.name, item.value), item.origin) for item in prepared.query],
        key=lambda item: item[:2],
    )
    query = "&".join([f"{name}={value}" for name, value, _ in items])
    names = sorted(set(signed))
    by_name: dict[str, list[Header]] = {name: [] for name in names}
    for header in prepared.headers:
        if (same := by_name.get(header.name.lower())) is not None:
            same.append(header)
    return (
        CanonicalLine(prepared.method, "method", _METHOD),
        CanonicalLine(
            urls.strict_path_again(path) if encode_again else _encoded_once(path),
            "path",
            (prepared.path_origin,),
        ),
        CanonicalLine(query, "query", tuple([origin for *_, origin in items])),
        *[_header_line(name, same) for name, same in by_name.items()],
        _BLANK,
        CanonicalLine(";".join(names), "signed_headers"),
        CanonicalLine(payload, "payload", (prepared.body.origin,)),
    )


def canonical_pair(name: str, value: str | None) -> tuple[str, str]:
    """Return name and value of a query item in strict form, whatever form they have on the wire."""
    value = value or ""
    # A prepared request has them so already.
    if _STRICT.fullmatch(name) and _STRICT.fullmatch(value):
        return name, value
    strict_name, strict_value = urls.wire_query_item(f"{name}={value}", strict=True)
    return strict_name, strict_value or ""


def header_value(value: str) -> str:
    """Return a header's value as it is signed: trimmed, runs of blanks made one, bytes read as UTF-8."""
    if not value.isascii():
        value = value.encode("latin-1", "replace").decode("utf-8", "surrogateescape")
    if "  " in value or "\t" in value:
        value = _BLANKS.sub(" ", value)
    return value.strip(" ")


def string_to_sign(algorithm: str, now: datetime, scope: str, canonical_request: str) -> str:
    """Return the string to sign: algorithm, time stamp, credential scope, hash of the canonical request."""
    digest = hashlib.sha256(canonical_request.encode("utf-8", "surrogateescape")).hexdigest()
    return "\n".join((algorithm, amz_date(now), scope, digest))


def amz_date(now: datetime) -> str:
    """Return the time in the basic ISO 8601 form of `X-Amz-Date` (UTC, whole seconds)."""
    # strftime writes the year 1 as "1", and takes three times as long.
    day = f"{now.year:04}{now.month:02}{now.day:02}"
    return f"{day}T{now.hour:02}{now.minute:02}{now.second:02}Z"


def _encoded_once(path: str) -> str:
    """Return a wire path with what stands bare in it escaped, and its escapes as they are."""
    return quote(path, safe="/-_.~%")


def _header_line(name: str, same: list[Header]) -> CanonicalLine:
    values = ",".join([header_value(header.value) for header in same])
    return CanonicalLine(f"{name}:{values}", "header", tuple([header.origin for header in same]))
