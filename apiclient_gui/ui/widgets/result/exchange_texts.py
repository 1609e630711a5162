"""An exchange as text: sizes and times in words, and the raw messages that are copied."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from apiclient_gui.core import redact
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Body, Exchange, Response
from apiclient_gui.core.spans import in_words

Mask = Callable[[str], str]
"""Hides the secrets of a text that came to our knowledge."""

_AGREES: Final = 2.0  # seconds; Date has whole ones (RFC 9110 §5.6.7), so less cannot be told


def size(amount: int) -> str:
    """Return a number of bytes as a person reads it: `612 B`, `27.4 KB`, `4.8 MB`."""
    if amount < 1024:
        return f"{amount} B"
    if amount < 1024 * 1024:
        return f"{amount / 1024:.1f} KB"
    return f"{amount / 1024 / 1024:.1f} MB"


def sizes(response: Response) -> str:
    """Return the size of the body, and beside it what came over the wire when that was packed."""
    unpacked = size(response.body.size)
    if response.received is None or response.received == response.body.size:
        return unpacked
    return f"{unpacked} ({size(response.received)} received)"


def exact_sizes(response: Response) -> str:
    """Return the same in bytes."""
    words = f"{response.body.size:,} bytes of body"
    if response.received is None or response.received == response.body.size:
        return words
    return f"{words}, unpacked from {response.received:,} bytes received"


def span(seconds: float | None) -> str:
    """Return a length of time: `< 0.1 ms`, `0.4 ms`, `84 ms`, `1.24 s`; a dash for None."""
    if seconds is None:
        return "—"
    if seconds < 0.0001:
        return "< 0.1 ms"
    if seconds < 0.01:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def status(response: Response) -> str:
    """Return the status as it is shown: `403 Forbidden`, `200` when there is no reason phrase."""
    return f"{response.status} {response.reason}".strip()


def clock_words(offset: float | None) -> str:
    """Return how the server's clock stands to this computer's. `offset`: seconds, server minus this computer."""
    if offset is None:
        return "not known: the reply carries no Date"
    if abs(offset) < _AGREES:
        return "agrees with this computer's"
    return f"{in_words(offset)} {'ahead of' if offset > 0 else 'behind'} this computer's"


def response_headers(response: Response, mask: Mask) -> tuple[tuple[str, str], ...]:
    """Return the response's headers, secrets masked by their names and by `mask`: a server may repeat what it was sent."""
    return tuple((name, mask(value)) for name, value in redact.headers(response.headers))


def raw_response(response: Response, mask: Mask) -> str:
    """Return status line and headers (secrets masked) and the body as it came, as `curl -i` prints them."""
    head = [mask(f"HTTP/1.1 {status(response)}")]
    head += [f"{name}: {value}" for name, value in response_headers(response, mask)]
    body = response.text() if response.body.file is None else _left_out(response.body)
    return "\n".join([*head, "", body])


def request_url(exchange: Exchange) -> str:
    """Return the URL as it went out, with its password and the secrets of its query masked."""
    return redact.url(exchange.prepared.url)


def request_headers(exchange: Exchange) -> str:
    """Return the header lines as they went out, secrets masked."""
    pairs = [(header.name, header.value) for header in exchange.prepared.lines()]
    return "\n".join(f"{name}: {value}" for name, value in redact.headers(pairs))


def request_head(exchange: Exchange) -> str:
    """Return request line and headers as they went out, in clear."""
    return exchange.prepared.head().decode("latin-1").replace("\r\n", "\n")


def raw_request(exchange: Exchange) -> str:
    """Return the whole request as it went out, in clear: its signature can be used until it expires."""
    body = sent_body(exchange.prepared.body).decode("utf-8", "replace")
    return exchange.prepared.head().decode("latin-1") + body


def sent_body(body: Body) -> bytes:
    """Return a body as it is shown: what was streamed from files is named instead."""
    pieces = body.pieces or (body.content,)
    return b"".join(
        one
        if isinstance(one, bytes)
        else f"[{size(one.size)} of the file {one.path.name}]".encode()
        for one in pieces
    )


def _left_out(body: Body) -> str:
    return f"[{size(body.size)} of body: save it to have all of it]"


def file_name(exchange: Exchange) -> str:
    """Return a name for the file of the body: the last part of the path, and the ending of its type."""
    last = unquote(exchange.prepared.path.rstrip("/").rpartition("/")[2])
    stem = re.sub(r"[^\w.-]+", "-", last).strip("-.")[:80] or "body"
    kind = (exchange.response.header("content-type") if exchange.response else None) or ""
    ending = mimetypes.guess_extension(kind.partition(";")[0].strip().lower()) or ""
    return stem if stem.lower().endswith(ending) else stem + ending


def explanation(findings: tuple[Finding, ...]) -> str:
    """Return the findings as plain text, for a ticket or a mail."""
    return "\n\n".join(map(_explained, findings))


def _explained(finding: Finding) -> str:
    title = f"{finding.title} ({finding.confidence})" if finding.confidence else finding.title
    rows = [f"  {row.label}: {row.value}" for row in finding.evidence]
    return "\n".join(
        line for line in (title, finding.detail, *rows, finding.remedy, finding.source) if line
    )


def redirect(response: Response) -> str:
    """Return where a redirect leads, in words; empty when it is none. It is shown and not followed."""
    return f"leads to {redact.url(response.redirect)} (not followed)" if response.redirect else ""
