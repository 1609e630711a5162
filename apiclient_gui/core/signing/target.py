"""Region and service that a request is signed for: said, else told by the host, else of the environment, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from apiclient_gui.core import hosts
from apiclient_gui.core.finding import Action, Evidence, Problem
from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import OptionValue, Prepared
from apiclient_gui.core.signing.refusals import refuse

_NAME_PART = re.compile(r"[A-Za-z0-9-]+")
_REGION_SET = re.compile(r"[A-Za-z0-9*-]+(?:\s*,\s*[A-Za-z0-9*-]+)*")
_SAY: Final = Action("set_signing_target", "Say what it is signed for")


def signing_target(
    prepared: Prepared,
    options: Mapping[str, OptionValue],
    region: str,
    service: str,
    *,
    several: bool = False,
) -> SigningTarget:
    """Return what the request is signed for. `region` and `service` are the environment's, empty when it has none.

    Each part by itself: some hosts tell only one of them (S3's accelerated ones hide the region). `several`: whether
    the signature holds in a set of Regions (SigV4a).

    Raises Problem("refused") when one of them is not known or is no name, or several Regions are wanted of one.
    """
    # The host that the API will see decides: a Host header of one's own before the URL's.
    implied = hosts.signing_target(
        prepared.header("host") or "", prepared.path
    ) or hosts.signing_target(prepared.host, prepared.path)
    found = SigningTarget(
        str(options.get("service", "")).strip() or (implied and implied.service) or service,
        str(options.get("region", "")).strip() or (implied and implied.region) or region,
    )
    everywhere = implied is not None and implied.region == hosts.EVERY_REGION
    a_set = bool(_REGION_SET.fullmatch(found.region)) and not _NAME_PART.fullmatch(found.region)
    if not several and (everywhere or a_set):
        raise _refuse_one(found.region, prepared.host, everywhere=everywhere)
    if not found.region and not found.service:
        raise _refuse_both(prepared.host)
    for key, word, value, example in (
        ("region_unknown", "region", found.region, "eu-west-1"),
        ("service_unknown", "service", found.service, hosts.EXECUTE_API),
    ):
        if not (_NAME_PART.fullmatch(value) or (several and word == "region" and a_set)):
            raise _refuse(key, word, value, example, prepared.host)
    return found


def _refuse_one(region: str, host: str, *, everywhere: bool) -> Problem:
    return refuse(
        "sigv4a_wanted",
        "A multi-Region access point takes SigV4a alone"
        if everywhere
        else "Several Regions need SigV4a: a SigV4 signature holds in one",
        "It has no Region of its own." if everywhere else "",
        "Sign with SigV4a, for the Region set *; in a terminal: --auth sigv4a."
        if everywhere
        else "Sign with SigV4a (--auth sigv4a in a terminal), or name one Region.",
        Evidence("Host", host),
        Evidence("Region", region),
        action=Action("send_with_scheme", "Sign with SigV4a", {"scheme": "sigv4a"}),
    )


def _refuse_both(host: str) -> Problem:
    return refuse(
        "region_unknown",
        "Region and service to sign for are not known",
        "The host tells neither, and a guess would be signed wrong.",
        f"Set both, for an API of API Gateway the service {hosts.EXECUTE_API}: in Auth (in a terminal: "
        f"--region REGION --service {hosts.EXECUTE_API}), or once in the environment.",
        Evidence("Host", host),
        action=_SAY,
    )


def _refuse(key: str, word: str, value: str, example: str, host: str) -> Problem:
    return refuse(
        key,
        f"{value!r} is no {word} name" if value else f"The {word} to sign for is not known",
        f"A {word} name has letters, digits and hyphens."
        if value
        else f"The host does not tell the {word}, and a guess would be signed wrong.",
        f"Set the {word}, for example {example}: in Auth (--{word} in a terminal), or once in the environment.",
        Evidence("Host", host),
        action=_SAY,
    )
