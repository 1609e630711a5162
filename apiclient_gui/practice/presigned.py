"""The query-string form of SigV4 and SigV4a: a presigned URL taken apart into the claim that a header would make.

Source: IAM/reference_sigv-authentication-methods. Whether API Gateway honours X-Amz-Expires beyond its usual window is
not documented; here the URL lives as long as it says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final
from urllib.parse import unquote_to_bytes

from apiclient_gui.practice import refusals, sigv4, sigv4a
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.sigv4 import WINDOW, Claim
from apiclient_gui.practice.wire import Received

_SIGNATURE: Final = "X-Amz-Signature"
_PARAMETERS: Final = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    _SIGNATURE,
    "X-Amz-SignedHeaders",
    "X-Amz-Date",
)  # in the order in which AWS names those that are missing
_EXPIRES: Final = "X-Amz-Expires"
_REGION_SET: Final = "X-Amz-Region-Set"
_SECONDS: Final = re.compile(r"[0-9]{1,6}")
_LONGEST: Final = 604_800  # a week


def claim(request: Received) -> tuple[Claim, Received] | None:
    """Return what the query claims, and the request as it was signed; None when it claims no signature.

    Raises Refused when a part of it is missing.
    """
    if b"X-Amz-" not in request.query:
        return None
    items = [(item, *_decoded(item)) for item in request.query.split(b"&")]
    given: dict[str, str] = {}
    for _, name, value in items:
        given.setdefault(name, value)
    if _SIGNATURE not in given and _PARAMETERS[0] not in given:
        return None
    wanted: tuple[str, ...] = _PARAMETERS
    if given.get(_PARAMETERS[0]) == sigv4a.ALGORITHM:
        wanted = (*wanted, _REGION_SET)
    missing = [name for name in wanted if not given.get(name)]
    if missing:
        raise Refused(refusals.incomplete_query(missing))
    signed = b"&".join(item for item, name, _ in items if name != _SIGNATURE)
    return (
        Claim(
            algorithm=given["X-Amz-Algorithm"],
            credential=given["X-Amz-Credential"],
            signed_headers=tuple(sorted(set(given["X-Amz-SignedHeaders"].lower().split(";")))),
            signature=given[_SIGNATURE],
            stamp=given["X-Amz-Date"],
            life=_life(given.get(_EXPIRES)),
            session=given.get("X-Amz-Security-Token", ""),
            region_set=given.get(_REGION_SET, ""),
        ),
        replace(request, target=request.path + b"?" + signed),
    )


def either(request: Received) -> tuple[Claim, Received] | None:
    """Return what the Authorization header claims, else the query, with the request as it was signed; None without both.

    Raises Refused when what is there is not complete, or not SigV4.
    """
    found = sigv4.claim(request)
    return (found, request) if found else claim(request)


def _decoded(item: bytes) -> tuple[str, str]:
    name, _, value = item.partition(b"=")
    return _text(name), _text(value)


def _text(coded: bytes) -> str:
    return unquote_to_bytes(coded.replace(b"+", b" ")).decode("latin-1")


def _life(value: str | None) -> timedelta:
    if value is None:
        return WINDOW
    if not _SECONDS.fullmatch(value) or not 1 <= int(value) <= _LONGEST:
        raise Refused(refusals.bad_expires(value))
    return timedelta(seconds=int(value))
