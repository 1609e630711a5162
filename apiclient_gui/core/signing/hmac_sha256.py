"""AWS4-HMAC-SHA256: the signature of SigV4.

Computed with the standard library: importing botocore for these five lines took 0.1 s of the first send of each run.
Source: IAM User Guide, "Create a signed AWS API request", steps 3 and 4.
"""

from __future__ import annotations

import hmac
from typing import Final

from apiclient_gui.core.signing.algorithm import Algorithm, Unsigned


def signature(unsigned: Unsigned) -> str:
    """Return the signature in hex."""
    key = f"AWS4{unsigned.keys.secret_access_key.reveal()}".encode()
    target = unsigned.target
    for part in (unsigned.day, target.region, target.service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, unsigned.string_to_sign.encode(), "sha256").hex()


HMAC_SHA256: Final = Algorithm(
    name="AWS4-HMAC-SHA256",
    region_set=False,
    key="Derived from the secret access key by four HMACs: day, region, service, aws4_request. Never shown, never sent.",
    sign=signature,
)
