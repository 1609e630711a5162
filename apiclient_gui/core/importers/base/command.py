"""A command of a shell, taken apart, and the one problem of a text that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from apiclient_gui.core.finding import Evidence, Finding, Problem


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command, quoting taken off; `{{NAME}}` stands for a variable of the shell."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a text: its words, by which sign it was ended (empty: the text's end), and where.

    `computed` are those of its variables that stand for another command's output, `defaults` pairs of a variable and
    what the shell takes when it has no value.
    """

    words: tuple[Word, ...]
    ended_by: str
    end: int
    variables: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()


def unreadable(title: str, remedy: str, at: int | None = None) -> Problem:
    """Return the one problem of importing; `at` is the place in the text, from 0."""
    where = () if at is None else (Evidence("At character", f"{at + 1:,}"),)
    return Problem(
        "usage",
        Finding(
            id="import_unreadable", severity="error", title=title, evidence=where, remedy=remedy
        ),
    )
