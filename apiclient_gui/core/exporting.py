"""A request on its way out of the program: drafted without its secrets, then written by an exporter.

Secrets are never put in: variables, API key and token get stand-ins, words of letters and digits that survive every
escaping, and the exporter writes an environment variable in their place. So no keyring is asked and nobody logs in, but
for an exporter that is to hold the secrets.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Final
from urllib.parse import unquote

import msgspec

from apiclient_gui.core import auth, redact, variables
from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Draft, Exported, Exporter
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    AwsKeys,
    Body,
    Credentials,
    Header,
    Part,
    Prepared,
    QueryItem,
    Request,
    Settings,
    Tokens,
    UserPassword,
)
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Outgoing, Surroundings, prepare_only

_API_KEY: Final = "API_KEY"
_BEARER: Final = "TOKEN"
_PROXY_PASSWORD = re.compile(r"(://[^/?#\s:@]*:)([^/?#\s]*)(?=@)")
_FORM_ITEM = re.compile(
    r"(?im)((?:^|&)(" + "|".join(map(re.escape, sorted(redact.SECRET_QUERY))) + r")=)([^&\s]+)"
)
_SCHEME_WORD = re.compile(r"([A-Za-z][A-Za-z0-9-]*[ \t]+)(?=\S)")


@dataclass(slots=True)
class _StandIns:
    """Words for secrets, made when they are needed; none of them occurs in `text`, which holds all that is typed."""

    text: str
    names: dict[str, str] = field(default_factory=dict)

    def word(self, wanted: str) -> str:
        """Return a new word for a secret, and remember the environment variable that it is read from."""
        plain = re.sub(r"[^A-Z0-9]+", "_", wanted.upper()).strip("_") or "SECRET"
        plain = f"_{plain}" if plain[0].isdigit() else plain
        taken = set(self.names.values())
        name = next(one for one in _numbered(plain) if one not in taken)
        # Lower case: one may stand in a host.
        word = next(
            one for one in iter(lambda: f"zq{secrets.token_hex(10)}", "") if one not in self.text
        )
        self.names[word] = name
        return word

    def instead(self, value: str, wanted: str) -> str:
        """Return a word for a value; one that is nothing but words already stays."""
        rest = value
        for word in self.names:
            rest = rest.replace(word, "")
        return self.word(wanted) if rest.strip() else value


def export(request: Request, around: Surroundings, exporter_id: str) -> Exported:
    """Return the request as a text for another program.

    Raises Problem as `send.prepare_only` does, and "usage" for an unknown exporter or what its format cannot say.
    """
    exporter = TABLE.get(exporter_id)
    if exporter is None:
        raise Problem("usage", _unknown(exporter_id))
    try:
        exported = exporter.export(draft(request, around, exporter))
    except Problem as problem:
        raise Problem(problem.trouble, around.redactor.finding(problem.finding)) from None
    told = tuple(map(around.redactor.finding, exported.findings))
    return replace(exported, findings=told)


def draft(request: Request, around: Surroundings, exporter: Exporter) -> Draft:
    """Return the request prepared for an exporter: authorised for one that holds secrets, else without any."""
    if exporter.scheme:
        other = msgspec.structs.replace(request.auth, scheme=exporter.scheme)
        request = msgspec.structs.replace(request, auth=other)
    return _authorised(request, around) if exporter.signed else _without_secrets(request, around)


def _authorised(request: Request, around: Surroundings) -> Draft:
    ends: list[datetime] = []

    def credentials_of(name: str) -> Credentials | None:
        found = around.credentials_of(name)
        if isinstance(found, AwsKeys | Tokens) and found.expires_at is not None:
            ends.append(found.expires_at)
        return found

    outgoing = prepare_only(request, replace(around, credentials_of=credentials_of))
    return replace(
        _of(outgoing, request, around.values),
        prepared=outgoing.prepared,
        authorisation=outgoing.authorisation,
        ends_at=min(ends, default=None),
    )


def _without_secrets(request: Request, around: Surroundings) -> Draft:
    hidden = set(around.environment.secrets)
    plain = {name: around.values[name] for name in around.values if name not in hidden}
    stand_ins = _StandIns(msgspec.json.encode([request, plain]).decode("utf-8", "replace"))
    values = plain | {name: stand_ins.word(name) for name in hidden}
    scheme = auth.TABLE.get(request.auth.scheme)
    nobody = _nobody(scheme.wants if scheme else None, stand_ins)
    drafting = replace(
        around,
        values=values,
        credentials_of=lambda _: nobody,
        key_of=lambda _: Secret(stand_ins.word(_API_KEY)),
        redactor=around.redactor.knowing(()),  # it learns the stand-ins
    )
    made = _of(prepare_only(request, drafting), request, values)
    return _cleaned(made, stand_ins, around.redactor)


def _nobody(wants: type[Credentials] | None, stand_ins: _StandIns) -> Credentials | None:
    """Return credentials of the kind that a scheme wants, without anybody's secret in them."""
    if wants is AwsKeys:
        return AwsKeys("nobody", Secret("nothing"))
    if wants is UserPassword:
        return UserPassword("nobody", Secret("nothing"))
    if wants is not Tokens:
        return None
    token = Secret(stand_ins.word(_BEARER))
    return Tokens({"id": token, "access": token}, "access")


