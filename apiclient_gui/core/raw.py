"""Raw HTTP messages read back: a response as `curl -i` prints it, a request as it stands in a log or a mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from apiclient_gui.core import urls
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    Authorisation,
    Body,
    CanonicalLine,
    Header,
    Origin,
    Prepared,
    QueryItem,
    Response,
    Signature,
)

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[ \t]*([^\r\n]*)")
_REQUEST = re.compile(
    rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]+([^\r\n]+?)(?:[ \t]+HTTP/\d(?:\.\d)?)?[ \t]*"
)
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:[ \t]*(.*)")
_SIGNATURE_TEXTS = (
    "canonical_request",
    "string_to_sign",
    "credential_scope",
    "signature",
    "authorization",
)
# What `curl -v` prints: `*` its own words, `>` the head of a request, `<` that of a response, the size of data, a meter.
_LOG = re.compile(rb"\s*(?:[*<>{}] |% +Total|Note: )")
_METER = re.compile(rb"\r[ \t]*\d+ [ \t\d.kMGTP:-]*--:--[ \t\d.kMGTP:-]*\n?")
_ASIDE = re.compile(
    rb"(?m)^(?:\* .*|[{}] \[\d+ bytes data\]|[ \t]*% +Total.*|[ \t]*Dload.*)\r?(?:\n|\Z)"
)
# It follows a body without a line end.
_LAST_WORDS = re.compile(rb"\* (?:Connection #\d+ to host|Closing connection).*\Z", re.DOTALL)
_OF_SIGV4A = 3  # parts of a credential scope: it has no region
_SCOPES = {_OF_SIGV4A, 4}
_PASTED = Origin("url", name="pasted")


def response(message: bytes) -> Response:
    """Return the last response in a message (curl -i prints a 100 or a redirect before it).

    Line ends may be CRLF or LF; the output of `curl -v` is read as well. Raises Problem("usage") when there is no status
    line.
    """
    if _LOG.match(message):
        message = _logged(message, b"<")
    head, body = _parts(message)
    while body.startswith(b"HTTP/") and _STATUS.match(body):
        head, body = _parts(body)
    match = _STATUS.fullmatch(head[0]) if head else None
    if match is None:
        raise _unreadable("response", "HTTP/1.1 403 Forbidden")
    return Response(
        status=int(match[1]),
        reason=match[2].decode("latin-1").strip(),
        headers=_headers(head[1:]),
        body=Body(body),
        received_at=datetime.now(UTC),
    )


def request(message: bytes) -> Prepared:
    """Return a raw request as a prepared one: request line (path or whole URL), headers, body.

    Without a scheme https is assumed. Of the output of `curl -v` it is the head of the last request. Raises
    Problem("usage") when it has no request line.
    """
    if _LOG.match(message):
        message = _logged(message, b">")
    head, body = _parts(message)
    match = _REQUEST.fullmatch(head[0]) if head else None
    if match is None:
        raise _unreadable("request", "GET /prod/pets HTTP/1.1")
    headers = _headers(head[1:])
    return _prepared(match[1].decode(), match[2].decode("latin-1"), headers, body)


def signed(document: Mapping[str, object]) -> Prepared:
    """Return the request in a document of `apiclient sign --json`. Raises Problem("usage") when it is none."""
    method, url, pairs = document.get("method"), document.get("url"), document.get("headers")
    if not isinstance(method, str) or not isinstance(url, str) or not isinstance(pairs, list):
        raise _unreadable("signed request", '{"method": "GET", "url": "https://…", "headers": […]}')
    headers = tuple(
        (str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2
    )
    return _prepared(method, url, headers, b"")


def authorisation(document: Mapping[str, object]) -> Authorisation | None:
    """Return how the request of such a document was authorised; None when it does not say.

    Lines have no origins then; `signed_at` is read from the string to sign.
    """
    auth = document.get("auth")
    if not isinstance(auth, dict) or not isinstance(auth.get("scheme"), str):
        return None
    texts = {key: text for key in _SIGNATURE_TEXTS if isinstance(text := auth.get(key), str)}
    names = auth.get("signed_headers")
    if len(texts) < len(_SIGNATURE_TEXTS) or not isinstance(names, list):
        return Authorisation(auth["scheme"])
    canonical, to_sign = texts["canonical_request"], texts["string_to_sign"]
    scope = texts["credential_scope"].split("/")
    stamp = re.search(r"^\d{8}T\d{6}Z$", to_sign, re.MULTILINE)
    # In the query form the credential stands in the canonical query, percent-encoded.
    key = re.search(r"Credential=([^/%\n]+)(?:/|%2F)", texts["authorization"] or canonical)
    expires = re.search(r"[\n&]X-Amz-Expires=(\d{1,9})(?:&|$)", canonical, re.MULTILINE)
    if len(scope) not in _SCOPES or stamp is None:
        return Authorisation(auth["scheme"])
    facts = Signature(
        lines=tuple(CanonicalLine(line, "header") for line in canonical.split("\n")),
        string_to_sign=to_sign,
        credential_scope=texts["credential_scope"],
        signature=texts["signature"],
        authorization=texts["authorization"],
        signed_headers=tuple(str(name) for name in names),
        access_key_id=key[1] if key else "",
        region=scope[1] if len(scope) > _OF_SIGV4A else "",
        service=scope[-2],
        signed_at=datetime.strptime(stamp[0] + "+0000", "%Y%m%dT%H%M%SZ%z"),
        algorithm=to_sign.partition("\n")[0],
        expires=int(expires[1]) if expires and not texts["authorization"] else None,
    )
    return Authorisation(auth["scheme"], signature=facts)


def _prepared(
    method: str, target: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> Prepared:
    host = next((value for name, value in headers if name.lower() == "host"), "")
    parts = urls.split(target if "://" in target.partition("?")[0] else f"https://{host}{target}")
    query = parts.query.split("&") if parts.query is not None else ()
    return Prepared(
        method=method.upper(),
        scheme="http" if parts.scheme == "http" else "https",
        host=parts.authority.lower(),
        path=parts.path or "/",
        query=tuple(_item(text) for text in query),
        headers=tuple(Header(name, value, _PASTED) for name, value in headers),
        body=Body(body),
    )


def _item(text: str) -> QueryItem:
    name, equals, value = text.partition("=")
    return QueryItem(name, value if equals else None, _PASTED)


def _parts(message: bytes) -> tuple[list[bytes], bytes]:
    """Cut a message into its head's lines and its body, at the first empty line."""
    text = message.lstrip(b"\r\n\t \xef\xbb\xbf")
    match = re.search(rb"\r?\n\r?\n", text)
    head, body = (text[: match.start()], text[match.end() :]) if match else (text, b"")
    return re.split(rb"\r?\n", head.rstrip(b"\r\n")), body


