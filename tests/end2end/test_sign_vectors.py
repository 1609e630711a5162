"""`apiclient sign --json` gives each published vector's canonical request, string to sign and signature (header form)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import apiclient

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "sigv4" / "v4"
# Raw characters that no URL sent by a client can have: these hold at the signer (tests/vectors/test_sigv4.py).
AT_THE_SIGNER = ("get-space", "get-utf8")
FILES = [file for file in sorted(FOLDER.glob("*.json")) if not file.name.startswith(AT_THE_SIGNER)]


def words(vector: dict[str, Any]) -> list[str]:
    """Return the command line for a vector."""
    context = vector["context"]
    head, _, body = vector["request"].partition("\n\n")
    line, *headers = [text for text in head.split("\n") if text]
    method, _, rest = line.partition(" ")
    host = next(text.partition(":")[2] for text in headers if text.lower().startswith("host:"))
    given = ["sign", method, f"https://{host}{rest.rpartition(' ')[0]}", "--aws-env", "--json"]
    given += ["--region", context["region"], "--service", context["service"]]
    given += ["--at", context["timestamp"]]
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


@pytest.mark.skipif(not FILES, reason="the published vectors are not beside this project")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_vector_is_signed_as_published(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vector = json.loads(file.read_text(encoding="utf-8"))
    keys = vector["context"]["credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys["access_key_id"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys["secret_access_key"])
    if "token" in keys:
        monkeypatch.setenv("AWS_SESSION_TOKEN", keys["token"])
    ended = apiclient(*words(vector))
    assert ended.code == 0, ended.err or ended.out
    auth = ended.document["auth"]
    assert auth["canonical_request"] == vector["header_canonical_request"]
    assert auth["string_to_sign"] == vector["header_string_to_sign"]
    assert auth["signature"] == vector["header_signature"]
