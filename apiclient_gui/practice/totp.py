"""One-time codes of a virtual MFA device (RFC 6238: SHA-1, six digits, steps of thirty seconds), and their check."""

from __future__ import annotations

import base64
import hmac
import threading
from datetime import datetime
from typing import Final

STEP: Final = 30  # seconds
DIGITS: Final = 6
_WINDOW: Final = 1  # steps that the device's clock may be off, either way


def code(secret: str, at: datetime, *, digits: int = DIGITS) -> str:
    """Return the code of that time for a base32 secret."""
    return _code(secret, int(at.timestamp()) // STEP, digits)


class Verifier:
    """Takes each code of a device once (RFC 6238 §5.2). Any thread may ask."""

    def __init__(self) -> None:
        self._used: dict[str, frozenset[int]] = {}
        self._guard = threading.Lock()

    def accepts(self, device: str, secret: str, given: str, now: datetime) -> bool:
        """Tell whether a code is the device's of now, of a step before or after, and was not used yet."""
        current = int(now.timestamp()) // STEP
        steps = range(current - _WINDOW, current + _WINDOW + 1)
        with self._guard:
            used = self._used.get(device, frozenset())
            for step in steps:
                expected = _code(secret, step, DIGITS).encode()
                if step not in used and hmac.compare_digest(expected, given.encode()):
                    self._used[device] = (used & frozenset(steps)) | {step}
                    return True
        return False


def _code(secret: str, counter: int, digits: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8), "sha1")
    offset = digest[-1] & 0xF  # RFC 4226 §5.3
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)
