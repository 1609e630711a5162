"""A kept exchange as text: its facts in a line, the request as it was sent, and what can be copied.

What was kept is masked already, and the mask is no Latin-1: the wire's own form (`Prepared.head`) does not hold it.
"""

from __future__ import annotations

from collections.abc import Callable

from apiclient_gui.core.history import BodyNote, Kept
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui.widgets.history import exchange_words
from apiclient_gui.ui.widgets.result import body_text, exchange_texts

Copy = tuple[str, str, Callable[[], str]]
"""What a menu offers: its words, what is said when it was copied, and how the text is made."""


def facts(kept: Kept) -> str:
    """Return when it was sent, how long it took, how large the body was, as whom and where."""
    exchange, note = kept.exchange, kept.response_body
    how = exchange.authorisation
    at = exchange.sent_at.astimezone()
    return "  ·  ".join(
        part
        for part in (
            f"{at:%Y-%m-%d %H:%M:%S}",
            exchange_texts.span(exchange.timings.total),
            exchange_texts.size(note.size) if note else "",
            how.identity or exchange.request.auth.identity,
            exchange.environment,
            exchange.request.name,
        )
        if part
    )


def request_head(exchange: Exchange) -> str:
    """Return request line and headers as they were kept, with the empty line at the end."""
    prepared = exchange.prepared
    lines = [f"{prepared.method} {prepared.target} HTTP/1.1"]
    lines += [f"{header.name}: {header.value}" for header in prepared.lines()]
    return "\n".join([*lines, "", ""])


def request(exchange: Exchange) -> bytes:
    """Return the whole request to show: UTF-8, a body that is no text as a dump."""
    content_type = exchange.prepared.header("content-type") or ""
    body = body_text.render(exchange.prepared.body.content, content_type)
    return request_head(exchange).encode("utf-8", "replace") + body


def about_request(exchange: Exchange, note: BodyNote) -> str:
    """Return what has to be said of a request: that it is masked, and what became of its body."""
    said = "As it was made ready to be sent; secrets are masked"
    if note.size and not exchange.prepared.body.size:
        files = ", ".join(f"{one.name} ({exchange_texts.size(one.size)})" for one in note.files)
        body = f"the body of {exchange_texts.size(note.size)} was not kept"
        return f"{said}; {body}{f': {files}' if files else ''}"
    return said


def copies(kept: Kept) -> list[Copy]:
    """Return what of a kept exchange can be copied; nothing of it is secret but what the server put into the body."""
    exchange, response, made = kept.exchange, kept.exchange.response, list[Copy]()
    if response is not None:
        if response.body.size:
            made.append(("Body", "Body copied", response.text))
        raw = ("Response as raw text", "Response copied")
        made.append((*raw, lambda: exchange_texts.raw_response(response, str)))
    if exchange.findings:
        words = ("Explanation, for a ticket", "Explanation copied")
        made.append((*words, lambda: exchange_texts.explanation(exchange.findings)))
    url = ("Request URL", "URL copied")
    made.append((*url, lambda: exchange_texts.request_url(exchange)))
    whole = ("Request as raw text, secrets masked", "Request copied, secrets masked")
    made.append((*whole, lambda: request(exchange).decode("utf-8", "replace")))
    return made


def side(exchange: Exchange) -> str:
    """Return how an exchange is named in a comparison: when it was sent and what came of it."""
    response = exchange.response
    outcome = exchange_texts.status(response) if response else "no response"
    return f"{exchange_words.moment(exchange.sent_at)}  ·  {outcome}"
