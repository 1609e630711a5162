"""A request as a curl command that signs anew: credentials come from the environment, the URL as it is sent here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, impossible, pieces
from apiclient_gui.core.exporters.base.curl_signing import doubts
from apiclient_gui.core.exporters.base.quoting import lines, word
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import AwsKeys, Part, Settings, UserPassword

_USER: Final = ("API_USER", "API_PASSWORD")
_KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
# Nothing at all when the variable is not set: long-term keys have no token. One word, also for a shell that does not
# split what a variable gives (zsh).
_SESSION: Final = '${AWS_SESSION_TOKEN:+"-Hx-amz-security-token: $AWS_SESSION_TOKEN"}'
_GLOB = re.compile(r"[\[\]{}]")
_VALUE_SPECIAL = re.compile(r'^[@<"(=]|;')
_FILE_SPECIAL = re.compile(r'[;,"]')


def _export(draft: Draft) -> Exported:
    if draft.wants is AwsKeys and draft.scheme == "sigv4a":
        raise impossible("curl cannot sign with SigV4a", "Copy the request as Python instead.")
    headers: list[tuple[str, str]] = list(pieces.headers(draft))
    if digest := pieces.payload_hash(draft):
        headers.append((pieces.HASH_HEADER, digest))
    signs = draft.wants is AwsKeys
    body = pieces.content(draft)
    typed = any(name.lower() == "content-type" for name, _ in headers)
    options = [*_head(draft, body is not None), *(_header(draft, *pair) for pair in headers)]
    if body is None and not draft.parts and draft.prepared.header("Content-Length") == "0":
        options.append("--header 'Content-Length: 0'")
    if body is not None and not typed and not signs:
        options.append("--header Content-Type:")  # else curl adds one
    options += _authorised(draft)
    options += _body(draft, body)
    options += _settings(draft)
    text = lines(options)
    names = (*_KEYS, "AWS_SESSION_TOKEN") if signs else _USER if draft.wants is UserPassword else ()
    found = list(pieces.notes(draft, text, *names))
    if signs:
        found += [*_told(draft, adds_type=body is not None and not typed), *doubts(draft, headers)]
    return Exported(text, tuple(found))


def _head(draft: Draft, has_body: bool) -> Iterator[str]:
    ready = draft.prepared
    switches = ["curl"]
    if _GLOB.search(ready.url):
        switches.append("--globoff")
    if any(segment in {".", ".."} for segment in ready.path.split("/")):
        switches.append("--path-as-is")
    sends = has_body or any(part.file for part in draft.parts)
    if ready.method == "HEAD" and not sends:
        switches.append("--head")
    elif ready.method != ("POST" if sends else "GET"):
        switches.append(f"--request {word(ready.method, draft.stand_ins)}")
    yield f"{' '.join(switches)} {word(ready.url, draft.stand_ins)}"


def _header(draft: Draft, name: str, value: str) -> str:
    return f"--header {word(f'{name}: {value}' if value else f'{name};', draft.stand_ins)}"


def _authorised(draft: Draft) -> Iterator[str]:
    if draft.wants is AwsKeys:
        yield f"--aws-sigv4 {word(f'aws:amz:{draft.region}:{draft.service}', draft.stand_ins)}"
        yield '--user "${}:${}"'.format(*_KEYS)
        yield _SESSION
    elif draft.wants is UserPassword:
        yield '--user "${}:${}"'.format(*_USER)


def _body(draft: Draft, body: pieces.Content | None) -> Iterator[str]:
    if body is not None and body.text is None:
        yield f"--data-binary {word(f'@{body.path}', draft.stand_ins)}"
    elif body is not None and body.text is not None:
        option = "--data-raw" if body.text.startswith("@") else "--data-binary"
        yield f"{option} {word(body.text, draft.stand_ins)}"
    elif any(part.file for part in draft.parts):
        yield from (_part(draft, part) for part in draft.parts)


def _part(draft: Draft, part: Part) -> str:
    if not part.file and not part.content_type and not part.filename:
        return f"--form-string {word(f'{part.name}={part.value}', draft.stand_ins)}"
    content = f"@{_form_value(part.file, _FILE_SPECIAL)}" if part.file else _form_value(part.value)
    kind = f";type={part.content_type}" if part.content_type else ""
    name = f";filename={_form_value(part.filename, _FILE_SPECIAL)}" if part.filename else ""
    return f"--form {word(f'{part.name}={content}{kind}{name}', draft.stand_ins)}"


def _form_value(text: str, special: re.Pattern[str] = _VALUE_SPECIAL) -> str:
    if not special.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _settings(draft: Draft) -> Iterator[str]:
    usual, chosen = Settings(), draft.settings
    if not chosen.verify:
        yield "--insecure"
    if chosen.follow:
        yield "--location"
    if chosen.timeout != usual.timeout:
        yield f"--max-time {chosen.timeout:g}"
    if chosen.connect_timeout != usual.connect_timeout:
        yield f"--connect-timeout {chosen.connect_timeout:g}"
    if chosen.proxy == "none":
        yield "--noproxy '*'"
    for option, value in (
        ("--proxy", chosen.proxy if chosen.proxy != "none" else ""),
        ("--cacert", chosen.ca_file),
        ("--cert", chosen.cert_file),
        ("--key", chosen.key_file),
    ):
        if value:
            yield f"{option} {word(value, draft.stand_ins)}"


def _told(draft: Draft, *, adds_type: bool) -> Iterator[Finding]:
    if draft.scheme != "sigv4":
        yield Finding(
            id="curl_signs_in_header",
            severity="note",
            title="curl puts the signature into a header, not into the URL",
            detail="It cannot make a presigned URL.",
            remedy="For a presigned URL copy the request as it is sent, or as Python.",
        )
    if adds_type:
        yield Finding(
            id="curl_adds_content_type",
            severity="note",
            title="curl adds a Content-Type to the body, which this request has not",
            detail="It sends application/x-www-form-urlencoded, and does not sign it.",
            remedy="Set the Content-Type in the request.",
        )


MEMBER = Exporter(
    id="curl",
    title="curl",
    summary="A command that signs anew with --aws-sigv4; keys and tokens come from the environment.",
    export=_export,
)
