"""A finding: the one type in which the program says anything, in the window and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]
Confidence = Literal["certain", "likely", "possible"]
Trouble = Literal["usage", "refused", "transport", "login", "storage"]

MOST_ACTIONS = 3


class Evidence(msgspec.Struct, frozen=True):
    """One row that proves a finding, quoted from the case at hand."""

    label: str
    value: str


class Action(msgspec.Struct, frozen=True):
    """Something that window and command line know how to do about a finding.

    `key` is one of those listed in docs/actions.md; `parameters` are plain text, never a secret.
    """

    key: str
    label: str
    parameters: Mapping[str, str] = msgspec.field(default_factory=dict)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What is the matter, how sure we are, what proves it, and what to do next.

    `id` is stable snake_case: scripts match on it. `confidence` is for causes only. `source` is an
    RFC section or an AWS page. `actions`: at most three, the first is the main one.
    """

    id: str
    severity: Severity
    title: str
    detail: str = ""
    confidence: Confidence | None = None
    evidence: tuple[Evidence, ...] = ()
    source: str = ""
    remedy: str = ""
    actions: tuple[Action, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a fourth action: a person who gets four buttons has been given none."""
        if len(self.actions) > MOST_ACTIONS:
            message = f"{self.id}: {len(self.actions)} actions, at most {MOST_ACTIONS}"
            raise ValueError(message)


class Problem(Exception):  # noqa: N818  # it carries a finding, and is expected: not an error of the program
    """An expected failure on its way to the person: the finding, and which part of the work failed.

    `trouble` decides the exit code of the command line (cli/output.py): usage 2, transport 3, refused 6
    (before anything was sent), login 8, storage 9.
    """

    def __init__(self, trouble: Trouble, finding: Finding) -> None:
        super().__init__(finding.title)
        self.trouble: Trouble = trouble
        self.finding = finding
