"""What a policy of the practice gateway says, in words: short ones, for policies that are a few lines themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiclient_gui.practice.iam import Statements

_VERBS: Final = {"Allow": "allows", "Deny": "denies"}
_EVERYTHING: Final = "* /*"


def statement_words(statements: Statements) -> str:
    """Return what statements allow and deny: "allows GET /pets and POST /pets and denies DELETE /*"."""
    found: dict[str, list[str]] = {verb: [] for verb in _VERBS}
    for statement in statements(lambda method, path: f"{method} /{path}"):
        resources = statement["Resource"]
        places = [resources] if isinstance(resources, str) else list(resources)
        found[statement["Effect"]] += [
            "everything" if place == _EVERYTHING else place for place in places
        ]
    return listed([f"{_VERBS[effect]} {listed(named)}" for effect, named in found.items() if named])


def listed(words: Sequence[str]) -> str:
    """Return words as a person lists them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
