"""`apiclient sign`: prepare and authorise a request, send nothing, print it in clear."""

from __future__ import annotations

from typing import Any

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, person
from apiclient_gui.cli.base.options import moment, request_options, wanted
from apiclient_gui.cli.base.output import print_json, write, write_body
from apiclient_gui.cli.base.session import Session


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
    if given["as_json"]:
        print_json(request_document(outgoing.prepared, outgoing.authorisation, None))
    else:
        write(outgoing.prepared.head())
        write_body(outgoing.prepared.body)


MEMBER = Command("sign", _sign)
