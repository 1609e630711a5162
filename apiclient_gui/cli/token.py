"""`apiclient token`: print the token of an identity in clear, because that is what is asked for."""

from __future__ import annotations

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, person
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.output import print_json, usage
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Finding, Problem


@click.command(
    "token",
    help="Print the current token of an identity, in clear; it is obtained or renewed when no person is needed.\n\n"
    '\b\nExample: curl -H "Authorization: Bearer $(apiclient token carol)" …',
)
@click.argument("name")
@click.option(
    "--kind", type=click.Choice(["id", "access", "refresh"]), help="Which; its default otherwise."
)
@click.option("--env", metavar="NAME", help="The environment whose variables the identity names.")
@answer_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _token(
    session: Session,
    name: str,
    kind: str | None,
    env: str | None,
    answers: tuple[str, ...],
    as_json: bool,
) -> None:
    from apiclient_gui.core.model import Tokens

    program = session.program()
    identity = program.workspace.identity(name)
    values = program.values(env or program.only_environment())
    with cancelled_by_interrupt() as cancel:
        tokens = program.identities.credentials(identity, values, cancel, person=person(answers))
    if not isinstance(tokens, Tokens):
        raise usage("no_token", f"{name} has no token", f"Its kind is {identity.kind}.")
    wanted = next((one for one in tokens.held if one == kind), tokens.default if not kind else None)
    if wanted is None:
        raise Problem("refused", _missing(name, kind or "", tuple(tokens.held)))
    if as_json:
        print_json(
            {
                "kind": wanted,
                "token": tokens.held[wanted].reveal(),
                "expires_at": tokens.expires_at if wanted != "refresh" else None,
            }
        )
    else:
        click.echo(tokens.held[wanted].reveal())


def _missing(name: str, kind: str, there: tuple[str, ...]) -> Finding:
    return Finding(
        id="token_kind_missing",
        severity="error",
        title=f"{name} has no {kind} token",
        remedy=f"It has: {', '.join(there)}.",
    )


MEMBER = Command("token", _token)
