"""Which headers are signed: those that must arrive as they were sent, and whatever the person asks for besides.

The rule is docs/cli.md: host, x-amz-*, content-type and each header that the person typed, but not those that proxies
and the HTTP engine may change on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence
from apiclient_gui.core.model import Header
from apiclient_gui.core.signing.refusals import refuse

CHANGEABLE: Final = frozenset({
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade", "expect", "user-agent", "accept-encoding", "content-length", "x-amzn-trace-id", "traceparent",
    "tracestate", "baggage",
})  # fmt: skip
_ALWAYS: Final = frozenset({"host", "content-type"})
_NEVER: Final = "authorization"


def signed_names(headers: Sequence[Header], extra: str) -> set[str]:
    """Return the lower-case names of the headers to sign. `extra` names more, with commas between.

    Raises Problem("refused") when one that `extra` names is not among the headers.
    """
    names: set[str] = set()
    for header in headers:
        name = header.name.lower()
        if (
            name in _ALWAYS
            or name.startswith("x-amz-")
            or (header.origin.place == "header" and name not in CHANGEABLE)
        ):
            names.add(name)
    names.discard(_NEVER)
    if extra:
        names |= _named(extra, headers)
    return names


def _named(extra: str, headers: Sequence[Header]) -> set[str]:
    wanted = {text: text.lower() for one in extra.split(",") if (text := one.strip())}
    there = {header.name.lower() for header in headers}
    absent = [text for text, name in wanted.items() if name not in there and name != _NEVER]
    if absent:
        shown = printable(", ".join(absent), 100)
        raise refuse(
            "sign_header_absent",
            f"There is no header {shown} to sign",
            "A signature over a header that does not go out could not be checked.",
            "Add the header to the request, or take its name out of what is signed (in Auth; --sign-header in a terminal).",
            Evidence("To be signed", shown),
            Evidence("Headers", ", ".join(sorted(there))[:500]),
        )
    return set(wanted.values()) - {_NEVER}