def _of(outgoing: Outgoing, request: Request, values: Mapping[str, str]) -> Draft:
    """Return the draft of a request; what SigV4 and Basic wrote is taken off again, a token stays in its header."""
    scheme = auth.TABLE[request.auth.scheme]
    ready, signature = outgoing.prepared, outgoing.authorisation.signature
    if scheme.wants is not Tokens:
        ready = replace(
            ready,
            headers=tuple(
                one
                for one in ready.headers
                if one.origin.name != scheme.id or one.origin.place != "scheme"
            ),
            query=tuple(
                one
                for one in ready.query
                if one.origin.name != scheme.id or one.origin.place != "scheme"
            ),
        )
    return Draft(
        prepared=ready,
        scheme=scheme.id,
        wants=scheme.wants,
        options={
            key: variables.fill(value, values, "Auth").text if isinstance(value, str) else value
            for key, value in request.auth.options.items()
            if key in {one.key for one in scheme.fields}
        },
        region=signature.region if signature else "",
        service=signature.service if signature else "",
        parts=_parts(request, values),
        settings=_settings(request.settings, values),
    )


def _parts(request: Request, values: Mapping[str, str]) -> tuple[Part, ...]:
    if request.body.kind != "multipart":
        return ()

    def filled(text: str) -> str:
        return variables.fill(text, values, "body").text

    return tuple(
        Part(
            filled(part.name),
            filled(part.value),
            filled(part.file),
            filled(part.content_type),
            filename=filled(part.filename),
        )
        for part in request.body.parts
        if part.enabled and (part.name or part.value or part.file)
    )


def _settings(chosen: Settings, values: Mapping[str, str]) -> Settings:
    return msgspec.structs.replace(chosen, proxy=variables.fill(chosen.proxy, values, "proxy").text)


def _cleaned(made: Draft, stand_ins: _StandIns, redactor: Redactor) -> Draft:
    """Return the draft with stand-ins for what was typed in: secrets by their place, and every one that is known."""
    known: dict[str, str] = {}

    def swap(text: str) -> str:
        return redactor.replaced(
            text, lambda form: known.setdefault(form, stand_ins.word("SECRET"))
        )

    parts = tuple(
        msgspec.structs.replace(part, name=swap(part.name), value=_part(part, stand_ins, swap))
        for part in made.parts
    )
    swapped = {
        _in_multipart(old.value): _in_multipart(new.value)
        for old, new in zip(made.parts, parts, strict=True)
        if old.value != new.value
    }
    ready = replace(
        made.prepared,
        path=swap(made.prepared.path),
        query=tuple(_item(item, stand_ins, swap) for item in made.prepared.query),
        headers=tuple(_header(header, stand_ins, swap) for header in made.prepared.headers),
        body=_body(made.prepared, stand_ins, swap, swapped),
    )
    proxy = _PROXY_PASSWORD.sub(
        lambda found: found[1] + stand_ins.instead(found[2], "PROXY_PASSWORD"), made.settings.proxy
    )
    proxy = swap(proxy)
    used = [ready.url, ready.method, proxy, ready.body.content.decode("utf-8", "replace")]
    used += [header.value for header in ready.headers] + [part.name + part.value for part in parts]
    written = "\n".join(used)
    return replace(
        made,
        prepared=ready,
        parts=parts,
        settings=msgspec.structs.replace(made.settings, proxy=proxy),
        stand_ins={word: name for word, name in stand_ins.names.items() if word in written},
    )


def _item(item: QueryItem, stand_ins: _StandIns, swap: Callable[[str], str]) -> QueryItem:
    name = unquote(item.name)
    if item.value and name.lower() in redact.SECRET_QUERY:
        return replace(item, value=stand_ins.instead(item.value, name))
    return replace(item, name=swap(item.name), value=item.value and swap(item.value))


def _header(header: Header, stand_ins: _StandIns, swap: Callable[[str], str]) -> Header:
    name = header.name.lower()
    if name not in redact.SECRET_HEADERS or not header.value:
        return replace(header, value=swap(header.value))
    if name.endswith("authorization") and (word := _SCHEME_WORD.match(header.value)):
        wanted = _BEARER if word[1].strip().lower() == "bearer" else name
        return replace(
            header, value=word[1] + stand_ins.instead(header.value[word.end() :], wanted)
        )
    wanted = _API_KEY if name == "x-api-key" else name
    return replace(header, value=stand_ins.instead(header.value, wanted))


def _part(part: Part, stand_ins: _StandIns, swap: Callable[[str], str]) -> str:
    secret = part.value and part.name.strip().lower() in redact.SECRET_QUERY
    return stand_ins.instead(part.value, part.name) if secret else swap(part.value)


def _in_multipart(value: str) -> str:
    return f"\r\n\r\n{value}\r\n--"


def _body(
    ready: Prepared,
    stand_ins: _StandIns,
    swap: Callable[[str], str],
    swapped: Mapping[str, str],
) -> Body:
    body = ready.body
    if body.pieces:
        return body
    text = body.content.decode("utf-8", "surrogateescape")
    for old, new in swapped.items():
        text = text.replace(old, new)
    kind = ready.header("Content-Type")
    if kind is not None and "form-urlencoded" in kind.lower():
        text = _FORM_ITEM.sub(lambda found: found[1] + stand_ins.instead(found[3], found[2]), text)
    return replace(body, content=swap(text).encode("utf-8", "surrogateescape"), _digest=[])


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name}_{number}"


def _unknown(exporter_id: str) -> Finding:
    return Finding(
        id="exporter_unknown",
        severity="error",
        title=f"This version does not export to {exporter_id[:40]!r}",
        remedy=f"It knows: {', '.join(TABLE)}.",
    )
