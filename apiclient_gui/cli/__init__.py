"""The command line: the program without Qt, one command a file. Its JSON is a promise to scripts (docs/cli.md)."""

from __future__ import annotations

import sys

import click

from apiclient_gui import __version__
from apiclient_gui.cli import (
    decode,
    explain,
    export,
    history,
    identity,
    import_,
    login,
    logout,
    practice,
    send,
    sign,
    token,
    tour,
    whoami,
    workspace,
)
from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import fail, give_up_output, say, usage
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.registry import members

TABLE = members(globals(), Command)


def main(arguments: list[str] | None = None) -> None:
    """Run `apiclient`: exits with a code of docs/cli.md, never with a traceback for an expected error."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(_run(words))


def _run(words: list[str]) -> int:
    try:
        return _carry_out(words)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nothing more can be said.
        sys.stderr.close()
        return 0
    except OSError as error:
        # Files are guarded where they are used, and name themselves in their errors; streams have no name.
        if error.filename is not None:
            raise
        return give_up_output(error)


def _carry_out(words: list[str]) -> int:
    session = Session(as_json="--json" in words)
    try:
        result = _group().main(words, "apiclient", standalone_mode=False, obj=session)
    except Problem as problem:
        return fail(problem, as_json=session.as_json)
    except click.exceptions.NoArgsIsHelpError as help_:
        click.echo(help_.format_message(), err=True)
        return 2
    except click.ClickException as wrong:
        where = (
            wrong.ctx.command_path
            if isinstance(wrong, click.UsageError) and wrong.ctx
            else "apiclient"
        )
        wrong_use = usage("usage", _message(wrong), f"See `{where} --help`.")
        return fail(wrong_use, as_json=session.as_json)
    except SystemExit:
        # Outside of its standalone mode, click ends so at a broken pipe and only there.
        raise BrokenPipeError from None
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.")
        return 130
    return result if isinstance(result, int) else 0


def _message(wrong: click.ClickException) -> str:
    """Return what is wrong, without a word too many: it may be a password that was meant for a prompt."""
    message = wrong.format_message()
    return message.partition(" (")[0] if message.startswith("Got unexpected extra") else message


def _group() -> click.Group:
    group = click.Group(
        help="Test secured HTTP endpoints by hand: sign, send, and be told why the gateway refused.\n\n"
        "\b\nExample: apiclient send GET https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --aws-env",
        params=_global_options(),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Print the version.",
        )
    )
    for name, member in TABLE.items():
        _give_global_options(member.command)
        group.add_command(member.command, name)
    return group


def _give_global_options(command: click.Command) -> None:
    """Let the global options stand before and after the command's name alike."""
    present = {param.name for param in command.params}
    command.params += [option for option in _global_options() if option.name not in present]
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _give_global_options(inner)


def _global_options() -> list[click.Parameter]:
    def keep(context: click.Context, option: click.Parameter, value: str | None) -> None:
        if value is not None and option.name:
            setattr(context.ensure_object(Session), option.name, value)

    return [
        click.Option(
            ["--data-dir"],
            metavar="DIR",
            expose_value=False,
            callback=keep,
            help="Where the program keeps everything (or APICLIENT_DATA_DIR).",
        ),
        click.Option(
            ["--workspace"],
            metavar="DIR",
            expose_value=False,
            callback=keep,
            help="The workspace folder; the practice workspace by default.",
        ),
    ]


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"apiclient {__version__}")
        context.exit()
