"""The hash of Authorization that a refusal carries: compared with what was sent, it tells which side changed it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Final, Literal

from apiclient_gui.core import refusal

Verdict = Literal["as_sent", "changed", "unknown"]

# `… in Authorization header (hashed with SHA-256 and encoded with Base64): '…'.`, and the end of the sentences about
# missing parts: `(Hashed with SHA-256 and encoded with Base64) Authorization=…`. A base64 SHA-256 has 43 characters.
_HASH: Final = re.compile(
    r"encoded with Base64\)(?::\s*'| Authorization=)([A-Za-z0-9+/_-]{43}=?)", re.IGNORECASE
)
# Older sentences quote the header itself, one of them without quotation marks and up to the end.
_QUOTED: Final = re.compile(r"in Authorization header:\s*'([^']*)'", re.IGNORECASE)
_AT_THE_END: Final = re.compile(r"\. Authorization=(.+?)\s*\Z", re.DOTALL)
_BARE_HASH: Final = re.compile(r"[A-Za-z0-9+/_-]{43}=")


@dataclass(frozen=True, slots=True)
class HeaderHash:
    """What the gateway got in Authorization, as base64 of SHA-256, and the same of what was sent (empty: not known).

    No secret: neither can be turned back into the header.
    """

    theirs: str
    ours: str

    @property
    def verdict(self) -> Verdict:
        """Whether the header arrived as it was sent."""
        if not self.ours:
            return "unknown"
        return "as_sent" if self.ours == self.theirs else "changed"

    @property
    def meaning(self) -> str:
        """One sentence that says which side changed the header; empty when it is not known what was sent."""
        return _MEANINGS[self.verdict]


_MEANINGS: Final[dict[Verdict, str]] = {
    "as_sent": "Authorization arrived exactly as it was sent: nothing on the way changed it, and the gateway does not "
    "expect it in this form here.",
    "changed": "Authorization did not arrive as it was sent: something between here and the gateway changed it.",
    "unknown": "",
}


def compared(words: str, sent: str | None) -> HeaderHash | None:
    """Return the hashes of what the gateway got and of what was sent; None when the refusal tells neither hash nor header.

    `words` are those of the refusal, `sent` the value of the header as it went out, None when there was none or nothing
    sent is known. Source: IAM User Guide, "Troubleshoot Signature Version 4" (aws-facts §1.4).
    """
    theirs = _theirs(words[: refusal.LONGEST])
    return HeaderHash(theirs, _digest(sent) if sent is not None else "") if theirs else None


def _theirs(words: str) -> str:
    found = _HASH.search(words) or _QUOTED.search(words) or _AT_THE_END.search(words)
    if found is None:
        return ""
    if found.re is _HASH or _BARE_HASH.fullmatch(found[1]):
        return found[1].rstrip("=").replace("-", "+").replace("_", "/") + "="
    return _digest(found[1])


def _digest(value: str) -> str:
    # A header's characters are its bytes (RFC 9110 §5.5).
    return base64.b64encode(hashlib.sha256(value.encode("latin-1", "replace")).digest()).decode()
