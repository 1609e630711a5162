"""The person at a terminal: answers the questions of a login from `--answer`, or is asked where there is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from apiclient_gui.cli.base.output import say
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.flow import Ask, Browse, Text
from apiclient_gui.core.secret import Secret


class Terminal:
    """Answers by field key; each is given once, so that a wrong one is not tried for ever."""

    def __init__(self, answers: Mapping[str, Secret]) -> None:
        self._answers = dict(answers)

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        """Return the answers to a question. Raises Problem("login") when one is missing and nobody is there."""
        cancel.check()
        found: dict[str, Text] = {}
        for field in step.fields:
            if field.key in self._answers:
                found[field.key] = self._answers.pop(field.key)
            elif sys.stdin is not None and sys.stdin.isatty():
                if not found:
                    say(step.title)
                hidden = field.kind == "secret"
                text = click.prompt(
                    field.label,
                    hide_input=hidden,
                    err=True,
                    default="" if not field.required else None,
                )
                found[field.key] = Secret(text) if hidden else str(text)
            else:
                raise Problem("login", _unanswered(step, field.key))
        return found

    def browse(self, step: Browse, cancel: Cancel) -> str:
        """Refuse: a terminal opens no browser."""
        cancel.check()
        host = step.url.partition("://")[2].partition("/")[0]
        raise Problem("login", _unanswered(Ask(f"a login in the browser, at {host}", ()), ""))


def _unanswered(step: Ask, key: str) -> Finding:
    return Finding(
        id="person_needed",
        severity="error",
        title=f"This login asks for something: {step.title}",
        detail=step.detail,
        evidence=(Evidence("Answer wanted", key),) if key else (),
        remedy=f"Give it with --answer {key}=env:VAR, file:PATH or -."
        if key
        else "Log in with the window.",
    )
