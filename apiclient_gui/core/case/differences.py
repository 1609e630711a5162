"""Two canonical requests beside each other, the one signed and the gateway's: which lines differ, and why they may."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from apiclient_gui.core import urls
from apiclient_gui.core.canonical import EMPTY_SHA256, canonical_pair

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that differs: what it is, both versions in clear, why it may be, and where it is composed.

    `part` as in a sentence ("the header host"). A version is empty when the line is empty or not there (`Pair` tells).
    `place` is one of the composer's: url, params, headers, body.
    """

    part: str
    ours: str
    theirs: str
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The same line on both sides, None on a side that does not have it; `difference` None when they are equal."""

    ours: str | None
    theirs: str | None
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class _Canonical:
    """A canonical request taken apart; whole header lines by name, in their order."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    signed: str
    payload: str


def differences(ours: str, theirs: str) -> tuple[Difference, ...]:
    """Return the lines that differ between two canonical requests, in their order; each header is a line.

    Any text will do: what is no canonical request differs in what it lacks. In clear, like what comes in: mask before
    showing.
    """
    return tuple(pair.difference for pair in side_by_side(ours, theirs) if pair.difference)


def side_by_side(ours: str, theirs: str) -> tuple[Pair, ...]:
    """Return all lines of two canonical requests beside each other, with the differences, each line once."""
    mine, other = _parse(printed(ours)), _parse(printed(theirs))
    return (
        _pair("the method", "url", mine.method, other.method, _method_reason),
        _pair("the path", "url", mine.path, other.path, _first(_path_reasons)),
        _pair("the query", "params", mine.query, other.query, _first(_query_reasons)),
        *_header_pairs(mine.headers, other.headers),
        Pair("", ""),
        _pair("the list of signed headers", "headers", mine.signed, other.signed, _signed_reason),
        _pair("the payload hash", "body", mine.payload, other.payload, _payload_reason),
    )


def printed(text: str) -> str:
    """Return a canonical request as a gateway would print it: a byte that is no UTF-8 shows as U+FFFD."""
    # We keep such a byte of a header as a surrogate; any other lone surrogate came in with a reply or a document.
    known = _NO_BYTE.sub("\ufffd", text)
    return known.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _parse(text: str) -> _Canonical:
    lines = text.split("\n")
    method, path, query = (*lines, "", "", "")[:3]
    end = next((i for i, line in enumerate(lines[3:], 3) if not line), len(lines))
    signed, payload = (*lines[end + 1 :], "", "")[:2]
    headers = {line.partition(":")[0]: line for line in lines[3:end]}
    return _Canonical(method, path, query, headers, signed, payload)


def _pair(part: str, place: str, ours: str, theirs: str, reason: Callable[[str, str], str]) -> Pair:
    if ours == theirs:
        return Pair(ours, theirs)
    return Pair(ours, theirs, Difference(part, ours, theirs, reason(ours, theirs), place))


