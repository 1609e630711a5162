"""An awscurl command becomes a signed request. Source: github.com/okigan/awscurl, its README and behaviour of 0.44."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiclient_gui.core import hosts, urls
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.importers.base import Imported, Importer, authorisation, words
from apiclient_gui.core.importers.base.command import unreadable
from apiclient_gui.core.importers.base.options import Options, Table, read, unknown
from apiclient_gui.core.model import Payload, Request, Row, Settings

_TABLE: Final = Table(
    valued=frozenset({
        "request", "data", "header", "region", "profile", "service", "access_key", "secret_key", "security_token",
        "session_token", "output", "tls-min", "tls-max",
    }),
    plain=frozenset({
        "verbose", "include", "insecure", "fail-with-body", "data-binary", "location", "help",
    }),
    short={
        "X": "request", "d": "data", "H": "header", "v": "verbose", "i": "include", "k": "insecure", "L": "location",
        "o": "output", "h": "help",
    },
)  # fmt: skip
# Sent by awscurl when no header is given.
_HEADERS: Final = (Row("Accept", "application/xml"), Row("Content-Type", "application/json"))


def _read(text: str) -> Imported:
    call = words.invocation(text, "awscurl")
    options = read(call.arguments, _TABLE)
    bare = [option for option in options.every if not option.name and option.value]
    sure = [option for option in bare if not option.doubtful] or bare
    if not sure:
        raise unreadable("The awscurl command has no URL", "Copy the whole command.")
    url = sure[0].value.strip()
    url = url if "://" in url or url.startswith("{{") else f"https://{url}"
    headers = tuple(_headers(options)) if options.has("header") else _HEADERS
    before = call.set_before
    keys = (
        options.last("access_key") or before.get("AWS_ACCESS_KEY_ID", ""),
        options.last("secret_key") or before.get("AWS_SECRET_ACCESS_KEY", ""),
        options.last("security_token", "session_token") or before.get("AWS_SESSION_TOKEN", ""),
    )
    region = options.last("region") or before.get("AWS_DEFAULT_REGION", "")
    service = options.last("service") or hosts.EXECUTE_API
    taken = authorisation.signed(headers, url, (region, service), keys)
    kept, api_key = authorisation.api_key(taken.headers)
    request = Request(
        method=(options.last("request") or "GET").strip().upper(),
        url=url,
        headers=kept,
        body=_body(options.last("data") or ""),
        auth=taken.auth,
        settings=Settings(
            verify=not options.has("insecure"),
            follow=options.has("location"),
        ),
    )
    told = taken.findings if taken.credentials or not options.has("profile") else ()
    return Imported(
        request,
        taken.credentials,
        (
            *call.findings,
            *told,
            *_told(options, url, region, request),
            *words.kept(call.variables, request),
        ),
        api_key,
    )


def _headers(options: Options) -> Iterator[Row]:
    for text in options.all("header"):
        name, _, value = text.partition(":")
        if name.strip() and name.strip().lower() != "content-length":
            yield Row(name.strip(), value.strip())


def _body(data: str) -> Payload:
    if data.startswith("@"):
        return Payload("file", file=data[1:], guessed=False)
    return Payload("text", data) if data else Payload()


def _told(options: Options, url: str, region: str, request: Request) -> Iterator[Finding]:
    yield from unknown(options, "awscurl")
    profile = options.last("profile")
    if profile:
        yield Finding(
            id="import_profile",
            severity="note",
            title=f"The command signs with the AWS profile {profile[:80]}",
            detail="A profile is an identity here: keys, single sign-on and roles are resolved when the request is sent.",
            remedy="Make an identity of the kind AWS profile, and choose it in Auth.",
        )
    if not region and not hosts.signing_target(urls.split(url).authority):
        yield Finding(
            id="import_region_missing",
            severity="note",
            title="The command does not say for which region it is signed",
            detail="awscurl takes AWS_DEFAULT_REGION then, or us-east-1.",
            remedy="Set the region in Auth.",
        )
    yield from authorisation.in_clear(request)


MEMBER = Importer(
    id="awscurl",
    title="awscurl",
    recognises=lambda text: words.names_program(text, "awscurl"),
    read=_read,
)
