"""`apiclient export`: a request as a text for another program, without a secret in it unless `raw` is asked for."""

from __future__ import annotations

import sys
from typing import Any

import click
import msgspec

from apiclient_gui.cli.base import Command, authorisation
from apiclient_gui.cli.base.options import request_options, wanted
from apiclient_gui.cli.base.output import print_finding, print_json, usage, write
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Finding, Problem


@click.command(
    "export",
    help="Print a request as a command or program that signs it anew; `raw` prints the signed bytes, secrets and all; `presigned` a URL.\n\n"
    "\b\nExample: apiclient export curl GET https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --auth sigv4",
)
@click.argument("target", metavar="curl|awscurl|python|raw|presigned")
@request_options
@click.pass_obj
def _export(session: Session, /, target: str, **given: Any) -> None:
    from apiclient_gui.core import exporters

    exporter = exporters.TABLE.get(target)
    if exporter is None:
        raise usage(
            "exporter_unknown",
            f"There is no form {target[:40]!r} to export to",
            f"There is: {', '.join(exporters.TABLE)}.",
        )
    if exporter.scheme:
        given |= {"auth": exporter.scheme}  # so that its options, such as --expires, belong to it
    program = session.program()
    ask = wanted(program, given if exporter.signed else _without_asking(given))
    environment = ask.environment
    if not environment.region:
        region = authorisation.region(program, given)
        environment = msgspec.structs.replace(environment, region=region)
    around = program.surroundings(
        environment, variables=ask.variables, credentials=ask.credentials, api_key=ask.api_key
    )
    try:
        exported = program.export(ask.request, around, exporter.id)
    except Problem as problem:
        raise Problem(problem.trouble, _here(problem.finding)) from None
    if given["as_json"]:
        print_json(
            {
                "format": exporter.id,
                "text": exported.text,
                "secret": exported.secret,
                "ends_at": exported.ends_at,
                "findings": exported.findings,
            }
        )
        return
    write(exported.text.encode("utf-8", "surrogateescape"))
    if sys.stdout.isatty() and not exported.text.endswith("\n"):
        write(
            b"\n"
        )  # the findings begin on a line of their own; a file or pipe gets the exact text
    for finding in exported.findings:
        print_finding(finding)


def _here(finding: Finding) -> Finding:
    """Return a finding on variables in the words of a command line."""
    if finding.id != "variable_unknown":
        return finding
    names = [action.parameters["variable"] for action in finding.actions]
    return msgspec.structs.replace(
        finding,
        detail="Nothing was exported.",
        remedy=f"Give it with --var {names[0]}=VALUE, or choose an environment with --env NAME.",
    )


def _without_asking(given: dict[str, Any]) -> dict[str, Any]:
    """Return the options with the schemes that they mean, and nobody to ask for keys or a token: none is printed."""
    scheme = given["auth"]
    if given["aws_env"] or given["profile"] is not None:
        scheme = scheme or "sigv4"
    elif given["token_file"]:
        scheme = scheme or "bearer"
    return given | {"auth": scheme, "aws_env": False, "profile": None, "token_file": None}


MEMBER = Command("export", _export)