def _header_pairs(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[Pair]:
    for name in sorted({*ours, *theirs}):
        mine, other = ours.get(name), theirs.get(name)
        if mine == other:
            yield Pair(mine, other)
            continue
        reason = _header_reason(name, _value(mine), _value(other))
        place = "url" if name == "host" else "headers"
        difference = Difference(f"the header {name}", mine or "", other or "", reason, place)
        yield Pair(mine, other, difference)


def _value(line: str | None) -> str | None:
    return None if line is None else line.partition(":")[2]


# ---------------------------------------------------------------- likely reasons, the likeliest first


def _first(reasons: Callable[[str, str], Iterator[str]]) -> Callable[[str, str], str]:
    return lambda ours, theirs: next(reasons(ours, theirs))


def _method_reason(_ours: str, _theirs: str) -> str:
    return "A redirect, a proxy or an X-HTTP-Method-Override header changed the method."


def _signed_reason(ours: str, theirs: str) -> str:
    if sorted(ours.split(";")) == sorted(theirs.split(";")):
        return (
            "The signed headers are listed in another order: names are to be sorted byte by byte."
        )
    return (
        "The gateway read another list of signed headers: the signature was rewritten on the way."
    )


def _path_reasons(ours: str, theirs: str) -> Iterator[str]:
    if theirs in _encoded_again(ours):
        yield (
            "The gateway's path is percent-encoded once more: something on the way encoded it again, or it was signed "
            "encoded once, as only S3 wants it."
        )
    if ours in _encoded_again(theirs):
        yield (
            "The gateway's path is percent-encoded once less: something on the way decoded it, or the service is S3, "
            "which encodes it once."
        )
    if urls.without_dots(ours) == theirs:
        yield (
            "The gateway reads the path without dot segments and doubled slashes, and it was signed with them: sign "
            "the path normalised."
        )
    if urls.without_dots(ours) == urls.without_dots(theirs):
        yield (
            "Slashes or dot segments were added or taken out: something on the way normalised the path, or the "
            "service does not and it was signed so."
        )
    if ours.rstrip("/") == theirs.rstrip("/"):
        yield "Only the slash at the end differs: something on the way added or removed it."
    if ours.lower() == theirs.lower():
        yield "Only capitals differ: something on the way rewrote the path."
    if _is_end(theirs, ours):
        yield (
            f"{_beginning(ours, theirs)} at the beginning did not arrive: a proxy, or the base path of a custom domain, "
            "took it off. Sign for the path that the API sees."
        )
    if _is_end(ours, theirs):
        yield (
            f"{_beginning(theirs, ours)} was put in front: a stage or base path that a custom domain or a proxy adds. "
            "Sign for the path that the API sees."
        )
    yield "Something on the way rewrote the path."


def _encoded_again(path: str) -> tuple[str, str]:
    # A whole encoding, and one that leaves alone what may stand bare in a path.
    return urls.strict_path_again(path), path.replace("%", "%25")


def _is_end(end: str, path: str) -> bool:
    return end == "/" or (end.startswith("/") and path.endswith(end))


def _beginning(path: str, end: str) -> str:
    return path.removesuffix(end) or path


def _query_reasons(ours: str, theirs: str) -> Iterator[str]:
    mine, other = (
        Counter(ours.split("&") if ours else ()),
        Counter(theirs.split("&") if theirs else ()),
    )
    missing, more = mine - other, other - mine
    if not missing and not more:
        yield "The items are the same in another order: one side does not sort them."
    if not theirs:
        yield "The query did not arrive: something on the way removed it."
    if not more:
        yield f"{_names(missing)} did not arrive: something on the way removed {_those(missing)}."
    if not missing:
        yield f"{_names(more)} came along on the way: something added {_those(more)}."
    if _blanks_as_plus(missing) == _blanks_as_plus(more):
        yield "A blank and a plus sign were taken for each other: write a blank as %20 and a plus sign as %2B."
    if _decoded(missing) == _whole(more) or _whole(missing) == _decoded(more):
        yield "The query was percent-encoded once more on one side: something on the way encoded or decoded it."
    if _rewritten(mine) == _rewritten(other):
        yield (
            "The items are the same, written in another way: all but letters, digits and -._~ has to be "
            "percent-encoded in capitals, and an item without = is signed with one."
        )
    yield f"Something on the way rewrote the query: {_names(more)} arrived with another value."


def _names(items: Counter[str]) -> str:
    names = list(dict.fromkeys(item.partition("=")[0] or "(no name)" for item in items))
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")


def _those(items: Counter[str]) -> str:
    return "it" if items.total() == 1 else "them"


def _whole(items: Counter[str]) -> list[str]:
    return sorted(items.elements())


def _decoded(items: Counter[str]) -> list[str]:
    return sorted(item.replace("%25", "%") for item in items.elements())


def _blanks_as_plus(items: Counter[str]) -> list[str]:
    return sorted(item.replace("%20", "%2B").replace("+", "%2B") for item in items.elements())


def _rewritten(items: Counter[str]) -> list[tuple[str, str]]:
    pairs = (item.partition("=") for item in items.elements())
    return sorted(canonical_pair(name, value) for name, _, value in pairs)


_ANOTHER_HOP = {
    "accept-encoding": "a CDN or a proxy that compresses sets its own",
    "content-length": "a proxy cuts the body anew",
    "user-agent": "a CDN replaces it",
    "connection": "it holds for one hop only",
    "x-forwarded-for": "each proxy adds to it",
    "x-amzn-trace-id": "each load balancer adds to it",
}


def _header_reason(name: str, ours: str | None, theirs: str | None) -> str:
    if name == "host":
        return (
            "A proxy, a CDN or a custom domain replaced Host. Sign for the host that the API sees, or let it be "
            "forwarded."
        )
    if name in _ANOTHER_HOP and ours and ours != theirs:
        return f"The header {name} changes on the way: {_ANOTHER_HOP[name]}. Do not sign it."
    if not theirs:
        return f"The header {name} did not arrive: something on the way removed it."
    if ours is None:
        return f"The gateway counts {name} among the signed headers, and it was not signed."
    return next(_value_reasons(name, ours, theirs))


def _value_reasons(name: str, ours: str, theirs: str) -> Iterator[str]:
    if "".join(ours.split()) == "".join(theirs.split()):
        yield f"Only blanks differ in {name}: one side trims them in another way."
    if ours.lower() == theirs.lower():
        yield f"Only capitals differ in {name}: something on the way rewrote its value."
    if name == "content-type":
        if theirs.startswith(ours) and "charset" in theirs:
            yield "A charset was added to Content-Type on the way, or by the engine after signing. Set it yourself."
        yield "Content-Type changed on the way: often a charset is added or taken away."
    if theirs.startswith(f"{ours},"):
        yield f"A second value of {name} was added on the way: the header arrived twice."
    if theirs and ours.startswith(f"{theirs},"):
        yield f"The header {name} was sent more than once, and arrived once."
    if unquote(ours) == unquote(theirs) or not (ours.isascii() and theirs.isascii()):
        yield f"The value of {name} is not plain ASCII, and was read in another encoding."
    yield f"Something on the way changed the value of {name}. If it need not be signed, do not sign it."


def _payload_reason(ours: str, theirs: str) -> str:
    if not _is_hash(ours):
        return (
            f"{ours or 'Nothing'} was signed in place of a hash, and this service hashes the body."
        )
    if not _is_hash(theirs):
        return f"The gateway takes {theirs or 'nothing'} in place of a hash, and a hash was signed."
    if theirs == EMPTY_SHA256:
        return "The body did not arrive: the gateway's hash is that of an empty body."
    if ours == EMPTY_SHA256:
        return "An empty body was signed, and one arrived."
    return "The body changed on the way: re-encoded, compressed, with another charset or other line ends."


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)
