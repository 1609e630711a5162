"""What a signing algorithm is, and what it gets to see: a request in canonical form with everything in it but the signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import AwsKeys, CanonicalLine
from apiclient_gui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Unsigned:
    """What a signature is computed from. `stamp` is the time as X-Amz-Date has it, `day` its date.

    `token` is the session token that is signed along, if one is. `expires` is set when the signature goes into the query.
    """

    lines: tuple[CanonicalLine, ...]
    string_to_sign: str
    keys: AwsKeys
    target: SigningTarget
    now: datetime
    stamp: str
    token: Secret | None
    expires: int | None

    @property
    def day(self) -> str:
        """The date of the credential scope."""
        return self.stamp[:8]


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One algorithm of the family. `sign` returns the signature in hex; `key` says how its key is made.

    `region_set`: the Regions are signed as X-Amz-Region-Set, and none stands in the credential scope.
    """

    name: str
    region_set: bool
    key: str
    sign: Callable[[Unsigned], str]

    def scope(self, day: str, target: SigningTarget) -> str:
        """Return the credential scope: date, Region unless there is a set of them, service, and the fixed word."""
        parts = (day, target.service) if self.region_set else (day, target.region, target.service)
        return "/".join((*parts, "aws4_request"))
