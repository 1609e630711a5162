"""The presigned URL that was sent: how long it held and since when, and whether it was over when it was judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core import refusal
from apiclient_gui.core.case.known import Case
from apiclient_gui.core.case.signature import algorithm, in_query, sent_item

_HMAC: Final = "AWS4-HMAC-SHA256"
_SIGNATURE: Final = re.compile(r"[0-9a-f]{64}")
_DIGITS: Final = 6  # of X-Amz-Expires: at most 604,800 seconds
EXPIRED: Final = "Request has expired"
"""What S3 and others say of a presigned URL that is over."""
TOO_OLD: Final = "Signature expired"
"""What API Gateway says of any time stamp that is too old."""


@dataclass(frozen=True, slots=True)
class Life:
    """How long a presigned URL holds, in seconds, from when on, and by which clock it was judged; None: not known."""

    seconds: int
    signed_at: datetime | None
    judged_at: datetime | None

    @property
    def ends_at(self) -> datetime | None:
        """When the URL is over; None when it is not known when it was signed."""
        return self.signed_at and self.signed_at + timedelta(seconds=self.seconds)

    @property
    def over(self) -> bool:
        """Whether it had ended when it was judged."""
        return bool(self.ends_at and self.judged_at and self.ends_at <= self.judged_at)


def life(case: Case) -> Life | None:
    """Return the life of the presigned URL that was sent, S3's words about it included; None when none is known."""
    words = case.words[: refusal.LONGEST]
    text = sent_item(case, "x-amz-expires") or refusal.xml_text(words, "X-Amz-Expires")
    if not (text.isascii() and text.isdecimal()):
        return None
    seconds = int(text[:_DIGITS])
    ends_at = refusal.moment(refusal.xml_text(words, "Expires"))
    signed_at = refusal.stamp(sent_item(case, "x-amz-date")) or (
        ends_at and ends_at - timedelta(seconds=seconds)
    )
    said = refusal.time_window(words).server_now
    judged_at = said or refusal.moment(refusal.xml_text(words, "ServerTime")) or case.judged_at
    return Life(seconds, signed_at, judged_at)


def expired(case: Case) -> Life | None:
    """Return the life of a presigned URL that was refused because it is over; None for any other refusal.

    The gateway's own words decide; its usual window of minutes, which is shorter, is not the URL's life.
    """
    found = life(case)
    if found is None:
        return None
    if case.says(EXPIRED):
        return found
    minutes = refusal.time_window(case.words).minutes
    usual = minutes is not None and minutes != found.seconds // 60
    return found if case.says(TOO_OLD) and not usual else None


def made_elsewhere(case: Case) -> bool:
    """Whether a presigned URL was sent as it came, not signed here; who signed it is then not known."""
    return in_query(case) and not (case.authorisation and case.authorisation.signature)


def is_broken(case: Case) -> bool:
    """Whether X-Amz-Signature of a presigned URL is none: cut off, or changed (64 hex digits in lower case)."""
    signature = sent_item(case, "x-amz-signature")
    return (
        made_elsewhere(case)
        and algorithm(case) == _HMAC
        and _SIGNATURE.fullmatch(signature) is None
    )
