"""`apiclient logout`: have what a login brought taken back where the provider offers that, and forget it."""

from __future__ import annotations

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.output import print_finding, print_json, say
from apiclient_gui.cli.base.session import Session


@click.command(
    "logout",
    help="Forget the tokens of an identity; its password and other secrets stay.\n\n"
    "\b\nExample: apiclient logout carol",
)
@click.argument("name")
@click.option("--env", metavar="NAME", help="The environment whose variables the identity names.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _logout(session: Session, name: str, env: str | None, as_json: bool) -> None:
    program = session.program()
    identity = program.workspace.identity(name)
    values = program.values(env or program.only_environment())
    with cancelled_by_interrupt() as cancel:
        note = program.identities.log_out(identity, values, cancel)
    if note is not None:
        print_finding(note)
    if as_json:
        print_json({"logged_out": name})
    else:
        say(f"{name} is logged out.")


MEMBER = Command("logout", _logout)
