"""`apiclient sign --json` gives each published vector's canonical request, string to sign and signature, in both forms.

SigV4 and SigV4a; the latter's signatures are another each time, and are verified with the vector's public key.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.cli import apiclient

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "sigv4"
# Raw characters that no URL sent by a client can have: these hold at the signer (tests/vectors/test_sigv4.py).
AT_THE_SIGNER = ("get-space", "get-utf8")
CASES = [
    pytest.param(file, scheme, form, id=f"{file.stem}-{scheme}-{form}")
    for family, forms in (
        ("v4", (("sigv4", "header"), ("sigv4_query", "query"))),
        ("v4a", (("sigv4a", "header"), ("sigv4a", "query"))),
    )
    for file in sorted((FOLDER / family).glob("*.json"))
    if not file.name.startswith(AT_THE_SIGNER)
    for scheme, form in forms
]


def words(vector: dict[str, Any], scheme: str, form: str) -> list[str]:
    """Return the command line for a vector."""
    context = vector["context"]
    head, _, body = vector["request"].partition("\n\n")
    line, *headers = [text for text in head.split("\n") if text]
    method, _, rest = line.partition(" ")
    host = next(text.partition(":")[2] for text in headers if text.lower().startswith("host:"))
    given = ["sign", method, f"https://{host}{rest.rpartition(' ')[0]}", "--aws-env", "--json"]
    given += ["--auth", scheme, "--region", context["region"], "--service", context["service"]]
    given += ["--at", context["timestamp"]]
    if form == "query":
        given += ["--expires", str(context["expiration_in_seconds"])]
    for header in headers:
        given += ["-H", header]
        if header.lower().startswith("content-length:"):
            given += ["--sign-header", "content-length"]
    if body:
        given += ["-d", body]
    given += ["--no-normalize"] * (not context["normalize"])
    given += ["--content-sha256"] * bool(context["sign_body"])
    given += ["--omit-session-token"] * bool(context.get("omit_session_token"))
    return given


@pytest.mark.skipif(not CASES, reason="the published vectors are not beside this project")
@pytest.mark.parametrize(("file", "scheme", "form"), CASES)
def test_a_vector_is_signed_as_published(
    file: Path, scheme: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = json.loads(file.read_text(encoding="utf-8"))
    keys = vector["context"]["credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys["access_key_id"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys["secret_access_key"])
    if "token" in keys:
        monkeypatch.setenv("AWS_SESSION_TOKEN", keys["token"])
    ended = apiclient(*words(vector, scheme, form))
    assert ended.code == 0, ended.err or ended.out
    auth = ended.document["auth"]
    assert auth["canonical_request"] == vector[f"{form}_canonical_request"]
    assert auth["string_to_sign"] == vector[f"{form}_string_to_sign"]
    if scheme == "sigv4a":
        verify(auth["signature"], auth["string_to_sign"], vector["public_key"])
    else:
        assert auth["signature"] == vector[f"{form}_signature"]
    url, names = ended.document["url"], {name for name, _ in ended.document["headers"]}
    assert (f"X-Amz-Signature={auth['signature']}" in url) == (form == "query")
    assert ("Authorization" in names) == (form == "header")
    assert bool(auth["authorization"]) == (form == "header")
    assert auth["expires"] == (3600 if form == "query" else None)


def verify(signature: str, text: str, point: dict[str, str]) -> None:
    numbers = ec.EllipticCurvePublicNumbers(
        int(point["X"], 16), int(point["Y"], 16), ec.SECP256R1()
    )
    numbers.public_key().verify(bytes.fromhex(signature), text.encode(), ec.ECDSA(hashes.SHA256()))
