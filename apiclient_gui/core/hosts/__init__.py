"""From a host to the name and region it is signed for: AWS's own hosts tell, others do not and are never guessed."""

from __future__ import annotations

import functools
import re
from typing import Final

from apiclient_gui.core.hosts import endpoint_data, table
from apiclient_gui.core.hosts.table import EVERY_REGION, EXECUTE_API, SigningTarget

__all__ = [
    "EVERY_REGION",
    "EXECUTE_API",
    "SigningTarget",
    "is_loopback",
    "signing_target",
    "suggestion",
]

_LOOPBACK: Final = re.compile(r"localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\]")
_KEPT: Final = 256  # hosts of a run; each is asked for many times while a request is composed


def signing_target(host: str, path: str = "") -> SigningTarget | None:
    """Return service and region that a host (port allowed) implies, either empty when it does not tell; None: neither.

    `path` is that of the request: a few hosts serve two services under one name. Sources: aws-facts §6.8, for the rest
    botocore's endpoint data. Never guesses: a custom domain, CloudFront and this computer are None.
    """
    return _target(_name(host), table.branch(path))


def suggestion(host: str) -> SigningTarget:
    """Return what to offer first when a person is asked what to sign for: what the host tells, else execute-api."""
    found = signing_target(host)
    return SigningTarget((found and found.service) or EXECUTE_API, (found and found.region) or "")


def is_loopback(host: str) -> bool:
    """Whether the host (port allowed) is this computer by its very name (RFC 6761 §6.3, RFC 1122 §3.2.1.3)."""
    return _LOOPBACK.fullmatch(_name(host)) is not None


@functools.lru_cache(maxsize=_KEPT)
def _target(name: str, branch: str) -> SigningTarget | None:
    front, suffix = table.cut(name)
    if not front:
        return None
    if inside := table.behind_endpoint(front):
        return _target(f"{inside}.{suffix}", branch)
    row = table.find(front, suffix, branch)
    if row is not table.UNLISTED:
        return row
    return endpoint_data.find(front, suffix)


def _name(host: str) -> str:
    return re.sub(r":\d*$", "", host.strip().lower()).rstrip(".")
