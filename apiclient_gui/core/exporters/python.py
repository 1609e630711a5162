"""A request as a Python program of requests and botocore that signs anew: it runs as it is, and sends the same URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from apiclient_gui.core import urls
from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, pieces
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import AwsKeys, Part, UserPassword
from apiclient_gui.core.signing import services

_USER: Final = ("API_USER", "API_PASSWORD")
_SIGNERS: Final[Mapping[str, str]] = {
    "sigv4": "botocore.auth.SigV4Auth",
    "sigv4_query": "botocore.auth.SigV4QueryAuth",
    "sigv4a": "botocore.crt.auth.CrtSigV4AsymAuth",
}
# S3's own forms: the path is encoded once, and nothing in it normalised.
_FOR_S3: Final[Mapping[str, str]] = {
    "sigv4": "botocore.auth.S3SigV4Auth",
    "sigv4_query": "botocore.auth.S3SigV4QueryAuth",
    "sigv4a": "botocore.crt.auth.CrtS3SigV4AsymAuth",
}


def _export(draft: Draft) -> Exported:
    signs = draft.wants is AwsKeys
    files = any(part.file for part in draft.parts)
    headers = _joined(draft)
    body = "\n".join(_form(draft)) if files else f"body = {_body(draft)}"
    rest = "\n".join([*(_signed(draft) if signs else _plain(draft)), *_sent(draft)])
    block = [
        "url = "
        + _literal(draft.prepared.url, draft.stand_ins, "quote(os.environ[{!r}], safe='')"),
        *_headers(draft, headers),
        body,
    ]
    program = "\n".join(block) + "\n\n" + rest + "\n"
    text = f"{_imports(draft, program)}\n\n{program}"
    names = _USER if draft.wants is UserPassword else ()
    return Exported(text, (*pieces.notes(draft, text, *names, quotes=True), *_told(draft, headers)))


def _headers(draft: Draft, headers: Mapping[str, str]) -> list[str]:
    if not headers:
        return ["headers = {}"]
    # A str goes out as Latin-1; what is signed is UTF-8. botocore wants a str all the same.
    coded = draft.wants is not AwsKeys
    written = [
        f"    {name!r}: {_literal(value, draft.stand_ins)}"
        + (".encode()," if coded and not value.isascii() else ",")
        for name, value in headers.items()
    ]
    return ["headers = {", *written, "}"]


def _imports(draft: Draft, program: str) -> str:
    wanted = [
        name
        for name, used in (
            ("import os", "os."),
            ("from pathlib import Path", "Path("),
            ("from urllib.parse import quote", "quote("),
        )
        if used in program
    ]
    others = ["import requests"]
    if draft.wants is AwsKeys:
        module, _, name = _signer(draft).rpartition(".")
        others = [
            f"from {module} import {name}",
            "from botocore.awsrequest import AWSRequest",
            "from botocore.session import Session",
        ]
        others = ["import requests", *sorted(others)]
        if module != "botocore.auth":
            others.insert(0, "import botocore.auth  # before botocore.crt, which needs it")
    return "\n".join([*wanted, *([""] if wanted else []), *others])


def _signer(draft: Draft) -> str:
    once = services.quirks(draft.service).path_once
    name = (_FOR_S3 if once else _SIGNERS)[draft.scheme]
    presigned = draft.scheme == "sigv4a" and draft.options.get("expires")
    return name.replace("AsymAuth", "AsymQueryAuth") if presigned else name


def _signed(draft: Draft) -> Iterator[str]:
    method = ascii(draft.prepared.method)
    name = _signer(draft).rpartition(".")[2]
    lifetime = str(draft.options.get("expires", "")).strip()
    extra = f", expires={int(lifetime)}" if "Query" in name and lifetime.isdecimal() else ""
    yield "credentials = Session().get_credentials()"
    yield "if credentials is None:"
    yield '    raise SystemExit("There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and its kin.")'
    yield f"signed = AWSRequest({method}, url, headers=headers, data=body)"
    yield f"{name}(credentials.get_frozen_credentials(), {draft.service!r}, {draft.region!r}{extra}).add_auth(signed)"
    yield ""
    plain = all(value.isascii() for value in _joined(draft).values())
    sent = (
        "dict(signed.headers)"
        if plain
        else "{name: value.encode() for name, value in signed.headers.items()}"
    )
    yield f"request = requests.Request({method}, url, headers={sent}, data=body).prepare()"
    yield "request.url = signed.url  # as it was signed: requests would write it in its own way"


def _plain(draft: Draft) -> Iterator[str]:
    auth = (
        ", auth=(" + ", ".join(f"os.environ[{name!r}].encode()" for name in _USER) + ")"
        if draft.wants is UserPassword
        else ""
    )
    sent = "files=files" if any(part.file for part in draft.parts) else "data=body"
    method = ascii(draft.prepared.method)
    yield f"request = requests.Request({method}, url, headers=headers, {sent}{auth}).prepare()"
    yield "request.url = url  # as it stands: requests would write it in its own way"


def _sent(draft: Draft) -> Iterator[str]:
    chosen = draft.settings
    options = [f"timeout=({chosen.connect_timeout:g}, {chosen.timeout:g})"]
    if not chosen.verify:
        options.append("verify=False")
    elif chosen.ca_file:
        options.append(f"verify={chosen.ca_file!r}")
    if chosen.cert_file:
        pair = (chosen.cert_file, chosen.key_file)
        options.append(f"cert={pair!r}" if chosen.key_file else f"cert={chosen.cert_file!r}")
    if chosen.proxy and chosen.proxy != "none":
        proxy = _literal(chosen.proxy, draft.stand_ins)
        options.append(f"proxies={{'http': {proxy}, 'https': {proxy}}}")
    # A redirect would carry the signature of another URL.
    options.append("allow_redirects=False")
    yield "with requests.Session() as session:"
    yield f"    response = session.send(request, {', '.join(options)})"
    yield "print(response.status_code, response.reason)"
    yield "print(response.text)"


def _joined(draft: Draft) -> dict[str, str]:
    """Return the headers, repeated ones as one with commas between (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, value in pieces.headers(draft):
        key = names.setdefault(name.lower(), name)
        found[key] = f"{found[key]},{value}" if key in found else value
    if digest := pieces.payload_hash(draft):
        found["X-Amz-Content-SHA256"] = digest
    return found


def _body(draft: Draft) -> str:
    body = pieces.content(draft)
    if body is None:
        return "b''"
    if body.text is None:
        return f"Path({body.path!r}).read_bytes()"
    if any(one in body.text for one in draft.stand_ins):
        return f"({_literal(body.text, draft.stand_ins)}).encode()"
    return f"b{body.text!a}" if body.text.isascii() else f"{body.text!a}.encode()"


def _form(draft: Draft) -> Iterator[str]:
    yield "files = ["
    yield from (f"    {_part(draft, part)}," for part in draft.parts)
    yield "]"
    if draft.wants is AwsKeys:
        # The boundary is part of what is signed: the body is made first.
        yield "form = requests.Request('POST', url, files=files).prepare()"
        yield "body = form.body"
        yield "headers['Content-Type'] = form.headers['Content-Type']"


def _part(draft: Draft, part: Part) -> str:
    name = _literal(part.name, draft.stand_ins)
    kind = f", {part.content_type!r}" if part.content_type else ""
    if not part.file:
        called = ascii(part.filename) if part.filename else None
        return f"({name}, ({called}, {_literal(part.value, draft.stand_ins)}{kind}))"
    file_name = part.filename or re.split(r"[/\\]", part.file)[-1]
    return f"({name}, ({file_name!r}, Path({part.file!r}).read_bytes(){kind}))"


def _literal(text: str, stand_ins: Mapping[str, str], read: str = "os.environ[{!r}]") -> str:
    """Return an expression for a text; what stands for a secret is read from the environment, as `read` says."""
    if not any(one in text for one in stand_ins):
        return ascii(text)
    split = re.split(f"({'|'.join(map(re.escape, stand_ins))})", text)
    return " + ".join(
        read.format(stand_ins[piece]) if piece in stand_ins else ascii(piece)
        for piece in split
        if piece
    )


def _told(draft: Draft, headers: Mapping[str, str]) -> Iterator[Finding]:
    path = draft.prepared.path
    if draft.options.get("normalize") is False and urls.without_dots(path) != path:
        yield pieces.doubt(
            "python_path_normalised",
            "botocore signs the path without doubled slashes and dot segments",
            "Send it from here.",
            [path],
        )
    if draft.settings.follow:
        yield Finding(
            id="python_does_not_follow",
            severity="note",
            title="The program does not follow redirects",
            detail="This request follows them within its origin; requests would send the signature of the old URL along.",
            remedy="Call the URL that it redirects to.",
        )
    if len(headers) < len(pieces.headers(draft)):
        yield Finding(
            id="python_headers_joined",
            severity="note",
            title="Repeated headers are sent as one",
            detail="requests knows each header once; their values stand in it with commas between.",
        )


MEMBER = Exporter(
    id="python",
    title="Python",
    summary="A program of requests and botocore that signs anew with the keys or profile of the place where it runs.",
    export=_export,
)
