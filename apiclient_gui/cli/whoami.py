"""`apiclient whoami`: ask AWS STS whose keys an identity has."""

from __future__ import annotations

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, person
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.output import print_json
from apiclient_gui.cli.base.session import Session


@click.command(
    "whoami",
    help="Tell who AWS takes an identity for (GetCallerIdentity, which every key may call).\n\n"
    "\b\nExample: apiclient whoami dev",
)
@click.argument("name")
@click.option("--env", metavar="NAME", help="The environment whose variables the identity names.")
@answer_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _whoami(
    session: Session, name: str, env: str | None, answers: tuple[str, ...], as_json: bool
) -> None:
    program = session.program()
    identity = program.workspace.identity(name)
    with cancelled_by_interrupt() as cancel:
        caller = program.whoami(
            identity, env or program.only_environment(), cancel, person=person(answers)
        )
    if as_json:
        print_json({"account": caller.account, "arn": caller.arn, "user_id": caller.user_id})
        return
    for label, value in (
        ("account", caller.account),
        ("arn", caller.arn),
        ("user id", caller.user_id),
    ):
        click.echo(f"{label:8} {value}")


MEMBER = Command("whoami", _whoami)
