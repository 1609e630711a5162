"""`apiclient explain`: why a gateway refused, from a reply that was saved or pasted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_finding, print_json, read, say, usage
from apiclient_gui.cli.base.session import Session

_LARGEST = 32 * 1024 * 1024


@click.command(
    "explain",
    help="Say why a gateway refused, most likely cause first.\n\n"
    "\b\nExample: curl -si https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets | apiclient explain --response -",
)
@click.option(
    "--response",
    "reply",
    required=True,
    metavar="FILE|-",
    help="A raw response, as curl -i prints it, or the output of curl -v.",
)
@click.option(
    "--sent", metavar="FILE", help="What was sent: a document of `apiclient sign --json`."
)
@click.option(
    "--request",
    "asked",
    metavar="FILE",
    help="What was sent: a raw HTTP request, or the output of curl -v.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _explain(
    session: Session, reply: str, sent: str | None, asked: str | None, as_json: bool
) -> None:
    from apiclient_gui.core import diagnosis, hosts, raw
    from apiclient_gui.core.case import Case

    if [reply, sent, asked].count("-") > 1:
        raise usage(
            "stdin_twice", "Two things are to be read from standard input", "Put one into a file."
        )
    response = raw.response(_read(reply))
    prepared = raw.signed(_document(sent)) if sent else raw.request(_read(asked)) if asked else None
    implied = hosts.signing_target(prepared.host, prepared.path) if prepared else None
    findings = diagnosis.diagnose(
        Case(
            response=response,
            prepared=prepared,
            authorisation=raw.authorisation(_document(sent)) if sent else None,
            region=implied.region if implied else "",
            service=implied.service if implied else "",
            apis=_apis(session),
        )
    )
    if as_json:
        print_json({"findings": findings})
        return
    if not findings:
        say(f"{response.status} is no refusal: there is nothing to explain.")
    for number, finding in enumerate(findings):
        if number:
            say("")
        print_finding(finding)


def _apis(session: Session) -> tuple[Any, ...]:
    program = session.program()
    return program.workspace.apis() if program.has_workspace else ()


def _document(name: str) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(_read(name))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise usage(
            "sent_unreadable",
            f"{name[:80]} is no JSON document",
            "Give the output of `apiclient sign --json`.",
        )
    return document


def _read(name: str) -> bytes:
    try:
        if name == "-":
            return read(_LARGEST)
        with Path(name).open("rb") as file:
            return file.read(_LARGEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unreadable", f"{name[:80]} cannot be read: {reason}", "Name a file that is there."
        ) from None


MEMBER = Command("explain", _explain)
