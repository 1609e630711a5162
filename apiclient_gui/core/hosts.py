"""From a host to the name it is signed for: API Gateway's hosts tell service and region, others do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

EXECUTE_API: Final = "execute-api"
"""The signing name of every API that API Gateway serves (aws-facts §6.8)."""

# {api}.execute-api.{region}.…, also FIPS (signed as execute-api all the same), VPC endpoint, dual stack, China, EU.
_EXECUTE_API = re.compile(
    r"[a-z0-9-]+\.execute-api(?:-fips)?\.(?P<region>[a-z]{2,4}(?:-[a-z]+)+-\d+)\."
    r"(?:vpce\.)?(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))"
)
_LOOPBACK = re.compile(r"localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\]")


@dataclass(frozen=True, slots=True)
class SigningTarget:
    """What a host says it is to be signed for."""

    service: str
    region: str


def signing_target(host: str) -> SigningTarget | None:
    """Return service and region that a host (port allowed) implies; None when it does not tell.

    Source: AWS service endpoints pages; the table is aws-facts §6.8. Never guesses: a custom domain is None.
    """
    match = _EXECUTE_API.fullmatch(_name(host))
    return SigningTarget(EXECUTE_API, match["region"]) if match else None


def is_loopback(host: str) -> bool:
    """Whether the host (port allowed) is this computer by its very name (RFC 6761 §6.3, RFC 1122 §3.2.1.3)."""
    return _LOOPBACK.fullmatch(_name(host)) is not None


def _name(host: str) -> str:
    return re.sub(r":\d*$", "", host.strip().lower()).rstrip(".")
