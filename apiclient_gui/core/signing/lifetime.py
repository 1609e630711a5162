"""How long a presigned URL holds: what was asked for, checked before signing, and what the keys leave of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence
from apiclient_gui.core.model import OptionValue
from apiclient_gui.core.signing.refusals import refuse

LONGEST: Final = 604_800  # seconds: seven days, as long as a signing key lives
USUAL: Final = 3600
_WHOLE = re.compile(r"[0-9]{1,12}")


def is_asked(options: Mapping[str, OptionValue]) -> bool:
    """Say whether the request says how long its signature is to hold."""
    return str(options.get("expires", "")).strip() != ""


def seconds(options: Mapping[str, OptionValue]) -> int:
    """Return for how long the URL is signed; an hour unless the option `expires` says otherwise.

    Raises Problem("refused") outside of 1 to 604,800 (IAM User Guide, "Authentication methods").
    """
    if not is_asked(options):
        return USUAL
    text = str(options["expires"]).strip()
    if _WHOLE.fullmatch(text) and 1 <= int(text) <= LONGEST:
        return int(text)
    raise refuse(
        "expiry_out_of_range",
        f"A presigned URL cannot hold for {printable(text, 20)} seconds",
        "It takes whole seconds, from 1 to 604,800, which is seven days.",
        "Set the time in Auth, or with --expires in a terminal.",
        Evidence("Seconds", printable(text, 40)),
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html",
    )


def left(asked: int, keys_end: datetime | None, now: datetime) -> int:
    """Return for how many seconds a URL holds: a URL signed with temporary keys ends with them at the latest."""
    if keys_end is None:
        return asked
    return max(0, min(asked, int((keys_end - now).total_seconds())))
