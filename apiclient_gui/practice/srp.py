"""The server's half of Cognito's password handshake, written apart from the client's: each proves the other.

Sources: RFC 2945, RFC 3526 §4 (how the modulus follows from pi), RFC 5869 (HKDF), aws-facts §5.5.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_GENERATOR: Final = 2
_GUARD: Final = 64  # bits more than wanted, lost to rounding
_STAMP: Final = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" ([1-9]|[12][0-9]|3[01]) [0-2][0-9]:[0-5][0-9]:[0-5][0-9] UTC [0-9]{4}",
    re.ASCII,
)


def _arctangent(inverse: int, one: int) -> int:
    """Return arctan(1/inverse) in units of 1/one, by its series."""
    power = one // inverse
    total, divisor, sign = power, 3, -1
    while power:
        power //= inverse * inverse
        total += sign * (power // divisor)
        divisor, sign = divisor + 2, -sign
    return total


def _pi(bits: int) -> int:
    """Return the whole part of pi times 2 to the power of `bits` (Machin's formula)."""
    one = 1 << (bits + _GUARD)
    return 4 * (4 * _arctangent(5, one) - _arctangent(239, one)) >> _GUARD


MODULUS: Final = 2**3072 - 2**3008 - 1 + 2**64 * (_pi(2942) + 1690314)


@dataclass(frozen=True, slots=True)
class Account:
    """What a pool keeps of a password. `group` is the pool's id after its `_`."""

    group: str
    user: str
    salt: int
    verifier: int = field(repr=False)


def account(group: str, user: str, password: str, salt: int | None = None) -> Account:
    """Return what is kept of a password, with a new salt of 16 bytes unless one is given."""
    salt = secrets.randbits(128) if salt is None else salt
    inner = hashlib.sha256(f"{group}{user}:{password}".encode("utf-8", "surrogatepass"))
    outer = hashlib.sha256(_bytes(salt) + inner.digest())
    exponent = int(outer.hexdigest(), 16)
    return Account(group, user, salt, pow(_GENERATOR, exponent, MODULUS))


@dataclass(frozen=True, slots=True)
class Exchange:
    """One login of an account, after the client sent its public number; `block` is sent and comes back."""

    account: Account
    theirs: int
    number: int = field(repr=False)
    block: bytes

    @property
    def public(self) -> int:
        """What is sent as SRP_B."""
        multiplier = int(hashlib.sha256(_bytes(MODULUS) + _bytes(_GENERATOR)).hexdigest(), 16)
        own = pow(_GENERATOR, self.number, MODULUS)
        return (multiplier * self.account.verifier + own) % MODULUS

    def parameters(self) -> dict[str, str]:
        """Return the parameters of the challenge PASSWORD_VERIFIER."""
        return {
            "SALT": f"{self.account.salt:x}",
            "SRP_B": f"{self.public:x}",
            "SECRET_BLOCK": base64.b64encode(self.block).decode(),
            "USER_ID_FOR_SRP": self.account.user,
            "USERNAME": self.account.user,
        }

    def accepts(self, signature: str, block: str, stamp: str) -> bool:
        """Tell whether the client knows the password; False also for what is no base64 or no time."""
        try:
            given = base64.b64decode(signature, validate=True)
            returned = base64.b64decode(block, validate=True)
        except (binascii.Error, ValueError):
            return False
        if returned != self.block or not _STAMP.fullmatch(stamp):
            return False
        names = (self.account.group + self.account.user).encode("utf-8", "surrogatepass")
        expected = hmac.new(self._key(), names + returned + stamp.encode(), hashlib.sha256)
        return hmac.compare_digest(expected.digest(), given)

    def _key(self) -> bytes:
        mixed = int(hashlib.sha256(_bytes(self.theirs) + _bytes(self.public)).hexdigest(), 16)
        base = self.theirs * pow(self.account.verifier, mixed, MODULUS) % MODULUS
        shared = pow(base, self.number, MODULUS)
        kdf = HKDF(SHA256(), 16, _bytes(mixed), b"Caldera Derived Key")
        return kdf.derive(_bytes(shared))


def begin(kept: Account, theirs: str) -> Exchange:
    """Return a login for the number that a client sent (SRP_A, in hex); raise ValueError when it is none to use."""
    if not re.fullmatch("[0-9a-fA-F]{1,1024}", theirs, re.ASCII):
        message = "SRP_A is not a number in hex"
        raise ValueError(message)
    number = int(theirs, 16)
    if number % MODULUS == 0:
        message = "SRP_A is a multiple of the modulus"
        raise ValueError(message)
    return Exchange(kept, number, secrets.randbits(1024) | 1, secrets.token_bytes(1024))


def _bytes(number: int) -> bytes:
    digits = f"{number:x}"
    if len(digits) % 2:
        digits = f"0{digits}"
    elif digits[0] in "89abcdef":
        digits = f"00{digits}"
    return bytes.fromhex(digits)
