"""What a kind of identity is: data for its form, and how its facts and secrets become credentials."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from apiclient_gui.core import pasted_keys
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import Flow, FlowStep, Given
from apiclient_gui.core.model import AwsKeys, Credentials, Field
from apiclient_gui.core.secret import Secret

ENDS: Final = "expires_at"
"""The fact that says when keys end that were typed or pasted in."""

# AWS's own have 16 characters and more; emulators and AWS's signing suite (AKIDEXAMPLE) have shorter ones.
_KEY_ID = re.compile(r"\w{1,128}", re.ASCII)
# How AWS makes them: a secret of 40 characters, a key id that begins so.
_SECRET_LIKE = re.compile(r"[A-Za-z0-9/+]{40}")
_KEY_ID_LIKE = re.compile(r"A[KS]IA[A-Z0-9]{12,124}")
# A secret is key of a hash, so any text will do; a token is sent as a header. Half characters have no bytes.
_SECRET = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")
_TOKEN = re.compile(r"[!-~]*")


Revocation = Generator[FlowStep, Any, None]


@dataclass(frozen=True, slots=True)
class Preset:
    """Facts that hold for everybody who uses one provider, and what there is to know about it."""

    title: str
    facts: Mapping[str, str]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be somebody. `scheme` is the id of the scheme its credentials are sent with.

    `obtain` returns credentials at once, or a flow that logs in (core/flow.py); it raises Problem("refused") with a
    finding when something required is missing, a flow raises Problem("login") when the login is refused. What a flow
    brought is kept until it ends (`logs_in`); `refresh` gets new credentials for old ones without asking anybody (for
    tokens with a refresh token, for AWS keys with a `renewal`). `depends` returns what else but the facts decides which
    credentials come, such as the text of files: when it changes, what was kept is no longer used.
    `revoke` has what a login brought taken back by whoever gave it, without asking anybody.
    `region` is where its requests are signed for when nothing else tells.
    `place` says in a sentence where its secrets are, when none of its fields is one.
    `summary` is one short line for lists, without any secret; `hint` says when to choose this kind.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    scheme: str
    obtain: Callable[[Given], Credentials | Flow]
    summary: Callable[[Mapping[str, str]], str]
    logs_in: bool = False
    refresh: Callable[[Given, Credentials], Flow] | None = None
    depends: Callable[[Given], str] = lambda _: ""
    revoke: Callable[[Given, Credentials], Revocation] | None = None
    region: Callable[[Given], str] = lambda given: given.fact("region")
    place: str = ""
    hint: str = ""
    presets: tuple[Preset, ...] = ()

    @property
    def secret_fields(self) -> tuple[Field, ...]:
        """The fields that go to the vault."""
        return tuple(field for field in self.fields if field.kind == "secret")

    @property
    def source(self) -> str:
        """The key of the field that names another identity, whose credentials this kind builds on; empty without one."""
        return next((field.key for field in self.fields if field.offered == "identities"), "")


def incomplete(what: str, hint: str, owner: str = "This identity") -> Problem:
    """Return the problem of an identity that lacks something required."""
    return Problem(
        "refused",
        Finding(
            id="identity_incomplete",
            severity="error",
            title=f"{owner} has no {what}",
            detail=f"Nothing was sent. {hint}".rstrip(),
            remedy="Open the identity and fill it in.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def checked_keys(
    given: Given, parts: AwsKeys, expires_at: str = "", owner: str = "This identity"
) -> AwsKeys:
    """Return AWS keys as they were typed, pasted or set, without blanks around them and with the end they are said to have.

    `expires_at` is a time as `pasted_keys.moment` reads it, or empty. Raises Problem("refused"): incomplete, or ended.
    """
    key_id = parts.access_key_id.strip()
    secret = Secret(parts.secret_access_key.reveal().strip())
    # A blank session token is none (signing cases H11).
    token = Secret(parts.session_token.reveal().strip() if parts.session_token else "")
    if _SECRET_LIKE.fullmatch(key_id) and _KEY_ID_LIKE.fullmatch(secret.reveal()):
        raise _exchanged(owner)
    if not key_id:
        raise incomplete("access key id", "It is the one that begins with AKIA or ASIA.", owner)
    if not _KEY_ID.fullmatch(key_id):
        hint = "It is a word of letters and digits, 128 at most."
        raise incomplete("valid access key id", hint, owner)
    if not secret:
        raise incomplete(
            "secret access key",
            "It was shown once, when the access key was made. One that no keyring could keep lasts for one run only.",
            owner,
        )
    if not _SECRET.fullmatch(secret.reveal()):
        hint = "It holds a control character or half a one."
        raise incomplete("valid secret access key", hint, owner)
    if not _TOKEN.fullmatch(token.reveal()):
        hint = "It is one long word of ASCII letters and signs."
        raise incomplete("valid session token", hint, owner)
    if key_id.startswith("ASIA") and not token:
        raise incomplete(
            "session token",
            "Access key ids that begin with ASIA are those of temporary keys, which AWS refuses without their token.",
            owner,
        )
    ends = pasted_keys.moment(expires_at)
    if expires_at.strip() and ends is None:
        hint = "Write it as 2026-11-23T09:40:00Z, or leave it empty."
        raise incomplete("valid time at which its keys end", hint, owner)
    if ends is not None and ends <= given.now():
        raise _ended(ends)
    return AwsKeys(key_id, secret, token or None, ends)


def _exchanged(owner: str) -> Problem:
    # Without the value: what stands in the field of the key id is the secret.
    return Problem(
        "refused",
        Finding(
            id="keys_exchanged",
            severity="error",
            title="Access key id and secret access key look exchanged",
            detail=f"Nothing was sent. {owner} has 40 characters where the key id belongs, and a word that begins with "
            "AKIA or ASIA where the secret belongs.",
            remedy="Put each into the other's field. The secret stood where it is shown and stored in clear: deactivate "
            "the key in IAM if others could read it.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _ended(ends: datetime) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="keys_ended",
            severity="error",
            title="These temporary keys have ended",
            detail="Nothing was sent: AWS would refuse them.",
            evidence=(Evidence("Ended", f"{ends:%Y-%m-%d %H:%M:%S} UTC"),),
            remedy="Get new ones where these came from, and paste them in.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
