"""The options that `send` and `sign` share, and the request they make."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import msgspec

from apiclient_gui.cli.base import authorisation
from apiclient_gui.cli.base.bodies import pair, payload
from apiclient_gui.cli.base.output import usage
from apiclient_gui.core.model import Credentials, Environment, Request, Row, Settings
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call asks for: the request, its environment, and what needs no identity: credentials, an API key."""

    request: Request
    environment: Environment
    variables: dict[str, str]
    credentials: Credentials | None
    api_key: Secret | None = None


def request_options(command: F) -> F:
    """Give a command the arguments and options of a request."""
    options: list[Callable[[F], F]] = [
        click.argument("what", nargs=-1, metavar="[NAME | METHOD URL]"),
        click.option(
            "-H",
            "--header",
            multiple=True,
            metavar="'K: V'",
            help="A header; repeatable, order kept.",
        ),
        click.option(
            "-d", "--data", metavar="TEXT|@FILE|@-", help="The body; adds no Content-Type."
        ),
        click.option(
            "--json-body", metavar="TEXT|@FILE", help="A JSON body, with its Content-Type."
        ),
        click.option(
            "-F",
            "--form",
            multiple=True,
            metavar="K=V|K=@FILE",
            help="A part of a multipart body; repeatable.",
        ),
        click.option(
            "--urlencode",
            multiple=True,
            metavar="K=V",
            help="A field of an urlencoded form; repeatable.",
        ),
        click.option(
            "--param", multiple=True, metavar="K=V", help="A query parameter; repeatable."
        ),
        click.option("--env", metavar="NAME", help="An environment of the workspace."),
        click.option(
            "--var", multiple=True, metavar="K=V", help="A variable; goes over the environment's."
        ),
        *authorisation.options(),
        click.option(
            "--region",
            help="Region to sign for, read from the host where it tells; for sigv4a a set: eu-west-1,us-east-1 or *.",
        ),
        click.option("--service", help="Service to sign for, such as execute-api."),
        click.option(
            "--clock-offset", type=float, metavar="SECONDS", help="Added to this computer's clock."
        ),
        click.option(
            "--sign-header",
            multiple=True,
            metavar="NAME",
            help="Sign this header, too; repeatable.",
        ),
        click.option(
            "--no-normalize",
            is_flag=True,
            help="Sign the path with dot segments and doubled slashes.",
        ),
        click.option(
            "--omit-session-token", is_flag=True, help="Add the session token after signing."
        ),
        click.option(
            "--content-sha256/--no-content-sha256",
            default=None,
            help="Send and sign X-Amz-Content-Sha256; S3 and OpenSearch Serverless always get it.",
        ),
        click.option(
            "--timeout", type=float, metavar="SECONDS", help="Longest silence of the server."
        ),
        click.option(
            "--cacert", metavar="FILE", help="Certificates to trust, instead of the system's."
        ),
        click.option("--cert", metavar="FILE", help="A client certificate in PEM form."),
        click.option("--key", metavar="FILE", help="Its key, when that is in another file."),
        click.option(
            "--proxy", metavar="URL|none", help="The proxy to use, instead of the environment's."
        ),
        click.option(
            "--follow", is_flag=True, help="Follow redirects to the same origin, signed anew."
        ),
        click.option("--insecure", is_flag=True, help="Do not check the server's certificate."),
        click.option(
            "--json", "as_json", is_flag=True, help="One JSON document on standard output."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def wanted(program: Program, given: dict[str, Any]) -> Wanted:
    """Return what the options ask for. Raises Problem("usage") for what does not go together."""
    stored, request = _request(program, given["what"])
    request = msgspec.structs.replace(
        request,
        headers=_headers(request.headers, given["header"]),
        params=(*request.params, *(pair(text, "--param") for text in given["param"])),
        body=payload(given) or request.body,
        auth=authorisation.auth(program, request.auth, given),
        settings=_settings(request.settings, given),
    )
    name = given["env"] or (program.only_environment() if stored else "")
    rows = [pair(text, "--var") for text in given["var"]]
    environment = program.environment(name)
    if not environment.region:
        region = authorisation.region(program, given)
        environment = msgspec.structs.replace(environment, region=region)
    return Wanted(
        request,
        environment,
        {row.name: row.value for row in rows},
        authorisation.credentials(program, given),
        authorisation.api_key(given),
    )


def moment(text: str) -> datetime:
    """Return an ISO 8601 time as aware UTC; without a zone it is UTC. Raises Problem("usage")."""
    try:
        parsed = datetime.fromisoformat(text.strip())
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter: in UTC it lies outside of the years 1 to 9999
        raise usage(
            "time_invalid", f"{text[:40]!r} is no ISO 8601 time", "Write 2026-11-22T09:41:03Z."
        ) from None


def _request(program: Program, what: tuple[str, ...]) -> tuple[bool, Request]:
    if len(what) == 1 and "://" not in what[0]:
        return True, program.workspace.request(what[0]).request
    if len(what) == 1:
        return False, Request(url=what[0])
    if len(what) == 2:  # METHOD URL
        return False, Request(method=what[0], url=what[1])
    raise usage("nothing_to_send", "Say what to send", "Give the name of a request, or METHOD URL.")


def _headers(stored: tuple[Row, ...], given: tuple[str, ...]) -> tuple[Row, ...]:
    rows = []
    for text in given:
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            raise usage(
                "header_unreadable", "A header has no name or no colon", "Write -H 'Name: value'."
            )
        rows.append(Row(name.strip(), value.strip(" \t")))
    replaced = {row.name.lower() for row in rows}
    return (*(row for row in stored if row.name.lower() not in replaced), *rows)


def _settings(stored: Settings, given: dict[str, Any]) -> Settings:
    offset, timeout = given["clock_offset"], given["timeout"]
    if offset is not None and not math.isfinite(offset):
        raise usage(
            "offset_invalid", "--clock-offset is no number of seconds", "Write --clock-offset 372."
        )
    if timeout is not None and not 0 < timeout <= 86_400:  # a day
        raise usage(
            "timeout_invalid",
            "--timeout is out of range",
            "Give seconds, more than 0 and at most a day.",
        )
    cert = given["cert"] or stored.cert_file
    if given["key"] and not cert:
        raise usage("key_without_certificate", "--key needs --cert", "Name the certificate, too.")
    return msgspec.structs.replace(
        stored,
        timeout=stored.timeout if timeout is None else timeout,
        connect_timeout=stored.connect_timeout
        if timeout is None
        else min(timeout, stored.connect_timeout),
        verify=stored.verify and not given["insecure"],
        ca_file=given["cacert"] or stored.ca_file,
        cert_file=cert,
        # The key of another certificate does not fit.
        key_file=given["key"] or ("" if given["cert"] else stored.key_file),
        proxy=_proxy(given["proxy"]) or stored.proxy,
        follow=stored.follow or given["follow"],
    )


def _proxy(text: str | None) -> str:
    # What stands on a command line is shown to every user of the computer.
    before, at, _ = (text or "").rpartition("@")
    if at and ":" in before.partition("://")[2] and "{{" not in before:
        raise usage(
            "secret_in_argument",
            "--proxy has a password in it",
            "Put the URL into HTTPS_PROXY, or the password into a variable: http://me:{{name}}@host:8080.",
        )
    return text or ""
