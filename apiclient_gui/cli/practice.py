"""`apiclient practice`: serve the practice gateway until ended, and say how each request was judged."""

from __future__ import annotations

import sys

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_json, say
from apiclient_gui.cli.base.session import Session


@click.command(
    "practice",
    help="Serve the practice gateway on this computer until ended (Ctrl+C).\n\n\b\nExample: apiclient practice",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port; the one used last by default."
)
@click.option("--fresh", is_flag=True, help="Make new keys, users and ids.")
@click.option("--until-eof", is_flag=True, hidden=True, help="End when standard input closes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
@click.pass_obj
def _practice(
    session: Session, port: int | None, fresh: bool, until_eof: bool, as_json: bool
) -> None:
    from apiclient_gui.practice import seed
    from apiclient_gui.practice.description import Description
    from apiclient_gui.practice.server import Judgement, serve

    def judged(judgement: Judgement) -> None:
        if as_json:
            print_json(judgement)
        else:
            click.echo(
                f"{judgement.verdict:8} {judgement.status} {judgement.method} {judgement.path}  {judgement.reason}"
            )

    program = session.program()

    def introduced(description: Description) -> None:
        # Before the first request is judged: the workspace fits this run, and the description is the first line.
        seed.seed(program, description)
        if as_json:
            print_json(description)
        else:
            _introduce(description.base_url)

    folder = program.data / "practice"
    with serve(folder, port=port, fresh=fresh, judged=judged, introduced=introduced) as gateway:
        if not until_eof:
            gateway.wait()
        elif sys.stdin is not None:
            sys.stdin.read()


def _introduce(base_url: str) -> None:
    say(f"The practice gateway listens on {base_url}; Ctrl+C ends it.")
    say('Try in another terminal: apiclient send "List pets, signed" --explain')


MEMBER = Command("practice", _practice)
