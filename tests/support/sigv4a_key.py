"""The key pair of SigV4a, derived by its specification: what proves our signatures independently of the library that makes them.

Source: IAM User Guide, "How SigV4a works" (NIST SP 800-108, counter mode).
"""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def public_key(access_key_id: str, secret: str) -> ec.EllipticCurvePublicKey:
    """Return the public key that belongs to AWS keys."""
    for counter in range(1, 255):
        data = b"\0\0\0\1AWS4-ECDSA-P256-SHA256\0" + access_key_id.encode()
        data += bytes([counter]) + b"\0\0\1\0"
        candidate = int.from_bytes(hmac.digest(f"AWS4A{secret}".encode(), data, "sha256"))
        if candidate <= _ORDER - 2:
            return ec.derive_private_key(candidate + 1, ec.SECP256R1()).public_key()
    raise AssertionError("no key in 254 tries")


def verifies(key: ec.EllipticCurvePublicKey, signature: str, text: str) -> bool:
    """Say whether a signature, DER in hex, is that of this key over a string to sign."""
    try:
        key.verify(bytes.fromhex(signature), text.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
