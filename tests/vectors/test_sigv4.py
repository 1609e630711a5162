"""AWS's published signing vectors, in header and query form: canonical request, string to sign and signature to the byte.

SigV4a's signatures are another each time: they are verified with the vector's public key.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from apiclient_gui.core import auth, prepare
from apiclient_gui.core.auth.base import Terms
from apiclient_gui.core.model import (
    AwsKeys,
    Payload,
    Prepared,
    QueryItem,
    Request,
    Row,
    Signature,
)
from apiclient_gui.core.secret import Secret

Form = Literal["header", "query"]

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "sigv4"
CASES = sorted((FOLDER / "v4").glob("*.json"))
CASES_A = sorted((FOLDER / "v4a").glob("*.json"))

# Raw characters in the request line of these, which no URL sent by a client can have.
FOR_THE_SIGNER_ALONE = ("get-space-", "get-utf8")

pytestmark = pytest.mark.skipif(not CASES, reason="the vectors (../shared/vectors) are not here")


def _read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


def _composed(case: dict[str, Any]) -> tuple[Request, str]:
    """Return the request as a person would compose it, and its path as the vector has it."""
    head, _, body = case["request"].partition("\n\n")
    first, *rest = head.split("\n")
    method, _, target = first.partition(" ")
    target = target.rpartition(" ")[0]
    headers = []
    for line in filter(None, rest):
        if line.startswith((" ", "\t")):
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        else:
            name, _, value = line.partition(":")
            headers.append((name, value))
    host = {name.lower(): value for name, value in headers}["host"]
    request = Request(
        method=method,
        url=f"https://{host}{target}",
        headers=tuple(Row(name, value) for name, value in headers),
        body=Payload("text", body) if body else Payload(),
    )
    return request, target.partition("?")[0]


def _prepared(case: dict[str, Any]) -> Prepared:
    request, path = _composed(case)
    ready = prepare.prepare(request, {}, strict=True)
    if case["name"].startswith(FOR_THE_SIGNER_ALONE):
        return replace(ready, path=path)
    return ready


def _terms(case: dict[str, Any], form: Form = "header") -> Terms:
    context, credentials = case["context"], case["context"]["credentials"]
    typed = {row.name.lower() for row in _composed(case)[0].headers}
    options = {
        "region": context["region"],
        "service": context["service"],
        "normalize": context["normalize"],
        "content_sha256": context["sign_body"],
        "omit_session_token": context.get("omit_session_token", False),
        "sign_headers": "content-length" if "content-length" in typed else "",
    }
    if form == "query":
        options["expires"] = context["expiration_in_seconds"]
    return Terms(
        credentials=AwsKeys(
            credentials["access_key_id"],
            Secret(credentials["secret_access_key"]),
            Secret(credentials["token"]) if "token" in credentials else None,
        ),
        now=datetime.fromisoformat(context["timestamp"]),
        options=options,
    )


def _signed(case: dict[str, Any], scheme: str, form: Form) -> tuple[Prepared, Signature]:
    signed, how = auth.TABLE[scheme].apply(_prepared(case), _terms(case, form))
    assert how.signature is not None
    assert how.signature.canonical_request == case[f"{form}_canonical_request"]
    assert how.signature.string_to_sign == case[f"{form}_string_to_sign"]
    return signed, how.signature


def verifies(signature: str, text: str, case: dict[str, Any]) -> bool:
    """Say whether a signature of SigV4a over a string to sign is that of the vector's key."""
    coordinates = (int(case["public_key"][axis], 16) for axis in "XY")
    key = ec.EllipticCurvePublicNumbers(*coordinates, ec.SECP256R1()).public_key()
    try:
        key.verify(bytes.fromhex(signature), text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _written_headers(case: dict[str, Any]) -> dict[str, str]:
    lines = case["header_signed_request"].partition("\n\n")[0].split("\n")[1:]
    ours = {
        "Authorization",
        "X-Amz-Date",
        "X-Amz-Region-Set",
        "X-Amz-Security-Token",
        "x-amz-content-sha256",
    }
    return {
        name: value for name, _, value in (line.partition(":") for line in lines) if name in ours
    }


def _items(target: str) -> list[str]:
    """Return the items of the query that signing wrote, in no particular order."""
    return sorted(
        one for one in target.partition("?")[2].split("&") if one.lower().startswith("x-amz-")
    )


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_header_form(path: Path) -> None:
    case = _read(path)
    signed, signature = _signed(case, "sigv4", "header")
    assert signature.signature == case["header_signature"]
    written = [one for one in signed.headers if one.origin.place == "scheme"]
    assert {one.name.lower(): one.value for one in written} == {
        name.lower(): value for name, value in _written_headers(case).items()
    }


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_query_form(path: Path) -> None:
    case = _read(path)
    signed, signature = _signed(case, "sigv4_query", "query")
    assert signature.signature == case["query_signature"]
    target = case["query_signed_request"].split("\n")[0].partition(" ")[2].rpartition(" ")[0]
    assert _items(signed.target) == _items(target)
    assert signed.headers == _prepared(case).headers
    assert (signature.authorization, signature.expires) == ("", 3600)


@pytest.mark.parametrize("path", CASES_A, ids=[path.stem for path in CASES_A])
def test_sigv4a_header_form(path: Path) -> None:
    case = _read(path)
    signed, signature = _signed(case, "sigv4a", "header")
    assert verifies(signature.signature, case["header_string_to_sign"], case)
    assert not verifies(signature.signature, case["query_string_to_sign"], case)
    before, _, _ = _written_headers(case)["Authorization"].partition("Signature=")
    assert signed.header("authorization") == f"{before}Signature={signature.signature}"
    assert signed.header("x-amz-region-set") == case["context"]["region"]


@pytest.mark.parametrize("path", CASES_A, ids=[path.stem for path in CASES_A])
def test_sigv4a_query_form(path: Path) -> None:
    case = _read(path)
    signed, signature = _signed(case, "sigv4a", "query")
    assert verifies(signature.signature, case["query_string_to_sign"], case)
    target = case["query_signed_request"].split("\n")[0].partition(" ")[2].rpartition(" ")[0]
    theirs = [one for one in _items(target) if not one.startswith("X-Amz-Signature=")]
    last = QueryItem("X-Amz-Signature", signature.signature, signed.query[-1].origin)
    assert _items(signed.target) == sorted([*theirs, last.text])
    assert signed.query[-1] == last
    assert signed.headers == _prepared(case).headers


@pytest.mark.parametrize("form", ["header", "query"])
@pytest.mark.parametrize(
    "path",
    [path for path in CASES if path.stem.startswith("post-sts-")],
    ids=lambda path: path.stem,
)
def test_token_after_signing_changes_nothing_signed(path: Path, form: Form) -> None:
    """The suite's `post-sts-header-after`, made from the case that stands here: same vector, token left out."""
    scheme = auth.TABLE["sigv4" if form == "header" else "sigv4_query"]
    case = _read(path)
    token = case["context"]["credentials"]["token"]
    case["context"]["omit_session_token"] = True
    late, authorisation = scheme.apply(_prepared(case), _terms(case, form))
    del case["context"]["credentials"]["token"]
    _, without = scheme.apply(_prepared(case), _terms(case, form))
    assert authorisation.signature is not None
    assert without.signature is not None
    assert authorisation.signature.signature == without.signature.signature
    last = late.headers[-1] if form == "header" else late.query[-1]
    assert last.name == "X-Amz-Security-Token"
    assert last.value == (token if form == "header" else quote(token, safe=""))
