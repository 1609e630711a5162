"""AWS's published signing vectors, in header form: canonical request, string to sign and signature to the byte."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.auth.base import Terms
from apiclient_gui.core.model import AwsKeys, Payload, Prepared, Request, Row
from apiclient_gui.core.secret import Secret
from tests import factories

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "vectors" / "sigv4" / "v4"
CASES = sorted(FOLDER.glob("*.json"))

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


def _terms(case: dict[str, Any]) -> Terms:
    context, credentials = case["context"], case["context"]["credentials"]
    typed = {row.name.lower() for row in _composed(case)[0].headers}
    return Terms(
        credentials=AwsKeys(
            credentials["access_key_id"],
            Secret(credentials["secret_access_key"]),
            Secret(credentials["token"]) if "token" in credentials else None,
        ),
        now=datetime.fromisoformat(context["timestamp"]),
        options={
            "region": context["region"],
            "service": context["service"],
            "normalize": context["normalize"],
            "content_sha256": context["sign_body"],
            "omit_session_token": context.get("omit_session_token", False),
            "sign_headers": "content-length" if "content-length" in typed else "",
        },
    )


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_header_form(path: Path) -> None:
    case = _read(path)
    signed, authorisation = factories.sign(_prepared(case), _terms(case))
    signature = authorisation.signature
    assert signature is not None
    assert signature.canonical_request == case["header_canonical_request"]
    assert signature.string_to_sign == case["header_string_to_sign"]
    assert signature.signature == case["header_signature"]
    wanted = dict(
        line.split(":", 1) for line in case["header_signed_request"].split("\n")[1:] if ":" in line
    )
    for name, value in wanted.items():
        if name in {"Authorization", "X-Amz-Date", "X-Amz-Security-Token", "x-amz-content-sha256"}:
            assert signed.header(name) == value
    assert ("X-Amz-Security-Token" in wanted) == (signed.header("x-amz-security-token") is not None)


@pytest.mark.parametrize(
    "path",
    [path for path in CASES if path.stem.startswith("post-sts-")],
    ids=lambda path: path.stem,
)
def test_token_after_signing_changes_nothing_signed(path: Path) -> None:
    """The suite's `post-sts-header-after`, made from the case that stands here: same vector, token left out."""
    case = _read(path)
    case["context"]["omit_session_token"] = True
    late, authorisation = factories.sign(_prepared(case), _terms(case))
    del case["context"]["credentials"]["token"]
    _, without = factories.sign(_prepared(case), _terms(case))
    assert authorisation.signature is not None
    assert without.signature is not None
    assert authorisation.signature.signature == without.signature.signature
    assert late.headers[-1].name == "X-Amz-Security-Token"
