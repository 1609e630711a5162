"""The gateway read another request than the one that was signed: which lines differ, and why they may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from apiclient_gui.core import redact, refusal
from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    SIGNATURE_PAGE,
    SIGNATURE_TYPES,
    Cause,
    gateway_canonical,
    open_place,
    our_canonical,
    row,
    send_again,
)
from apiclient_gui.core.finding import Action, Evidence, Finding

_MOST_ROWS = 8
_NOT_THERE = "(not there)"


@dataclass(frozen=True, slots=True)
class _Canonical:
    """A canonical request taken apart; headers by name, in the order of their lines."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    signed: str
    payload: str


@dataclass(frozen=True, slots=True)
class _Difference:
    """One line that differs: what it is, both versions in clear, why it may be, where it is composed."""

    part: str
    ours: str
    theirs: str
    reason: str
    place: str


def _explain(case: Case) -> Finding | None:
    if not (case.says(refusal.MISMATCH) and case.fits(*SIGNATURE_TYPES)):
        return None
    ours, theirs = our_canonical(case), gateway_canonical(case)
    if ours is None or theirs is None:
        return None
    differences = tuple(_differences(_parse(ours), _parse(theirs)))
    if not differences:
        return None
    first, more = differences[0], len(differences) - 1
    others = f" {more} more {'line differs' if more == 1 else 'lines differ'}." if more else ""
    return MEMBER.found(
        "certain",
        title=f"The gateway read another request than the one signed: {first.part} differs",
        detail=first.reason + others,
        evidence=[_row(difference) for difference in differences[:_MOST_ROWS]],
        remedy="Compare the two versions; then sign what really arrives, or stop what changes it on the way.",
        actions=(
            Action("compare_signatures", "Compare the signatures"),
            open_place(first.place, "Open that part of the request"),
            send_again(),
        ),
    )


def _parse(text: str) -> _Canonical:
    lines = text.split("\n")
    method, path, query = (*lines, "", "", "")[:3]
    end = next((i for i, line in enumerate(lines[3:], 3) if not line), len(lines))
    signed, payload = (*lines[end + 1 :], "", "")[:2]
    headers = dict(line.partition(":")[::2] for line in lines[3:end])
    return _Canonical(method, path, query, headers, signed, payload)


def _differences(ours: _Canonical, theirs: _Canonical) -> Iterator[_Difference]:
    if ours.method != theirs.method:
        yield _Difference(
            "the method",
            ours.method,
            theirs.method,
            "A redirect, a proxy or an X-HTTP-Method-Override header changed the method.",
            "url",
        )
    if ours.path != theirs.path:
        yield _Difference("the path", ours.path, theirs.path, _path_reason(ours, theirs), "url")
    if ours.query != theirs.query:
        reason = _query_reason(ours.query, theirs.query)
        yield _Difference("the query", ours.query, theirs.query, reason, "params")
    for name in dict.fromkeys((*ours.headers, *theirs.headers)):
        mine, other = ours.headers.get(name), theirs.headers.get(name)
        if mine != other:
            yield _Difference(
                f"the header {name}",
                f"{name}:{mine}" if mine is not None else _NOT_THERE,
                f"{name}:{other}" if other is not None else _NOT_THERE,
                _header_reason(name, mine, other),
                "url" if name == "host" else "headers",
            )
    if ours.signed != theirs.signed:
        yield _Difference(
            "the list of signed headers",
            ours.signed,
            theirs.signed,
            "The gateway read another list of signed headers: the signature was rewritten on the way.",
            "headers",
        )
    if ours.payload != theirs.payload:
        reason = _payload_reason(ours.payload, theirs.payload)
        yield _Difference("the payload hash", ours.payload, theirs.payload, reason, "body")


def _path_reason(ours: _Canonical, theirs: _Canonical) -> str:
    if unquote(ours.path) == theirs.path or unquote(theirs.path) == ours.path:
        return "The path was percent-encoded once more on one side: something on the way decoded or encoded it."
    if _collapsed(ours.path) == _collapsed(theirs.path):
        return "Slashes were added or removed: something on the way normalised the path."
    if theirs.path.endswith(ours.path) or ours.path.endswith(theirs.path):
        return "A part at the beginning of the path was added or removed: a proxy or the base path of a custom domain."
    return "Something on the way rewrote the path."


def _collapsed(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _query_reason(ours: str, theirs: str) -> str:
    mine, other = ours.split("&"), theirs.split("&")
    if sorted(mine) == sorted(other):
        return "The items are the same in another order: one side does not sort them."
    if not theirs:
        return "The query did not arrive: something on the way removed it."
    if ours.replace("%20", "%2B") == theirs.replace("%20", "%2B"):
        return "A blank was read as + on one side: write it as %20."
    if set(mine) - set(other) and not set(other) - set(mine):
        return "Items of the query did not arrive: something on the way removed them."
    return "Something on the way rewrote the query."


def _header_reason(name: str, ours: str | None, theirs: str | None) -> str:
    if name == "host":
        return (
            "A proxy, a CDN or a custom domain replaced Host. Sign for the host that the API sees, or let it be "
            "forwarded."
        )
    if not theirs:
        return f"The header {name} did not arrive: something on the way removed it."
    if ours is None:
        return f"The gateway counts {name} among the signed headers, and it was not signed."
    if name == "content-type":
        return "Content-Type changed on the way: often a charset is added."
    if "".join(ours.split()) == "".join(theirs.split()):
        return f"Only blanks differ in {name}: one side trims them in another way."
    return f"Something on the way changed the value of {name}. If it need not be signed, do not sign it."


def _payload_reason(ours: str, theirs: str) -> str:
    if theirs == EMPTY_SHA256:
        return "The body did not arrive: the gateway's hash is that of an empty body."
    if ours == EMPTY_SHA256:
        return "An empty body was signed, and one arrived."
    if not _is_hash(ours):
        return f"{ours} was signed in place of a hash, and this service hashes the body."
    return "The body changed on the way: re-encoded, compressed, or with other line ends."


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)


def _row(difference: _Difference) -> Evidence | None:
    ours, theirs = redact.canonical(difference.ours), redact.canonical(difference.theirs)
    # A secret's two versions look alike once they are masked.
    value = (
        f"{ours} (the values differ)" if ours == theirs else f"signed: {ours}\ngateway: {theirs}"
    )
    return row(difference.part.removeprefix("the ").capitalize(), value)


MEMBER = Cause(
    id="request_changed_on_the_way",
    title="The gateway read another request than the one signed",
    explain=_explain,
    when="`The request signature we calculated does not match …`, and the gateway's canonical request differs from ours",
    action="compare_signatures",
    source=SIGNATURE_PAGE,
)
