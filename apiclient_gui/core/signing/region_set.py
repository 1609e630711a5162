"""The Regions that a SigV4a signature holds in: names with commas between, `*` for all that match."""

from __future__ import annotations

import re

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Action, Evidence
from apiclient_gui.core.signing.refusals import refuse

_REGION = re.compile(r"[A-Za-z0-9*-]+")


def region_set(text: str, host: str) -> str:
    """Return the value of X-Amz-Region-Set for what was typed; empty when nothing was.

    Raises Problem("refused") for what is no set of Regions (IAM User Guide, "How SigV4a works").
    """
    if not text.strip():
        return ""
    regions = [one.strip() for one in text.split(",")]
    if all(map(_REGION.fullmatch, regions)):
        return ",".join(regions)
    raise refuse(
        "region_unknown",
        f"“{printable(text.strip(), 60)}” is no set of Regions",
        "It is signed along, and has to be one.",
        "Write Regions with commas between, such as eu-west-1,us-east-1, or * for all of them.",
        Evidence("Host", host),
        action=Action("set_signing_target", "Say what it is signed for"),
    )
