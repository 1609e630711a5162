"""Who signed a request that was not signed here, and what that program is known to sign wrongly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core import urls
from apiclient_gui.core.canonical import EMPTY_SHA256, canonical_pair
from apiclient_gui.core.case.known import Case
from apiclient_gui.core.case.signature import in_query, signed_as
from apiclient_gui.core.model import Prepared
from apiclient_gui.core.signing import services

_CURL: Final = re.compile(r"curl/(\d{1,3})\.(\d{1,3})[\d.]*")
_MENDED: Final = (8, 14)  # the oldest curl seen to sort the query and to encode the path again


@dataclass(frozen=True, slots=True)
class Signer:
    """A program that signs: its name with version, and what it is known to get wrong in this very request."""

    name: str
    faults: tuple[str, ...]


def signer(case: Case) -> Signer | None:
    """Return who signed the request, by its User-Agent; None for a program that is not known.

    What curl gets wrong was measured with 7.88.1 and 8.14.1: for versions between them the older one's list counts.
    """
    match = _CURL.match(case.sent_header("user-agent") or "")
    # Whoever sends a presigned URL has not signed it.
    if match is None or case.prepared is None or in_query(case):
        return None
    old = (int(match[1]), int(match[2])) < _MENDED
    return Signer(match[0].replace("/", " "), tuple(_faults(case, case.prepared, old=old)))


def _faults(case: Case, sent: Prepared, *, old: bool) -> list[str]:
    signed = signed_as(case)
    names = signed.signed_headers if signed else ()
    once = services.quirks(signed.service if signed else "").path_once
    found = []
    if old:
        found += _faults_of_query(sent)
        if not once and urls.strict_path_again(sent.path) != sent.path:
            found.append("The path is signed as it is sent, not percent-encoded once more.")
        found += _faults_of_headers(sent, names)
    elif any("+" in item.text or "%2b" in item.text.lower() for item in sent.query):
        found.append("A plus sign in the query is signed as a blank.")
    if not once and urls.without_dots(sent.path) != sent.path:
        found.append("The path is signed with its doubled slashes and dot segments.")
    if _body_unsigned(case, sent):
        found.append("The body of -F or -T is signed as if it were empty.")
    if "date" in names:
        found.append("A Date header of one's own spoils the credential scope.")
    return found


def _faults_of_query(sent: Prepared) -> list[str]:
    pairs = [canonical_pair(item.name, item.value) for item in sent.query]
    found = []
    if pairs != sorted(pairs):
        found.append("The query is not sorted before it is signed.")
    if any(item.value is None for item in sent.query):
        found.append("An item of the query without = is signed without it.")
    if any(
        (item.name, item.value or "") != pair for item, pair in zip(sent.query, pairs, strict=True)
    ):
        found.append("The query is signed as it is sent, not in strict percent-encoding.")
    return found


def _faults_of_headers(sent: Prepared, names: tuple[str, ...]) -> list[str]:
    present = [header.name.lower() for header in sent.headers]
    found = []
    # The colon sorts behind a hyphen and a digit, so whole lines have another order than names.
    if sorted(names) != [line[:-1] for line in sorted(f"{name}:" for name in names)]:
        found.append("Header names of which one begins with the other are sorted wrongly.")
    if any(present.count(name) > 1 for name in names):
        found.append("A header that is sent twice is signed wrongly.")
    if any(not header.value and header.name.lower() in names for header in sent.headers):
        found.append("A header without a value is signed wrongly.")
    return found


def _body_unsigned(case: Case, sent: Prepared) -> bool:
    if not sent.body.size or case.sent_header("x-amz-content-sha256") not in {None, EMPTY_SHA256}:
        return False
    form = (case.sent_header("content-type") or "").lower().startswith("multipart/form-data")
    # -d gives a Content-Type of its own, -T none.
    upload = sent.method == "PUT" and case.sent_header("content-type") is None
    return form or upload
