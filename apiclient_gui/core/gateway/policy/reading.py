"""What the readers of a policy's elements share: JSON with every pair as written, and the faults that were found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Severity

Pairs = Sequence[tuple[str, object]]

_SHOWN: Final = 200
_GRAMMAR: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object. A dictionary would keep the last of two `Effect`s and say nothing."""

    pairs: Pairs


@dataclass(slots=True)
class Reader:
    """Collects what is wrong with one document, each fault with its place in it."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether something was found with which the document cannot be evaluated."""
        return any(finding.severity == "error" for finding in self.findings)

    def fault(
        self,
        key: str,
        where: str,
        title: str,
        detail: str,
        remedy: str,
        *,
        severity: Severity = "error",
        source: str = _GRAMMAR,
    ) -> None:
        """Add a finding of any kind; `where` is the element, such as `Statement[0].Action`."""
        finding = Finding(
            id=key,
            severity=severity,
            title=title,
            detail=detail,
            evidence=(Evidence("Where", where),),
            source=source,
            remedy=remedy,
        )
        self.findings.append(finding)

    def missing(self, where: str, name: str) -> None:
        """Add that an element is not there."""
        detail = "Without it the document decides nothing."
        self.fault("policy_missing_element", where, f"{name} is missing", detail, f"Add {name}.")

    def bad_value(self, where: str, wanted: str) -> None:
        """Add that an element has a value of another kind than `wanted`."""
        title, remedy = "A value that a policy cannot have", "Correct the value."
        self.fault("policy_bad_value", where, title, f"It has to be {wanted}.", remedy)

    def unsupported(self, where: str, name: str) -> None:
        """Add that something is right in the language and not evaluated by this program."""
        self.fault(
            "policy_unsupported_element",
            where,
            f"{name}: not evaluated here",
            "This program cannot evaluate it yet, and to pass over it would give a wrong decision.",
            "Take it out to see what the rest decides.",
        )

    def duplicate(self, where: str, name: str) -> None:
        """Add that a name stands twice in one element."""
        self.fault(
            "policy_duplicate_key",
            where,
            f"{shown(name)} stands twice in one element",
            "The policy grammar forbids it; other programs may read either of the two.",
            "Keep one of them, or make two statements of it.",
        )

    def texts(self, where: str, value: object) -> tuple[str, ...]:
        """Return a text or a list of texts as a tuple; empty, with a fault added, when it is neither."""
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(one, str) for one in items):
            self.bad_value(where, "a text, or a list of at least one")
            return ()
        return tuple(cast("list[str]", items))


def shown(value: object) -> str:
    """Return a value of the document as it may stand in a message."""
    text = (
        value
        if isinstance(value, str)
        else json.dumps(value, default=lambda _: "{…}", ensure_ascii=False)
    )
    return files.printable(text, _SHOWN)
