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

from apiclient_gui.core import urls
from apiclient_gui.core.model import CanonicalLine, Header, Origin, Prepared

EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()
_BLANKS = re.compile(r"[ \t]+")


def canonical_lines(
    prepared: Prepared, signed: Collection[str], payload: str, *, normalize: bool = True
) -> tuple[CanonicalLine, ...]:
    """Return the lines of the canonical request.

    `signed` are lower-case names of the headers to sign, `payload` the payload hash (hex) or its stand-in;
    `normalize` takes dot segments and doubled slashes out of the path before it is encoded again.
    """
    path = urls.without_dots(prepared.path) if normalize else prepared.path
    items = sorted(
        ((*canonical_pair(item.name, item.value), item.origin) for item in prepared.query),
        key=lambda item: item[:2],
    )
    query = "&".join(f"{name}={value}" for name, value, _ in items)
    names = tuple(sorted(set(signed)))
    return (
        CanonicalLine(prepared.method, "method", (Origin("url", name="method"),)),
        CanonicalLine(urls.strict_path_again(path), "path", (prepared.path_origin,)),
        CanonicalLine(query, "query", tuple(origin for *_, origin in items)),
        *(_header_line(name, prepared.headers) for name in names),
        CanonicalLine("", "blank"),
        CanonicalLine(";".join(names), "signed_headers"),
        CanonicalLine(payload, "payload", (prepared.body.origin,)),
    )


def canonical_pair(name: str, value: str | None) -> tuple[str, str]:
    """Return name and value of a query item in strict form, whatever form they have on the wire."""
    strict_name, strict_value = urls.wire_query_item(f"{name}={value or ''}", strict=True)
    return strict_name, strict_value or ""


def header_value(value: str) -> str:
    """Return a header's value as it is signed: trimmed, runs of blanks made one, bytes read as UTF-8."""
    raw = value.encode("latin-1", "replace")
    return _BLANKS.sub(" ", raw.decode("utf-8", "surrogateescape")).strip(" ")


def string_to_sign(algorithm: str, now: datetime, scope: str, canonical_request: str) -> str:
    """Return the string to sign: algorithm, time stamp, credential scope, hash of the canonical request."""
    digest = hashlib.sha256(canonical_request.encode("utf-8", "surrogateescape")).hexdigest()
    return "\n".join((algorithm, amz_date(now), scope, digest))


def amz_date(now: datetime) -> str:
    """Return the time in the basic ISO 8601 form of `X-Amz-Date` (UTC, whole seconds)."""
    return now.strftime("%Y%m%dT%H%M%SZ")


def _header_line(name: str, headers: Collection[Header]) -> CanonicalLine:
    same = [header for header in headers if header.name.lower() == name]
    values = ",".join(header_value(header.value) for header in same)
    return CanonicalLine(f"{name}:{values}", "header", tuple(header.origin for header in same))
