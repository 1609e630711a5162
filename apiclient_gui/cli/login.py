"""`apiclient login`: log an identity in, and keep what it brings."""

from __future__ import annotations

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.answers import answer_option, terminal
from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
from apiclient_gui.cli.base.output import print_finding, print_json, say, usage
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Finding


@click.command(
    "login",
    help="Log an identity in. The tokens are kept in the keyring and renewed while they are used.\n\n"
    "\b\nExample: apiclient login carol",
)
@click.argument("name")
@click.option("--env", metavar="NAME", help="The environment whose variables the identity names.")
@answer_option
@click.option(
    "--no-browser", is_flag=True, help="Print the page to confirm the login on, and do not open it."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _login(
    session: Session,
    name: str,
    env: str | None,
    answers: tuple[str, ...],
    no_browser: bool,
    as_json: bool,
) -> None:
    from apiclient_gui.cli.base.identities import document
    from apiclient_gui.core.identities.current import kind_of

    program = session.program()
    identity = program.workspace.identity(name)
    if not kind_of(identity).logs_in:
        raise usage(
            "nothing_to_log_in",
            f"{name} needs no login",
            f"Its kind is {identity.kind}: it is sent as it is.",
        )
    person = terminal(answers, browser=not no_browser)
    values = program.values(env or program.only_environment())
    with cancelled_by_interrupt() as cancel:
        program.identities.credentials(identity, values, cancel, person=person, renew=True)
    state = program.vault.state()
    if state.finding is not None:
        print_finding(state.finding)
        print_finding(_forgotten(name))
    if as_json:
        print_json(document(program, identity))
    else:
        login = program.identities.login(identity)
        until = (
            f" until {login.expires_at:%Y-%m-%d %H:%M:%S} UTC" if login and login.expires_at else ""
        )
        say(f"{name} is logged in{until}.")


def _forgotten(name: str) -> Finding:
    return Finding(
        id="login_forgotten",
        severity="warning",
        title=f"What the login of {name} brought is forgotten when this command ends",
        detail="It is kept in the keyring only, and that cannot be used.",
        remedy="Give the same --answer to send, sign, token or whoami: they log in themselves.",
    )


MEMBER = Command("login", _login)
