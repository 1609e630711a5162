"""A client that proves itself with a private key: a token it signs for each request (RFC 7523 §2.2, private_key_jwt)."""

from __future__ import annotations

import re
import textwrap
import uuid
from datetime import datetime
from typing import Final

from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.secret import Secret

TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LASTS: Final = 60  # seconds
_PEM: Final = re.compile(r"-----BEGIN ([A-Z ]{1,40})-----([A-Za-z0-9+/=\s]*)-----END \1-----")
# What a key signs with, by its kind and size in bits (RFC 7518 §3.1, RFC 8037 §3.1).
_CURVES: Final = {256: "ES256", 384: "ES384", 521: "ES512"}


def assertion(client_id: str, audience: str, key: Secret, key_id: str, now: datetime) -> Secret:
    """Return a token that says who the client is, for one request to `audience`; `key` is PEM, PKCS #8 or older.

    Raises Problem("refused") for a key that cannot sign.
    """
    import jwt  # noqa: PLC0415  # start-up time
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # the same
    from cryptography.hazmat.primitives.asymmetric import (  # noqa: PLC0415  # the same
        ec,
        ed448,
        ed25519,
        rsa,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415  # the same
        load_pem_private_key,
    )

    found = _PEM.search(key.reveal())
    if found is None:
        raise _unusable("It is no private key in PEM form, or it is protected by a passphrase.")
    # A field of one line takes line ends away.
    lines = "\n".join(textwrap.wrap("".join(found[2].split()), 64))
    pem = f"-----BEGIN {found[1]}-----\n{lines}\n-----END {found[1]}-----\n"
    try:
        private = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unusable("It cannot be read, or it is protected by a passphrase.") from None
    match private:
        case rsa.RSAPrivateKey():
            algorithm = "RS256"
        case ec.EllipticCurvePrivateKey() if private.curve.name.startswith("secp") and (
            private.curve.key_size in _CURVES
        ):
            algorithm = _CURVES[private.curve.key_size]
        case ed25519.Ed25519PrivateKey() | ed448.Ed448PrivateKey():
            algorithm = "EdDSA"
        case _:
            raise _unusable("Keys of this kind sign no tokens: RSA, P-256, P-384, P-521, Ed25519.")
    seconds = int(now.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "jti": uuid.uuid4().hex,
        "iat": seconds,
        "exp": seconds + _LASTS,
    }
    headers = {"kid": key_id} if key_id else None
    return Secret(jwt.encode(claims, private, algorithm=algorithm, headers=headers))


def _unusable(detail: str) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="private_key_unusable",
            severity="error",
            title="The private key of this identity cannot be used",
            detail=f"Nothing was sent. {detail}",
            source="RFC 7523 §3",
            remedy="Put in a PEM file's text, from BEGIN to END, without a passphrase.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
