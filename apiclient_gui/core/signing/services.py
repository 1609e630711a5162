"""What some services want otherwise in a signature than all others: one table, asked by every form of signing.

Source: IAM User Guide, "Create a signed AWS API request"; the S3, OpenSearch Serverless, VPC Lattice and IoT guides
(aws-facts §6.2, §6.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Quirks:
    """How a service wants to be signed for; the defaults hold for every service that is not in the table.

    `path_once`: the path is encoded once, and nothing in it normalised. `payload`: whether the hash of the body is
    signed, or a word in its place. `presigned_unsigned`: a presigned URL never holds a hash. `content_sha256`:
    X-Amz-Content-Sha256 is sent and signed. `late_token`: a presigned URL gets the session token after signing.
    """

    path_once: bool = False
    payload: Literal["hashed", "either", "unsigned"] = "hashed"
    presigned_unsigned: bool = False
    content_sha256: bool = False
    late_token: bool = False


_USUAL: Final = Quirks()
_S3: Final = Quirks(path_once=True, payload="either", presigned_unsigned=True, content_sha256=True)
_QUIRKS: Final[Mapping[str, Quirks]] = {
    "s3": _S3,
    "s3-object-lambda": _S3,
    "s3-outposts": _S3,
    "s3express": _S3,
    "aoss": Quirks(content_sha256=True),
    "vpc-lattice-svcs": Quirks(payload="unsigned", presigned_unsigned=True, content_sha256=True),
    "iotdevicegateway": Quirks(late_token=True),
}


def quirks(service: str) -> Quirks:
    """Return what is special about signing for a service, by its signing name; never fails."""
    return _QUIRKS.get(service, _USUAL)


def unsigned_taken_by() -> tuple[str, ...]:
    """Return the signing names of the services that take UNSIGNED-PAYLOAD."""
    return tuple(name for name, one in _QUIRKS.items() if one.payload != "hashed")
