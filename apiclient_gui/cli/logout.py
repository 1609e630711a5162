"""`apiclient logout`: forget what a login brought."""

from __future__ import annotations

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_json, say
from apiclient_gui.cli.base.session import Session


@click.command(
    "logout",
    help="Forget the tokens of an identity; its password and other secrets stay.\n\n"
    "\b\nExample: apiclient logout carol",
)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _logout(session: Session, name: str, as_json: bool) -> None:
    program = session.program()
    program.identities.log_out(program.workspace.identity(name))
    if as_json:
        print_json({"logged_out": name})
    else:
        say(f"{name} is logged out.")


MEMBER = Command("logout", _logout)
