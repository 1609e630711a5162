"""One judged request as the log has it: a line of `apiclient practice --json`."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

IDP: Final = "idp"
USER_POOL: Final = "user_pool"
STS: Final = "sts"
SSO: Final = "sso"
IDENTITY_POOL: Final = "identity_pool"
"""What stands in the place of an API's id for calls of these."""


class Judgement(msgspec.Struct, frozen=True):
    """One judged request, for the log. `path` is as received, without the query: that may hold secrets.

    `reason` is a stable word for scripts (`allowed`, `signature_mismatch`), `detail` a sentence. `method` and `path`
    are empty when what came in was not HTTP; `api_id` is IDP, USER_POOL, STS, SSO or IDENTITY_POOL for what is no API.
    """

    time: datetime
    method: str
    path: str
    api_id: str
    verdict: Literal["allowed", "refused"]
    reason: str
    status: int
    detail: str
