"""An exchange as it is written, masked, and read again: JSON with a version, and the words that a search looks in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from apiclient_gui.core.history import bodies, masking
from apiclient_gui.core.history.values import BodyNote, Cause, FileNote, Row
from apiclient_gui.core.model import Body, Exchange, FilePart
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK

VERSION: Final = 1
_LARGEST_MASKED: Final = (
    2**20
)  # bytes; a gateway that repeats what it got does so in some kilobytes
_HASH: Final = re.compile(r"[0-9a-f]{64}")
# The ids that support asks for: API Gateway's, its HTTP APIs', other AWS services'.
_REQUEST_IDS: Final = frozenset(
    {"x-amzn-requestid", "x-amz-apigw-id", "apigw-requestid", "x-amz-request-id", "x-request-id"}
)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the database: the exchange with its bodies taken out, and what is known of them.

    Fields that later versions add are passed over; a text that this version needs and that is missing is an error.
    """

    version: int = VERSION
    exchange: Exchange
    request_body: BodyNote
    response_body: BodyNote | None = None
    unfilled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A record ready to be written: nothing in it is secret but what the server put into `content`.

    `words` are what a search looks in. `note` is on the response's body, `content` the
    body itself when it is in memory and to be kept.
    """

    row: Row
    words: str
    document: bytes
    note: BodyNote | None
    content: bytes | None


def draft(exchange: Exchange, redactor: Redactor, *, login: bool, in_file: bool) -> Draft:
    """Return an exchange as it may be kept. `in_file`: its response's body was put into a file of ours.

    For a `login`, said or seen, no body is kept and the composed one is masked.
    """
    login = login or bodies.is_login(exchange)
    secrets = masking.secret_values(exchange)
    note, content = _response_body(exchange, secrets, redactor, login=login, in_file=in_file)
    shown = _masked(exchange, secrets, redactor, login=login)
    document = Document(
        exchange=shown,
        request_body=_request_body(exchange, redactor, login=login),
        response_body=note,
        unfilled=masking.unfilled(exchange.request, shown.request),
    )
    row = _row(shown, note)
    encoded = msgspec.json.encode(document, enc_hook=str)
    return Draft(row, _words(shown, row), encoded, note, content)


def parse(content: bytes) -> Document:
    """Return what stands in a document. Raises ValueError (msgspec's are) for one that this version cannot read."""
    return msgspec.json.decode(content, type=Document, dec_hook=_path)


def with_bodies(document: Document, content: bytes, file: FilePart | None) -> Exchange:
    """Return the exchange of a document with its response's body, in memory or in a file, put back.

    The request's body is there when what was composed is what was sent; otherwise only its hash is known.
    """
    exchange, response = document.exchange, document.exchange.response
    prepared = exchange.prepared
    sent = _sent_body(exchange, document.request_body)
    if response is not None:
        body = Body(pieces=(file,)) if file else Body(content)
        response = replace(response, body=body)
    return replace(exchange, prepared=replace(prepared, body=sent), response=response)


def _masked(
    exchange: Exchange, secrets: tuple[str, ...], redactor: Redactor, *, login: bool
) -> Exchange:
    shown = masking.by_place(exchange, login=login)
    shown = replace(shown, prepared=replace(shown.prepared, body=_emptied(shown.prepared.body)))
    if shown.response is not None:
        shown = replace(shown, response=replace(shown.response, body=Body()))
    # Times stay what they are: only a text may hold a secret.
    raw = msgspec.to_builtins(shown, builtin_types=(datetime, bytes))
    masked = masking.by_value(raw, secrets, redactor)
    if masked is raw:  # most hold nothing that was not masked by its place
        url = masking.unguarded(shown.request.url)
        return replace(shown, request=msgspec.structs.replace(shown.request, url=url))
    whole: Exchange = msgspec.convert(masked, Exchange, builtin_types=(datetime, bytes))
    if redactor.text(whole.prepared.url) == whole.prepared.url:
        return whole
    # A secret that goes over several items: a server wrote it into a Location as it was.
    query = tuple(replace(item, value=MASK) for item in whole.prepared.query)
    return replace(whole, prepared=replace(whole.prepared, query=query))


def _emptied(body: Body) -> Body:
    return Body(origin=body.origin)


def _request_body(exchange: Exchange, redactor: Redactor, *, login: bool) -> BodyNote:
    body = exchange.prepared.body
    parts = [piece for piece in body.pieces if isinstance(piece, FilePart)]
    signature = exchange.authorisation.signature
    payload = signature.lines[-1].text if signature and signature.lines else ""
    # Files are not read again: signing has hashed them, or nobody has.
    known = payload if _HASH.fullmatch(payload) else ""
    return BodyNote(
        size=body.size,
        state="login" if login else "summary",
        sha256=known if parts else body.sha256(),
        files=tuple(FileNote(redactor.text(part.path.name), part.size) for part in parts),
    )


def _response_body(
    exchange: Exchange,
    secrets: tuple[str, ...],
    redactor: Redactor,
    *,
    login: bool,
    in_file: bool,
) -> tuple[BodyNote | None, bytes | None]:
    if exchange.response is None:
        return None, None
    body = exchange.response.body
    if login:
        return BodyNote(size=body.size, state="login"), None
    if body.pieces:
        return BodyNote(size=body.size, state="kept" if in_file else "unsaved"), None
    content = body.content
    if len(content) <= _LARGEST_MASKED:
        content = redactor.content(content)
        for secret in secrets:
            content = content.replace(secret.encode("utf-8", "replace"), MASK.encode())
    masked = content != body.content
    return BodyNote(size=body.size, state="masked" if masked else "kept"), content


def _sent_body(exchange: Exchange, note: BodyNote) -> Body:
    origin, composed = exchange.prepared.body.origin, exchange.request.body
    if composed.kind in {"text", "json"} and note.size:
        body = Body(composed.text.encode("utf-8", "replace"), origin)
        if body.sha256() == note.sha256:
            return body
    return Body(origin=origin, _digest=[note.sha256])


def _row(shown: Exchange, note: BodyNote | None) -> Row:
    prepared, response, failure = shown.prepared, shown.response, shown.failure
    cause = shown.findings[0] if shown.findings else None
    return Row(
        id=0,
        sent_at=shown.sent_at,
        method=prepared.method,
        url=prepared.url,
        host=prepared.host,
        status=response.status if response else None,
        reason=response.reason if response else "",
        failure=failure.stage if failure else None,
        scheme=shown.authorisation.scheme,
        identity=shown.authorisation.identity or shown.request.auth.identity,
        environment=shown.environment,
        name=shown.request.name,
        size=note.size if note else None,
        seconds=shown.timings.total,
        cause=Cause(cause.id, cause.title) if cause else None,
    )


def _words(shown: Exchange, row: Row) -> str:
    answered = shown.response.headers if shown.response else ()
    ids = [value for name, value in answered if name.lower() in _REQUEST_IDS]
    cause = (row.cause.id, row.cause.title) if row.cause else ()
    status = f"{row.status} {row.reason}" if row.status else str(row.failure or "")
    words = (row.method, row.url, status, row.scheme, row.identity, row.environment, row.name)
    return "\n".join((*words, *cause, *ids)).casefold()


def _path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError
