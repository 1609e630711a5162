"""`apiclient send`: send a request and print what came back, or why nothing did."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.options import request_options, wanted
from apiclient_gui.cli.base.output import print_finding, print_json, say, usage, write
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core import redact
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Exchange, Response


@click.command(
    "send",
    help="Send a request: a stored one by NAME, or METHOD and URL.\n\n"
    "\b\nExample: apiclient send GET https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --aws-env --explain",
)
@request_options
@click.option("-i", "include", is_flag=True, help="Print status and headers, too.")
@click.option("-o", "output", metavar="FILE", help="Write the body to a file.")
@click.option("--explain", is_flag=True, help="Say why it was refused, on standard error.")
@click.pass_obj
def _send(
    session: Session, /, include: bool, output: str | None, explain: bool, **given: Any
) -> int:
    from apiclient_gui.cli.base.documents import exchange_document
    from apiclient_gui.core.clock import Clock

    if output:
        _refuse_place(output)
    program = session.program()
    ask = wanted(program, given)
    around = program.surroundings(
        ask.environment,
        variables=ask.variables,
        credentials=ask.credentials,
        clock=Clock(given["clock_offset"] or 0.0),
    )
    with cancelled_by_interrupt() as cancel:
        exchange = program.send(ask.request, around, cancel)
    program.close()
    if exchange.response is None:
        raise Problem("transport", exchange.findings[0])
    if output:
        _save(output, exchange.response.body.content)
    if given["as_json"]:
        document = exchange_document(exchange)
        print_json({**document, "response": _named(document["response"], output)})
    else:
        _print(exchange, exchange.response, include=include, body=not output, explain=explain)
    return _code(exchange.response.status)


def _print(
    exchange: Exchange, response: Response, *, include: bool, body: bool, explain: bool
) -> None:
    if include:
        lines = [f"HTTP/1.1 {response.status} {response.reason}"]
        lines += [f"{name}: {value}" for name, value in redact.headers(response.headers)]
        write("\r\n".join([*lines, "", ""]).encode("latin-1", "replace"))
    if body:
        write(response.body.content)
        if sys.stdout.isatty() and not response.body.content.endswith(b"\n"):
            write(
                b"\n"
            )  # the prompt begins on a line of its own; a file or pipe gets the exact bytes
    if response.redirect:
        say(f"{response.status}: leads to {redact.url(response.redirect)} (not followed)")
    if explain:
        for finding in exchange.findings:
            say("")
            print_finding(finding)
    elif exchange.findings:
        say(f"\n{response.status}: {exchange.findings[0].title} (--explain says more)")


def _refuse_place(output: str) -> None:
    """Refuse before sending what is plainly no place for a file: the response would be lost."""
    place = os.path.abspath(output)  # noqa: PTH100  # Path's raises for odd names, and writing tells of those
    if os.path.isdir(place) or not os.path.isdir(os.path.dirname(place)):  # noqa: PTH112, PTH120  # the same
        raise usage(
            "file_unwritable",
            f"{output[:80]} is no place for a file",
            "Name a file in a folder that is there.",
        )


def _save(output: str, content: bytes) -> None:
    try:
        Path(output).write_bytes(content)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unwritable", f"{output[:80]} cannot be written: {reason}", "Name another file."
        ) from None


def _named(response: dict[str, Any], output: str | None) -> dict[str, Any]:
    """Return the response's document; a body that went to a file is named instead of repeated."""
    if not output:
        return response
    kept = {key: value for key, value in response.items() if not key.startswith("body")}
    return {**kept, "body_file": output}


def _code(status: int) -> int:
    return 0 if status < 400 else 4 if status < 500 else 5


MEMBER = Command("send", _send)
