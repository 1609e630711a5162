"""`--answer`: what a login may ask for, given beforehand, because a script has nobody to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from apiclient_gui.cli.base.output import usage
from apiclient_gui.cli.base.person import Terminal
from apiclient_gui.cli.base.secrets import secret_of
from apiclient_gui.core.secret import Secret

F = TypeVar("F", bound=Callable[..., Any])


def answer_option(command: F) -> F:
    """Give a command `--answer`; its parameter is `answers`."""
    return click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="KEY=env:VAR|file:PATH|-",
        help="The answer to a question of the login; repeatable.",
    )(command)


def terminal(answers: Sequence[str], *, browser: bool = True) -> Terminal:
    """Return who answers a login. Raises Problem("usage") for an answer that names no question or no source."""
    return Terminal(dict(_answer(text) for text in answers), browser=browser)


def person(answers: Sequence[str]) -> Terminal | None:
    """Return who can be asked while something else is done: nobody without a terminal and without answers."""
    there = sys.stdin is not None and sys.stdin.isatty()
    return terminal(answers) if answers or there else None


def _answer(text: str) -> tuple[str, Secret]:
    key, equals, source = text.partition("=")
    if not equals or not key:
        raise usage(
            "answer_unreadable", "--answer names no question", "Write --answer code=env:CODE."
        )
    return key, secret_of(source)
