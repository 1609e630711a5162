"""AWS access keys, typed in once: long-term keys, or temporary ones with their session token."""

from __future__ import annotations

import re
from collections.abc import Mapping

from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import AwsKeys, Field
from apiclient_gui.core.secret import Secret

# AWS's own have 16 characters and more; emulators and AWS's signing suite (AKIDEXAMPLE) have shorter ones.
_KEY_ID = re.compile(r"\w{1,128}", re.ASCII)
# A secret is key of a hash, so any text will do; a token is sent as a header. Half characters have no bytes.
_SECRET = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")
_TOKEN = re.compile(r"[!-~]*")


def _obtain(given: Given) -> AwsKeys:
    # Pasted keys bring blanks and line breaks along; a blank session token is none (signing cases H11).
    key_id, secrets = given.fact("access_key_id"), given.secrets
    secret = Secret(
        secrets["secret_access_key"].reveal().strip() if "secret_access_key" in secrets else ""
    )
    token = Secret(secrets["session_token"].reveal().strip() if "session_token" in secrets else "")
    if not key_id:
        raise incomplete("access key id", "It is the one that begins with AKIA or ASIA.")
    if not _KEY_ID.fullmatch(key_id):
        raise incomplete("valid access key id", "It is a word of letters and digits, 128 at most.")
    if not secret:
        raise incomplete(
            "secret access key",
            "It was shown once, when the access key was made. One that no keyring could keep lasts for one run only.",
        )
    if not _SECRET.fullmatch(secret.reveal()):
        raise incomplete("valid secret access key", "It holds a control character or half a one.")
    if not _TOKEN.fullmatch(token.reveal()):
        raise incomplete("valid session token", "It is one long word of ASCII letters and signs.")
    return AwsKeys(key_id, secret, token or None)


def _summary(facts: Mapping[str, str]) -> str:
    key_id = facts.get("access_key_id", "").strip()
    return f"{key_id[:4]}…{key_id[-4:]}" if len(key_id) > 8 else key_id


MEMBER = Kind(
    id="aws_keys",
    title="AWS keys",
    fields=(
        Field("access_key_id", "Access key id", required=True, hint="AKIA…"),
        Field("secret_access_key", "Secret access key", "secret", required=True),
        Field(
            "session_token",
            "Session token",
            "secret",
            fallback="only temporary keys (ASIA…) have one",
        ),
        Field("region", "Region", hint="eu-west-1", fallback="from the host or the environment"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    hint="An access key of an IAM user, or temporary keys copied from somewhere.",
)
