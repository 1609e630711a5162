"""The Secure Remote Password handshake as Amazon Cognito does it: a login that proves a password and never sends it.

Sources: RFC 2945, RFC 3526 §4 (the group), RFC 5869 (HKDF); AWS does not document the arithmetic: aws-facts §5.5.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from apiclient_gui.core.secret import Secret

N: Final = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33"
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864"
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2"
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G: Final = 2
_INFO: Final = b"Caldera Derived Key"
_KEY_LENGTH: Final = 16  # bytes
_HEX: Final = re.compile(r"[0-9a-fA-F]{1,1024}", re.ASCII)
# strftime would write these in the language of the computer.
_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the server sent: `salt` and `public` in hex, the block in base64. `group` is the pool's id after its `_`."""

    group: str
    user: str
    salt: str
    public: str
    block: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer to a challenge: the signature in base64, and the time that it was made with."""

    signature: str
    timestamp: str


@dataclass(frozen=True, slots=True)
class Handshake:
    """The client's half of one login; its number is used once."""

    number: int = field(repr=False)

    @classmethod
    def begin(cls) -> Handshake:
        """Return a handshake with a new random number."""
        while True:
            made = cls(secrets.randbits(1024))
            if made._public() > 1:
                return made

    @property
    def public(self) -> str:
        """What is sent as SRP_A, in hex."""
        return f"{self._public():x}"

    def claim(self, challenge: Challenge, password: Secret, now: datetime) -> Claim:
        """Return the answer; raise ValueError, with words, for a challenge that is none or would give the password away."""
        salt, theirs = _number(challenge.salt, "salt"), _number(challenge.public, "SRP_B")
        try:
            block = base64.b64decode(challenge.block, validate=True)
        except ValueError:
            raise ValueError("the SECRET_BLOCK is not base64") from None
        if theirs % N == 0:
            raise ValueError("SRP_B is a multiple of the modulus")
        mixed = _digest(padded(self._public()) + padded(theirs))
        if mixed == 0:
            raise ValueError("the two public numbers hash to 0")
        text = f"{challenge.group}{challenge.user}:{password.reveal()}"
        inner = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        exponent = _digest(padded(salt) + inner)
        base = (theirs - _MULTIPLIER * pow(G, exponent, N)) % N
        shared = pow(base, self.number + mixed * exponent, N)
        key = _derived(padded(shared), padded(mixed))
        stamp = timestamp(now)
        head = (challenge.group + challenge.user).encode("utf-8", "surrogatepass")
        message = head + block + stamp.encode()
        signature = hmac.digest(key, message, "sha256")
        return Claim(base64.b64encode(signature).decode(), stamp)

    def _public(self) -> int:
        return pow(G, self.number, N)


def padded(number: int) -> bytes:
    """Return a number as it goes into hashes: the fewest bytes whose first bit is 0, as in two's complement."""
    return number.to_bytes(number.bit_length() // 8 + 1)


def timestamp(now: datetime) -> str:
    """Return a time as TIMESTAMP wants it: `Sat Nov 4 09:05:07 UTC 2023`."""
    at = now.astimezone(UTC)
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day} {month} {at.day} {at:%H:%M:%S} UTC {at.year}"


def _derived(material: bytes, salt: bytes) -> bytes:
    extracted = hmac.digest(salt, material, "sha256")
    return hmac.digest(extracted, _INFO + b"\x01", "sha256")[:_KEY_LENGTH]


def _digest(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest())


def _number(text: str, what: str) -> int:
    if not _HEX.fullmatch(text):
        raise ValueError(f"the {what} is not a number in hex")
    return int(text, 16)


_MULTIPLIER: Final = _digest(padded(N) + padded(G))
