"""Options of a command line by a table of their names: which take an argument, in all the ways that one is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.importers.base.command import Word

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Table:
    """The options of a program. `short` leads to the long names; all are written without hyphens before them."""

    valued: frozenset[str]
    plain: frozenset[str]
    short: dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One option and its argument; the empty name is an argument that belongs to none.

    `doubtful`: it may be the argument of an unknown option before it.
    """

    name: str
    value: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """All options of a call, in their order; `unknown` are those that the table has not, `ended` says what ended them."""

    every: tuple[Option, ...]
    unknown: tuple[str, ...] = ()
    ended: bool = False

    def all(self, *names: str) -> tuple[str, ...]:
        """Return the arguments of the options of these names, in the order written."""
        return tuple(option.value for option in self.every if option.name in names)

    def last(self, *names: str) -> str | None:
        """Return the last argument of these options; None without one: the last one holds."""
        return next(reversed(self.all(*names)), None)

    def has(self, *names: str) -> bool:
        """Whether one of these options is there."""
        return any(option.name in names for option in self.every)

    def present(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return which of these options are there, each once."""
        there = {option.name for option in self.every}
        return tuple(name for name in names if name in there)


def read(arguments: Sequence[Word], table: Table) -> Options:
    """Return the options; `--next` ends them. An option without the argument that it needs has an empty one."""
    found: list[Option] = []
    unknown: list[str] = []
    rest = iter(arguments)
    doubtful = literal = ended = False
    for word in rest:
        text = word.text
        if literal or text == "-" or not text.startswith("-"):
            found.append(Option("", text, doubtful))
        elif text == "--":
            literal = True
        elif text in {"--next", "-:"}:
            ended = True
            break
        else:
            fresh = list(
                _long(text[2:], rest, table) if text[:2] == "--" else _short(text[1:], rest, table)
            )
            unknown += [option.value for option in fresh if option.name == "?"]
            doubtful = any(option.name == "?" for option in fresh)
            found += [option for option in fresh if option.name != "?"]
            continue
        doubtful = False
    return Options(tuple(found), tuple(dict.fromkeys(unknown)), ended)


def unknown(options: Options, program: str) -> Iterator[Finding]:
    """Give the finding for options that the table has not."""
    if options.unknown:
        yield Finding(
            id="import_option_unknown",
            severity="warning",
            title=f"Options of {program} that are not known here are left out",
            evidence=tuple(Evidence("Left out", name) for name in options.unknown[:_SHOWN]),
            remedy="Check what they do, and set it in the request if it matters.",
        )


def left_out(title: str, remedy: str, *names: str) -> Finding:
    """Return the finding for what is known and cannot be taken over."""
    return Finding(
        id="import_option_left_out",
        severity="warning",
        title=title,
        evidence=tuple(Evidence("Left out", name) for name in names[:_SHOWN]),
        remedy=remedy,
    )


def _long(text: str, rest: Iterator[Word], table: Table) -> Iterator[Option]:
    name, equals, value = text.partition("=")
    if name in table.valued:
        yield Option(name, value if equals else _next(rest))
    elif name in table.plain or name.removeprefix("no-") in table.plain:
        yield Option(name)
    else:
        yield Option("?", f"--{name[:40]}")


def _short(text: str, rest: Iterator[Word], table: Table) -> Iterator[Option]:
    for at, letter in enumerate(text):
        name = table.short.get(letter, "")
        if name in table.valued:
            yield Option(name, text[at + 1 :] or _next(rest))
            return
        yield Option(name) if name else Option("?", f"-{letter}")


def _next(rest: Iterator[Word]) -> str:
    return next((word.text for word in rest), "")
