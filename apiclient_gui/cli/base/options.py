"""The options that `send` and `sign` share, and the request they make."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from apiclient_gui.cli.base.output import read, usage
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    Auth,
    AwsKeys,
    Environment,
    OptionValue,
    Payload,
    Request,
    Row,
    Settings,
)
from apiclient_gui.core.program import Program

F = TypeVar("F", bound=Callable[..., Any])
LARGEST_BODY = 64 * 1024 * 1024  # bytes read from a file or standard input into memory


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a call asks for: the request, its environment, and credentials that need no identity."""

    request: Request
    environment: Environment
    variables: dict[str, str]
    credentials: AwsKeys | None


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
            "--param", multiple=True, metavar="K=V", help="A query parameter; repeatable."
        ),
        click.option("--env", metavar="NAME", help="An environment of the workspace."),
        click.option(
            "--var", multiple=True, metavar="K=V", help="A variable; goes over the environment's."
        ),
        click.option(
            "--identity", metavar="NAME", help="An identity of the workspace, with its own scheme."
        ),
        click.option("--aws-env", is_flag=True, help="Sign with AWS_ACCESS_KEY_ID and its kin."),
        click.option("--auth", metavar="SCHEME", help="How it is authorised: none or sigv4."),
        click.option("--region", help="Region to sign for; read from the host where it tells."),
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
            help="Send and sign X-Amz-Content-Sha256.",
        ),
        click.option(
            "--timeout", type=float, metavar="SECONDS", help="Longest silence of the server."
        ),
        click.option(
            "--cacert", metavar="FILE", help="Certificates to trust, instead of the system's."
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
    if given["data"] is not None and given["json_body"] is not None:
        raise usage("two_bodies", "-d and --json-body are both given", "Give one body.")
    if given["aws_env"] and given["identity"]:
        raise usage(
            "two_identities", "--aws-env and --identity are both given", "Say once who sends it."
        )
    stored, request = _request(program, given["what"])
    request = msgspec.structs.replace(
        request,
        headers=_headers(request.headers, given["header"]),
        params=(*request.params, *(_pair(text, "--param") for text in given["param"])),
        body=_body(given) or request.body,
        auth=_auth(program, request.auth, given),
        settings=_settings(request.settings, given),
    )
    name = given["env"] or (program.only_environment() if stored else "")
    rows = [_pair(text, "--var") for text in given["var"]]
    return Wanted(
        request,
        program.environment(name),
        {row.name: row.value for row in rows},
        aws_keys_of_environment() if given["aws_env"] else None,
    )


def aws_keys_of_environment() -> AwsKeys:
    """Return the keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.

    Raises Problem("refused") when they are not set: nothing is ever sent unsigned in their stead.
    """
    import os

    from apiclient_gui.core import identity
    from apiclient_gui.core.secret import Secret

    missing = [
        name for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") if not os.environ.get(name)
    ]
    if missing:
        raise Problem("refused", _not_in_environment(missing))
    token = os.environ.get("AWS_SESSION_TOKEN", "")
    secrets = {
        "secret_access_key": Secret(os.environ["AWS_SECRET_ACCESS_KEY"]),
        "session_token": Secret(token),
    }
    try:
        return identity.aws_keys.MEMBER.obtain(
            {"access_key_id": os.environ["AWS_ACCESS_KEY_ID"]}, secrets
        )
    except Problem as problem:
        # There is no identity to open here.
        remedy = "Correct the AWS_… variables of this terminal."
        finding = msgspec.structs.replace(problem.finding, remedy=remedy, actions=())
        raise Problem(problem.trouble, finding) from None


def _not_in_environment(missing: list[str]) -> Finding:
    return Finding(
        id="no_credentials",
        severity="error",
        title=f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set",
        detail="Nothing was sent: a request that should be signed is never sent unsigned.",
        remedy="Set the variables in this terminal, or use --identity.",
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


def _pair(text: str, option: str) -> Row:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise usage(
            "pair_unreadable",
            f"{option} has no name or no equals sign",
            f"Write {option} name=value.",
        )
    return Row(name, value)


def _body(given: dict[str, Any]) -> Payload | None:
    if given["json_body"] is not None:
        return Payload("json", _text(given["json_body"]))
    return Payload("text", _text(given["data"])) if given["data"] is not None else None


def _text(value: str) -> str:
    if not value.startswith("@"):
        return value
    try:
        if value == "@-":
            raw = read(LARGEST_BODY + 1)
        else:
            with Path(value[1:]).open("rb") as file:
                raw = file.read(LARGEST_BODY + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unreadable",
            f"{value[1:80]} cannot be read: {reason}",
            "Name a file that is there.",
        ) from None
    if len(raw) > LARGEST_BODY:
        raise usage(
            "body_too_large", "The body is larger than 64 MB", "API Gateway takes 10 MB at most."
        )
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise usage(
            "body_not_text",
            f"The body is not UTF-8 text (byte {error.start + 1})",
            "Send text; files as they are come with a later version.",
        ) from None


def _auth(program: Program, stored: Auth, given: dict[str, Any]) -> Auth:
    scheme, identity = stored.scheme, given["identity"] or stored.identity
    if given["aws_env"]:
        scheme, identity = "sigv4", ""
    elif given["identity"]:
        from apiclient_gui.core.identities import kind_of

        scheme = kind_of(program.workspace.identity(identity)).scheme
    options: dict[str, OptionValue] = dict(stored.options)
    for key in ("region", "service", "content_sha256"):
        if given[key] is not None:
            options[key] = given[key]
    if given["sign_header"]:
        options["sign_headers"] = ", ".join(given["sign_header"])
    if given["no_normalize"]:
        options["normalize"] = False
    if given["omit_session_token"]:
        options["omit_session_token"] = True
    return Auth(given["auth"] or scheme, identity, options)


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
    return msgspec.structs.replace(
        stored,
        timeout=stored.timeout if timeout is None else timeout,
        connect_timeout=stored.connect_timeout
        if timeout is None
        else min(timeout, stored.connect_timeout),
        verify=stored.verify and not given["insecure"],
        ca_file=given["cacert"] or stored.ca_file,
    )
