"""Variables: `{{name}}` in what a person composed becomes the environment's value, and each use is remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}")
LONGEST_VALUE: Final = 16_000_000  # characters; API Gateway takes 10 MB in all
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Span:
    """Where a variable's value stands in the text that came out: half-open, in characters."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with values in place of variables, and where each stands."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The variables used, each once, in the order met."""
        return tuple(dict.fromkeys(span.name for span in self.spans))


def fill(
    text: str,
    values: Mapping[str, str],
    where: str,
    encode: Callable[[str, str], str] | None = None,
) -> Filled:
    """Return the text with each variable's value, which may itself hold variables.

    `encode(literal, value)` gets the text since the last variable and returns the value as it has to stand there
    (a value is data: in a query it is percent-encoded). `where` names the place in the finding. Raises
    Problem("refused"): all unknown variables of this text at once, or a variable that holds itself.
    """
    if "{{" not in text:
        return Filled(text)
    unknown = [name for name in dict.fromkeys(PLACEHOLDER.findall(text)) if name not in values]
    if unknown:
        raise Problem("refused", _unknown(unknown, where))
    resolved: dict[str, str] = {}
    for name in dict.fromkeys(PLACEHOLDER.findall(text)):
        _resolve(name, values, where, (), resolved)
    pieces: list[str] = []
    spans: list[Span] = []
    last = length = 0
    for match in PLACEHOLDER.finditer(text):
        literal = text[last : match.start()]
        value = resolved[match[1]]
        value = encode(literal, value) if encode else value
        length += len(literal)
        spans.append(Span(length, length + len(value), match[1]))
        length += len(value)
        pieces += (literal, value)
        last = match.end()
    return Filled("".join([*pieces, text[last:]]), tuple(spans))


def _resolve(
    name: str,
    values: Mapping[str, str],
    where: str,
    inside: tuple[str, ...],
    resolved: dict[str, str],
) -> None:
    """Put the value of a variable into `resolved`, those that it holds first."""
    if name in resolved:
        return
    if name in inside or len(inside) > _DEEPEST:
        raise Problem("refused", _circle((*inside, name), where))
    if name not in values:
        raise Problem("refused", _unknown([name], f"{where}, through {inside[-1]}"))
    value = values[name]
    for inner in dict.fromkeys(PLACEHOLDER.findall(value)):
        _resolve(inner, values, where, (*inside, name), resolved)
    # Counted before it is built: ten variables that each name another ten times would fill the memory.
    if sum(len(resolved[inner]) for inner in PLACEHOLDER.findall(value)) > LONGEST_VALUE:
        raise Problem("refused", _too_long(name, where))
    resolved[name] = PLACEHOLDER.sub(lambda found: resolved[found[1]], value)


def _too_long(name: str, where: str) -> Finding:
    return Finding(
        id="variable_too_long",
        severity="error",
        title=f"The variable {name} grows beyond {LONGEST_VALUE // 1_000_000} million characters",
        detail="Nothing was sent. It names other variables many times over.",
        evidence=(Evidence("Used in", where),),
        remedy="Put so much data into the body itself.",
        actions=(Action("open_environment", "Open the environment", {"variable": name}),),
    )


def _unknown(names: list[str], where: str) -> Finding:
    several = len(names) > 1
    return Finding(
        id="variable_unknown",
        severity="error",
        title=f"The variable{'s' if several else ''} {', '.join(names)} {'have' if several else 'has'} no value",
        detail="Nothing was sent: a request with a variable left in it would go to the wrong place or be signed wrong.",
        evidence=(Evidence("Used in", where),),
        remedy="Give it a value in the environment chosen beside Send, or choose another environment.",
        actions=(Action("open_environment", "Open the environment", {"variable": names[0]}),),
    )


def _circle(names: tuple[str, ...], where: str) -> Finding:
    return Finding(
        id="variable_circular",
        severity="error",
        title=f"The variable {names[-1]} holds itself",
        detail="Its value names a variable that leads back to it, so it has no end.",
        evidence=(Evidence("Chain", " → ".join(names)), Evidence("Used in", where)),
        remedy="Change one of these variables in the environment.",
        actions=(Action("open_environment", "Open the environment", {"variable": names[0]}),),
    )
