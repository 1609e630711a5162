"""`apiclient tour`: start a practice gateway, send what it allows and refuses, and show the cause of each refusal."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_json, say
from apiclient_gui.cli.base.session import Session

if TYPE_CHECKING:
    from apiclient_gui.practice.tour import Outcome  # 50 ms that the other commands would pay


@click.command(
    "tour",
    help="Send requests that the practice gateway allows and refuses, and show why; needs no AWS account.\n\n"
    "\b\nExample: apiclient tour",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def _tour(as_json: bool) -> int:
    from apiclient_gui.practice import seed, tour
    from apiclient_gui.practice.server import serve

    # A folder of its own: the practice gateway of the window may be running, and nothing of it is touched.
    with tempfile.TemporaryDirectory(
        prefix="apiclient-tour-", ignore_cleanup_errors=True
    ) as folder:
        program = Session(folder).program()
        ahead = [0.0]

        def clock() -> datetime:
            return datetime.now(UTC) + timedelta(seconds=ahead[0])

        def advance(seconds: float) -> None:
            ahead[0] = seconds

        with serve(
            program.data / "practice", port=None, fresh=False, judged=lambda _: None, clock=clock
        ) as gateway:
            seed.seed(program, gateway.description)
            if not as_json:
                say(f"A practice gateway listens on {gateway.description.base_url}.\n")
            outcomes = []
            for outcome in tour.run(program, gateway.description, advance):
                outcomes.append(outcome)
                if not as_json:
                    _print(outcome)
        program.close()
    good = all(outcome.ok for outcome in outcomes)
    if as_json:
        print_json({"outcomes": outcomes, "ok": good})
    else:
        say(
            "\nEvery outcome is the expected one."
            if good
            else "\nNot every outcome is the expected one."
        )
    return 0 if good else 1


def _print(outcome: Outcome) -> None:
    """Print one line of the table."""
    mark = click.style("ok" if outcome.ok else "UNEXPECTED", fg="green" if outcome.ok else "red")
    click.echo(
        f"{outcome.method:17} {outcome.status} {outcome.name:42} {outcome.cause or 'allowed':36} {mark}"
    )


MEMBER = Command("tour", _tour)
