"""Region and service that a request is signed for: said, else told by the host, else of the environment, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from apiclient_gui.core import hosts
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import OptionValue, Prepared

_SOURCE: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
)
_NAME_PART = re.compile(r"[A-Za-z0-9-]+")


def signing_target(
    prepared: Prepared, options: Mapping[str, OptionValue], region: str, service: str
) -> SigningTarget:
    """Return what the request is signed for. `region` and `service` are the environment's, empty when it has none.

    Each part by itself: some hosts tell only one of them (S3's accelerated ones hide the region).

    Raises Problem("refused") when one of them is not known or is no name.
    """
    # The host that the API will see decides: a Host header of one's own before the URL's.
    implied = hosts.signing_target(
        prepared.header("host") or "", prepared.path
    ) or hosts.signing_target(prepared.host, prepared.path)
    found = SigningTarget(
        str(options.get("service", "")).strip() or (implied and implied.service) or service,
        str(options.get("region", "")).strip() or (implied and implied.region) or region,
    )
    for key, word, value, example in (
        ("region_unknown", "region", found.region, "eu-west-1"),
        ("service_unknown", "service", found.service, hosts.EXECUTE_API),
    ):
        if not _NAME_PART.fullmatch(value):
            raise _refuse(key, word, value, example, prepared.host)
    return found


def _refuse(key: str, word: str, value: str, example: str, host: str) -> Problem:
    found = f"{value!r} is no {word} name" if value else f"The {word} to sign for is not known"
    return Problem(
        "refused",
        Finding(
            id=key,
            severity="error",
            title=found,
            detail=f"Nothing was sent. The host does not tell the {word}, and a guess would be signed wrong.",
            evidence=(Evidence("Host", host),),
            source=_SOURCE,
            remedy=f"Set the {word}, for example {example}: in Auth (--{word} in a terminal), or once in the environment.",
            actions=(Action("set_signing_target", "Say what it is signed for"),),
        ),
    )
