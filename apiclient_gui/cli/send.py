"""`apiclient send`: send a request and print what came back, or why nothing did."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, person
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.options import request_options, wanted
from apiclient_gui.cli.base.output import print_finding, print_json, say, usage, write, write_body
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Body, Exchange
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK


@click.command(
    "send",
    help="Send a request: a stored one by NAME, or METHOD and URL.\n\n"
    "\b\nExample: apiclient send GET https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --aws-env --explain",
)
@request_options
@answer_option
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
    if damage := program.preferences_damage():
        print_finding(damage)
    ask = wanted(program, given)
    try:
        with cancelled_by_interrupt() as cancel:
            around = program.surroundings(
                ask.environment,
                variables=ask.variables,
                credentials=ask.credentials,
                api_key=ask.api_key,
                clock=Clock(given["clock_offset"] or 0.0),
                cancel=cancel,
                person=person(given["answers"]),
            )
            exchange = program.send(ask.request, around, cancel)
        if exchange.response is None:
            raise Problem("transport", exchange.findings[0])
        if output:
            _save(output, exchange.response.body)
        if given["as_json"]:
            print_json(exchange_document(exchange, program.redactor, output or ""))
        else:
            _print(program.redactor, exchange, include=include, body=not output, explain=explain)
        return _code(exchange.response.status)
    finally:
        program.close()  # a large body is in a file that goes with it
        for finding in program.history.findings():
            print_finding(finding)


def _print(
    redactor: Redactor, exchange: Exchange, *, include: bool, body: bool, explain: bool
) -> None:
    from apiclient_gui.core.history import masking

    response = exchange.response
    assert response is not None
    redactor = redactor.knowing(masking.secret_values(exchange))  # a server may repeat them
    for hop in exchange.hops:
        say(f"{hop.status}: followed to {redactor.text(hop.location)}")
    if include:
        lines = [f"HTTP/1.1 {response.status} {redactor.text(response.reason)}"]
        lines += [f"{name}: {value}" for name, value in redactor.headers(response.headers)]
        pieces = "\r\n".join([*lines, "", ""]).split(MASK)
        write(MASK.encode().join(piece.encode("latin-1", "replace") for piece in pieces))
    if body:
        last = write_body(response.body)
        # The prompt begins on a line of its own; a file or pipe gets the exact bytes.
        if sys.stdout.isatty() and last != b"\n":
            write(b"\n")
    if response.redirect:
        say(f"{response.status}: leads to {redactor.text(response.redirect)} (not followed)")
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


def _save(output: str, body: Body) -> None:
    try:
        with Path(output).open("wb") as file:
            file.writelines(body.blocks())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unwritable", f"{output[:80]} cannot be written: {reason}", "Name another file."
        ) from None


def _code(status: int) -> int:
    return 0 if status < 400 else 4 if status < 500 else 5


MEMBER = Command("send", _send)
