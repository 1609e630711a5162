"""AWS access keys, typed or pasted in: long-term keys, or temporary ones with their session token."""

from __future__ import annotations

from collections.abc import Mapping

from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity.base import ENDS, Kind, checked_keys
from apiclient_gui.core.model import AwsKeys, Field
from apiclient_gui.core.pasted_keys import PastedKeys
from apiclient_gui.core.secret import Secret


def filled(pasted: PastedKeys) -> tuple[dict[str, str], dict[str, Secret]]:
    """Return facts and secrets of an identity of this kind for keys that were pasted."""
    keys = pasted.keys
    ends = f"{keys.expires_at:%Y-%m-%dT%H:%M:%SZ}" if keys.expires_at else ""
    facts = {
        "access_key_id": keys.access_key_id,
        "region": pasted.region,
        ENDS: ends,
    }
    secrets = {"secret_access_key": keys.secret_access_key}
    if keys.session_token:
        secrets["session_token"] = keys.session_token
    return {key: text for key, text in facts.items() if text}, secrets


def _obtain(given: Given) -> AwsKeys:
    secret = given.secrets.get("secret_access_key", Secret(""))
    parts = AwsKeys(given.fact("access_key_id"), secret, given.secrets.get("session_token"))
    return checked_keys(given, parts, given.fact(ENDS))


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
        Field(
            ENDS,
            "Keys end at",
            hint="2026-11-23T09:40:00Z",
            fallback="long-term keys have none",
        ),
        Field("endpoint", "STS endpoint", fallback="AWS's own for the region"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    hint="An access key of an IAM user, or temporary keys copied from somewhere.",
)
