"""The heads of two exchanges beside each other: which lines of requests and responses differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of each side; None where a side has none."""

    left: str | None
    right: str | None

    @property
    def same(self) -> bool:
        """Whether both sides say the same."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines of both request heads and of both response heads. A side without a response says why in its line."""

    request: tuple[Pair, ...]
    response: tuple[Pair, ...]


def compare(left: Exchange, right: Exchange) -> Comparison:
    """Return the heads of two exchanges, masked, so that lines of the same header meet.

    The first pair is the request or status line; headers follow in the left side's order, a header that only the right
    side has stands behind the one that it follows there. Repeated headers meet in their order.
    """
    return Comparison(
        _pairs(_request(left), _request(right)), _pairs(_response(left), _response(right))
    )


def _request(exchange: Exchange) -> list[tuple[str, str]]:
    prepared = exchange.prepared
    first = f"{prepared.method} {redact.url(prepared.url)}"
    headers = [(line.name, line.value) for line in prepared.lines()]
    return [("", first), *_lines(redact.headers(headers))]


def _response(exchange: Exchange) -> list[tuple[str, str]]:
    response, failure = exchange.response, exchange.failure
    if response is None:
        return [("", f"no response: {failure.message}" if failure else "no response")]
    first = f"{response.status} {response.reason}".rstrip()
    return [("", first), *_lines(redact.headers(response.headers))]


def _lines(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name.lower(), f"{name}: {value}") for name, value in headers]


def _pairs(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> tuple[Pair, ...]:
    ours, theirs = _numbered(left), _numbered(right)
    pairs = [(key, Pair(text, theirs.get(key))) for key, text in ours.items()]
    behind: tuple[str, int] | None = None
    for key, text in theirs.items():
        if key not in ours:
            place = next((n for n, (one, _) in enumerate(pairs) if one == behind), -1) + 1
            pairs.insert(place, (key, Pair(None, text)))
        behind = key
    return tuple(pair for _, pair in pairs)


def _numbered(lines: Sequence[tuple[str, str]]) -> dict[tuple[str, int], str]:
    """Return (header name, how many of it came before) -> line."""
    seen: dict[str, int] = {}
    numbered = {}
    for name, text in lines:
        numbered[name, seen.get(name, 0)] = text
        seen[name] = seen.get(name, 0) + 1
    return numbered
