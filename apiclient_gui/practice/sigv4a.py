"""SigV4a verified: the key pair that follows from an access key, and an ECDSA signature over P-256.

Source: AWS's description of SigV4a; the derivation is the counter KDF of NIST SP 800-108 with HMAC-SHA-256.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from apiclient_gui.core.gateway import arn

ALGORITHM: Final = "AWS4-ECDSA-P256-SHA256"
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_COUNTERS: Final = 254
_BITS: Final = (256).to_bytes(4)


def is_right(access_key_id: str, secret: str, text: str, signature: str) -> bool:
    """Tell whether a signature (DER in hex) over a string to sign was made with that access key."""
    try:
        coded = bytes.fromhex(signature)
        public_key(access_key_id, secret).verify(coded, text.encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def holds(region_set: str, region: str) -> bool:
    """Tell whether a region set (a comma list, in which `*` stands for any run of characters) names a Region."""
    return any(arn.glob(one.strip(), region) for one in region_set.split(","))


@lru_cache(maxsize=64)
def public_key(access_key_id: str, secret: str) -> ec.EllipticCurvePublicKey:
    """Return the public key of an access key."""
    number = _private_number(access_key_id.encode(), secret.encode())
    return ec.derive_private_key(number, ec.SECP256R1()).public_key()


def _private_number(access_key_id: bytes, secret: bytes) -> int:
    key = b"AWS4A" + secret
    for counter in range(1, _COUNTERS + 1):
        context = access_key_id + counter.to_bytes(1)
        fixed = (1).to_bytes(4) + ALGORITHM.encode() + b"\0" + context + _BITS
        candidate = int.from_bytes(hmac.digest(key, fixed, "sha256"))
        if candidate <= _ORDER - 2:
            return candidate + 1
    raise ValueError("no key follows from this access key")  # once in 2 ** 8128
