"""`apiclient sign`: prepare and authorise a request, send nothing, print it in clear."""

from __future__ import annotations

from typing import Any

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, person
from apiclient_gui.cli.base.options import moment, request_options, wanted
from apiclient_gui.cli.base.output import print_json, say, write, write_body
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.send import Outgoing


@click.command(
    "sign",
    help="Prepare and authorise a request, and print it; nothing is sent.\n\n"
    "\b\nExample: apiclient sign GET https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --aws-env",
)
@request_options
@answer_option
@click.option("--at", metavar="ISO8601", help="The time to sign with, instead of now.")
@click.pass_obj
def _sign(session: Session, /, at: str | None, **given: Any) -> None:
    from apiclient_gui.cli.base.documents import request_document
    from apiclient_gui.core.clock import Clock

    program = session.program()
    ask = wanted(program, given)
    clock = Clock(given["clock_offset"] or 0.0, None if at is None else moment(at))
    around = program.surroundings(
        ask.environment,
        variables=ask.variables,
        credentials=ask.credentials,
        api_key=ask.api_key,
        clock=clock,
        person=person(given["answers"]),
    )
    outgoing = program.prepare(ask.request, around)
    _tell_shorter_life(outgoing)
    if given["as_json"]:
        print_json(request_document(outgoing.prepared, outgoing.authorisation, None))
    else:
        write(outgoing.prepared.head())
        write_body(outgoing.prepared.body)


def _tell_shorter_life(outgoing: Outgoing) -> None:
    """Say it when a presigned URL ends before the time that was asked for, because its keys do."""
    signature = outgoing.authorisation.signature
    asked = next((one.value for one in outgoing.prepared.query if one.name == "X-Amz-Expires"), "")
    if signature and signature.expires is not None and asked and signature.expires < int(asked):
        say(
            f"The URL holds for {signature.expires:,} s and not for {int(asked):,} s: its keys end then."
        )


MEMBER = Command("sign", _sign)
