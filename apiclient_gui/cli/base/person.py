"""The person at a terminal: answers the questions of a login from `--answer`, or is asked where there is a terminal."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from apiclient_gui.cli.base.output import say
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.flow import Ask, Browse, Show, Text
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret


class Terminal:
    """Answers by field key; each is given once, so that a wrong one is not tried for ever.

    `browser` is whether a page to open is opened, besides its address being printed.
    """

    def __init__(self, answers: Mapping[str, Secret], *, browser: bool = True) -> None:
        self._answers = dict(answers)
        self._browser = browser

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        """Return the answers to a question. Raises Problem("login") when one is missing and nobody is there."""
        cancel.check()
        found: dict[str, Text] = {}
        for field in step.fields:
            if field.key in self._answers:
                found[field.key] = _fitting(field, self._answers.pop(field.key))
            elif sys.stdin is not None and sys.stdin.isatty():
                if not found:
                    say("\n".join(filter(None, (step.title, step.detail))))
                text = _prompted(field)
                found[field.key] = Secret(text) if field.kind == "secret" else text
            else:
                raise Problem("login", _unanswered(step, field))
        return found

    def browse(self, step: Browse, cancel: Cancel) -> Callable[[], None]:
        """Print the page on standard error, and open it where there is a browser with a window."""
        cancel.check()
        say(f"{step.title}, on this computer: {step.url}")
        say("Waiting for the browser to come back; Ctrl+C ends the login.")
        if self._browser and _has_windows():
            _open(step.url)
        return lambda: None

    def show(self, step: Show, cancel: Cancel) -> Callable[[], None]:
        """Print the page and its code on standard error, and open the page where there is a browser with a window."""
        cancel.check()
        say(f"{step.title}: {step.url}\nCode: {step.code}")
        if step.detail:
            say(step.detail)
        if self._browser and _has_windows():
            _open(step.url)
        return lambda: None


def _fitting(field: Field, answer: Secret) -> Text:
    """Return an answer; for a choice the whole of it, named by its beginning or by its number in the list."""
    if field.kind != "choice":
        return answer
    choice = _chosen(field, answer.reveal())
    if choice is None:
        raise Problem("login", _unfit(field))
    return choice


def _chosen(field: Field, text: str) -> str | None:
    wanted = text.strip()
    if wanted in field.choices:
        return wanted
    if wanted.isascii() and wanted.isdecimal() and 0 < int(wanted[:9]) <= len(field.choices):
        return field.choices[int(wanted[:9]) - 1]
    begun = [choice for choice in field.choices if wanted and choice.startswith(wanted)]
    return begun[0] if len(begun) == 1 else None


def _prompted(field: Field) -> str:
    options: dict[str, Any] = {"hide_input": field.kind == "secret"}
    if not field.required:
        options["default"] = ""
    if field.kind == "choice":
        lines = [f"{number:3}  {choice}" for number, choice in enumerate(field.choices, 1)]
        say("\n".join(lines))

        def read(text: str) -> str:
            choice = _chosen(field, text)
            if choice is None:
                raise click.UsageError("Give its number, or how it begins.")
            return choice

        options["value_proc"] = read
    with _interruptible():
        try:
            return str(click.prompt(field.label, err=True, **options))
        except click.Abort:
            raise Cancelled from None


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    # Ctrl+C asks for a cancel otherwise, and reading a line goes on after that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _has_windows() -> bool:
    # Without them `webbrowser` would start one that takes this terminal.
    return sys.platform in {"win32", "darwin"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def _open(url: str) -> None:
    import webbrowser

    # What a browser prints does not belong to the document on standard output.
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        webbrowser.open(url)
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _unfit(field: Field) -> Finding:
    return Finding(
        id="answer_unfit",
        severity="error",
        title=f"--answer {field.key} is none of the choices, or begins more than one of them",
        evidence=tuple(
            Evidence(str(number), choice) for number, choice in enumerate(field.choices, 1)
        ),
        remedy="Give one of them, its beginning or its number.",
    )


def _unanswered(step: Ask, field: Field) -> Finding:
    return Finding(
        id="person_needed",
        severity="error",
        title=f"This login asks for something: {step.title}",
        detail=step.detail,
        evidence=(
            Evidence("Answer wanted", field.key),
            *(Evidence(str(number), choice) for number, choice in enumerate(field.choices, 1)),
        ),
        remedy=f"Give it with --answer {field.key}=env:VAR, file:PATH or -.",
    )
