"""What of the body is signed: its hash, or the word that stands in its place where a service takes that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from apiclient_gui.core import canonical, hosts
from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Problem
from apiclient_gui.core.model import OptionValue, Prepared
from apiclient_gui.core.signing import services
from apiclient_gui.core.signing.refusals import SHOW_HEADERS, refuse

UNSIGNED: Final = "UNSIGNED-PAYLOAD"
_KNOWN = re.compile(r"[0-9A-Fa-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]+")


def payload(
    prepared: Prepared,
    options: Mapping[str, OptionValue],
    service: str,
    typed: str | None,
    *,
    in_query: bool,
) -> str:
    """Return the last line of the canonical request. `typed` is the person's own X-Amz-Content-Sha256, which decides.

    Hashing reads a body in files. Raises Problem("refused") for what the service does not take, OSError when a file
    cannot be read.
    """
    quirks, wanted = services.quirks(service), str(options.get("payload", "")).strip()
    if typed is not None:
        text = _typed(typed)
        if wanted and (text == UNSIGNED) != (wanted == "unsigned"):
            raise _refuse_typed(text, wanted)
        return text
    if wanted not in {"", "hashed", "unsigned"}:
        raise refuse(
            "option_invalid",
            f"The body cannot be signed as “{printable(wanted, 40)}”",
            "",
            "Choose hashed or unsigned, in Auth or with --payload in a terminal.",
        )
    never_hashed = quirks.presigned_unsigned if in_query else quirks.payload == "unsigned"
    if wanted == "unsigned":
        _refuse_unsigned(prepared, service, quirks, in_query=in_query)
        return UNSIGNED
    if not never_hashed:
        return prepared.body.sha256()
    if wanted == "hashed":
        where = "in a presigned URL " if in_query else ""
        raise refuse(
            "payload_hash_not_taken",
            f"{service} takes no hash of the body {where}".strip(),
            f"It reads {UNSIGNED} where the hash would stand, and would come to another signature.",
            "Leave it to what the service wants: in Auth, or without --payload in a terminal.",
            Evidence("Service", service),
        )
    return UNSIGNED


def _typed(value: str) -> str:
    text = canonical.header_value(value)
    if _KNOWN.fullmatch(text):
        return text
    raise refuse(
        "content_sha256_invalid",
        "X-Amz-Content-Sha256 holds no hash",
        "It is signed as typed, and what stands there is neither a SHA-256 in hex nor a word that a service knows.",
        f"Take the header out, and the program writes it; or write 64 hex digits or {UNSIGNED}.",
        Evidence("It holds", printable(text, 80)),
        action=SHOW_HEADERS,
    )


def _refuse_typed(text: str, wanted: str) -> Problem:
    return refuse(
        "content_sha256_typed",
        "X-Amz-Content-Sha256 says another thing than Auth about the body",
        "It is signed as typed, and what is wanted of the body besides would be lost.",
        "Take the header out, or leave the body to it: in Auth, or without --payload in a terminal.",
        Evidence("The header holds", text),
        Evidence("Body in the signature", printable(wanted, 40)),
        action=SHOW_HEADERS,
    )


def _refuse_unsigned(
    prepared: Prepared, service: str, quirks: services.Quirks, *, in_query: bool
) -> None:
    if quirks.payload == "hashed":
        raise refuse(
            "unsigned_payload_not_taken",
            f"{service} is not known to take an unsigned body",
            "A service that wants the hash of the body comes to another signature.",
            "Sign the hash of the body: in Auth, or with --payload hashed in a terminal.",
            Evidence("Service", service),
            Evidence("Known to take it", ", ".join(services.unsigned_taken_by())),
        )
    if prepared.scheme == "http" and not in_query and not hosts.is_loopback(prepared.host):
        # botocore hashes in silence then; who asked for one thing is not to get another.
        raise refuse(
            "unsigned_payload_over_http",
            "An unsigned body over plain http could be changed by anyone on the way",
            "Neither TLS nor the signature would protect it.",
            "Use https, or sign the hash of the body.",
            Evidence("Host", prepared.host),
        )
