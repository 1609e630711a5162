"""What a cause is: one reason why a request was refused or never arrived, recognised in a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Authorisation, Failure, KnownApi, Prepared, Response

_MESSAGE_KEYS = ("message", "Message", "errorMessage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of one refusal. `apiclient explain` knows less than `send`: each part may be missing.

    `clock_offset`: seconds, server minus this computer. `region`, `service`: what environment or host would say.
    `environment`, `identity`: names. `methods`: APIs of the workspace whose methods are known.
    """

    response: Response | None = None
    failure: Failure | None = None
    prepared: Prepared | None = None
    authorisation: Authorisation | None = None
    clock_offset: float | None = None
    environment: str = ""
    identity: str = ""
    region: str = ""
    service: str = ""
    apis: tuple[KnownApi, ...] = ()

    @property
    def status(self) -> int:
        """The status, 0 when there is no response."""
        return self.response.status if self.response else 0

    @property
    def error_type(self) -> str:
        """The name in `x-amzn-ErrorType`, without what may follow a colon (aws-facts §1.2); empty without one."""
        value = self.response.header("x-amzn-errortype") if self.response else None
        return (value or "").partition(":")[0].strip()

    @property
    def message(self) -> str:
        """The gateway's own words: `message` or `Message` of a JSON body, else empty."""
        if self.response is None:
            return ""
        try:
            body = msgspec.json.decode(self.response.body.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        if not isinstance(body, dict):
            return ""
        return next((body[key] for key in _MESSAGE_KEYS if isinstance(body.get(key), str)), "")


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of refusal. `explain` returns a finding whose id is this id, or None when it is not the cause.

    Within a confidence the table's order (diagnosis/__init__) is the rank: the most telling evidence first.
    """

    id: str
    title: str
    explain: Callable[[Case], Finding | None]


# ---- what several causes read out of a reply (facts: aws-facts §1.4)

_STAMP = re.compile(r"\b(\d{8}T\d{6}Z)\b")


def stamps(message: str) -> list[datetime]:
    """Return the time stamps in a message such as `Signature expired: … is now earlier than … (… - 5 min.)`."""
    found = []
    for text in _STAMP.findall(message):
        try:
            found.append(datetime.strptime(text + "+0000", "%Y%m%dT%H%M%SZ%z"))
        except ValueError:
            continue
    return found


def in_words(span: timedelta | float) -> str:
    """Return a length of time as a person says it: `6 min 12 s`, `2 h 3 min`, `4 days`."""
    seconds = abs(round(span.total_seconds() if isinstance(span, timedelta) else span))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"
    if seconds < 172_800:
        minutes = seconds % 3600 // 60
        return f"{seconds // 3600} h {minutes} min" if minutes else f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"
