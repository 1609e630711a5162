"""How the command line speaks: results on standard output, findings on standard error, one JSON document with --json."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import sys
import textwrap
from collections.abc import Mapping
from typing import Any, Final

import click
import msgspec

from apiclient_gui.core.finding import Action, Finding, Problem, Trouble
from apiclient_gui.core.model import Body

EXIT: Final[Mapping[Trouble, int]] = {
    "usage": 2,
    "transport": 3,
    "refused": 6,
    "login": 8,
    "storage": 9,
}
"""Exit codes of what failed before there was a response (cli.md)."""

_OPTIONS: Final[Mapping[str, str]] = {
    "send_with_option": "--{option} {value}",
    "send_with_scheme": "--auth {scheme}",
    "send_with_token_kind": "--token-kind {kind}",
    "send_with_clock": "--clock-offset {offset}",
    "choose_identity": "--identity NAME, --profile NAME or --aws-env",
    "choose_api_key": "--api-key NAME",
    "log_in": "apiclient login {identity}",
}
"""What does in a terminal what an action (docs/actions.md) does in the window."""

_PLAIN: Final = frozenset(
    {"region", "service"}
)  # the options of schemes that are called so here, too

_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "blue"}


def print_json(document: Any) -> None:
    """Print one JSON document on a line of its own; what is no Unicode text is shown as U+FFFD."""
    try:
        raw = msgspec.json.encode(document)
    except UnicodeEncodeError:
        raw = msgspec.json.encode(_readable(msgspec.to_builtins(document)))
    write(raw + b"\n")


def write(raw: bytes) -> None:
    """Write bytes to standard output as they are. Raises OSError when it is closed or full."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    stream = sys.stdout.buffer
    stream.write(raw)
    stream.flush()


def write_body(body: Body) -> bytes:
    """Write a body to standard output as it is, block by block; return its last byte, none of an empty one.

    Raises OSError when standard output takes no more, Problem("refused") when a file of the body cannot be read.
    """
    last, blocks = b"", body.blocks()
    while True:
        try:
            block = next(blocks, b"")
        except OSError as error:
            from apiclient_gui.core.prepare import sources

            raise sources.changed(error) from error
        if not block:
            return last
        write(block)
        last = block[-1:]


def read(limit: int) -> bytes:
    """Return standard input, at most so many bytes. Raises OSError when it is closed."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed")
    return sys.stdin.buffer.read(limit)


def give_up_output(error: OSError) -> int:
    """Say that standard output takes nothing more, and return the exit code; what is still buffered goes nowhere."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    finding = Finding(
        id="output_unwritable",
        severity="error",
        title=f"The result cannot be written: {error.strerror}",
        detail="What the command was asked for may be done all the same; a request may have been sent.",
        remedy="Give standard output a place that takes it.",
    )
    with contextlib.suppress(OSError):
        print_finding(finding)
    return EXIT["storage"]


def print_finding(finding: Finding) -> None:
    """Print a finding for a person, on standard error."""
    sure = f" ({finding.confidence})" if finding.confidence else ""
    say(click.style(finding.title, fg=_COLOURS[finding.severity], bold=True) + sure)
    here = "; ".join(dict.fromkeys(filter(None, map(_option, finding.actions))))
    for text in (
        finding.detail,
        finding.remedy and f"What to do: {finding.remedy}",
        here and f"In a terminal: {here}",
    ):
        if text:
            say(textwrap.fill(text, 96, initial_indent="  ", subsequent_indent="  "))
    width = max((len(row.label) for row in finding.evidence), default=0)
    for row in finding.evidence:
        value = row.value.replace("\n", "\n" + " " * (width + 4))
        say(f"  {row.label.ljust(width)}  {value}")
    if finding.source:
        say(click.style(f"  {finding.source}", dim=True))


def say(text: str) -> None:
    """Print a line on standard error; terminals that cannot show a character get its escape."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding, "replace"), err=True)


def fail(problem: Problem, *, as_json: bool) -> int:
    """Report an expected failure, and return its exit code."""
    if as_json:
        print_json({"error": problem.finding})
    else:
        print_finding(problem.finding)
    return EXIT[problem.trouble]


def usage(key: str, title: str, remedy: str) -> Problem:
    """Return the problem for a wrong use of the command line."""
    return Problem("usage", Finding(id=key, severity="error", title=title, remedy=remedy))


def _option(action: Action) -> str:
    """Return what does in a terminal what an action does in the window; empty when nothing does."""
    pattern = _OPTIONS.get(action.key, "")
    if action.key == "send_with_option" and action.parameters["option"] not in _PLAIN:
        return ""
    quoted = {key: shlex.quote(value) for key, value in action.parameters.items()}
    return pattern.format_map(quoted)


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {_readable(key): _readable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_readable(item) for item in value]
    return value
