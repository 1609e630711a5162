"""Where the keys of a check come from, and the check itself: plain values, so that a task can do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.tokens import KeySet, Verification, decode, parse_keys, secret_key, verify

if TYPE_CHECKING:
    from apiclient_gui.core.keys import KeyStore

SourceKind = Literal["issuer", "url", "keys", "secret"]
_LARGEST: Final = 2**20  # bytes of a key file


@dataclass(frozen=True, slots=True)
class KeySource:
    """`text` is the issuer, the URL, or keys as pasted; `file` the path of a key file; `secret` that of an HMAC."""

    kind: SourceKind
    text: str = ""
    file: str = ""
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a check: the answer, which keys it was tried with, and all there is to say."""

    verification: Verification
    tried: str
    findings: tuple[Finding, ...] = ()


def check(text: str, source: KeySource, store: Callable[[], KeyStore], cancel: Cancel) -> Check:
    """Check a token's signature with the keys of a source; may block on the network.

    Raises Problem when the keys cannot be had: "refused", "transport" (core/keys), "storage" for a file.
    """
    keys = keys_of(source, store, decode(text).key_id, cancel)
    verification = verify(text, keys)
    return Check(verification, tried(source, keys), (*keys.findings, *verification.findings))


def keys_of(
    source: KeySource, store: Callable[[], KeyStore], key_id: str, cancel: Cancel
) -> KeySet:
    """Return the keys of a source. Raises Problem as `check` does."""
    match source.kind:
        case "issuer":
            return store().of_issuer(source.text, cancel, key_id=key_id)
        case "url":
            return store().fetch(source.text.strip(), cancel, key_id=key_id)
        case "secret":
            secret = source.secret.reveal() if source.secret else ""
            return secret_key(secret.encode("utf-8", "surrogatepass"))
    if source.file:
        return parse_keys(read_file(source.file, "key file"))
    return parse_keys(source.text.encode("utf-8", "replace"))


def tried(source: KeySource, keys: KeySet) -> str:
    """Return in words what a token was checked with."""
    if source.kind == "secret":
        return "the secret"
    count = len(keys.keys)
    some = f"{count} key{'' if count == 1 else 's'}"
    where = Path(source.file).name if source.file else source.text.strip()
    if source.kind == "keys" and not source.file:
        return f"{some} as pasted"
    return f"{some} of {printable(where, 200)}"


def read_file(path: str, what: str) -> bytes:
    """Return the first megabyte of a file, and one byte more of a larger one. Raises Problem("storage")."""
    try:
        with Path(path).open("rb") as file:
            return file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else ""
        reason = said or "no file has such a name"
        raise Problem(
            "storage",
            Finding(
                id="file_unreadable",
                severity="error",
                title=f"The {what} cannot be read",
                detail=f"{reason[:1].upper()}{reason[1:]}.",
                evidence=(Evidence("File", printable(path, 300)),),
                remedy="Choose a file that is there and may be read.",
            ),
        ) from None