def _logged(log: bytes, sign: bytes) -> bytes:
    """Return the last message of one direction in the output of `curl -v`; empty when there is none."""
    head: list[bytes] = []
    at = end = 0
    ended = True
    log = _METER.sub(b"", log)
    for line in log.splitlines(keepends=True):
        at += len(line)
        if line.startswith(sign + b" ") or line.strip() == sign:
            text = line[1:].strip()
            head = [text] if ended else [*head, text]
            ended, end = not text, at
    if not head:
        return b""
    message = b"\r\n".join(filter(None, head)) + b"\r\n\r\n"
    if sign == b">":  # a body that is sent stands in no log
        return message
    return message + _LAST_WORDS.sub(b"", _ASIDE.sub(b"", log[end:]))


def _headers(lines: list[bytes]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("latin-1")
        match = _HEADER.fullmatch(text)
        if match:
            found.append((match[1], match[2].strip()))
        elif text[:1] in {" ", "\t"} and found:  # a folded line (RFC 9112 §5.2)
            name, value = found.pop()
            found.append((name, f"{value} {text.strip()}"))
    return tuple(found)


def _unreadable(what: str, example: str) -> Problem:
    return Problem(
        "usage",
        Finding(
            id="message_unreadable",
            severity="error",
            title=f"This is no {what} that could be read",
            remedy=f"It begins like this: {example}",
        ),
    )
