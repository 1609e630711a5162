"""What a policy decides about one call, and for each statement why it applies or does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.gateway import arn
from apiclient_gui.core.gateway.policy.document import Document, Effect, Statement
from apiclient_gui.core.gateway.policy.principals import ANONYMOUS

Decision = Literal["allow", "explicit_deny", "implicit_deny"]

INVOKE = "execute-api:Invoke"


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of a policy: this action on this resource (an ARN without wildcards).

    `caller` is an ARN or ANONYMOUS; only resource policies ask for it. `context` holds the values of condition keys,
    such as `aws:SourceIp`; a key that is not in it is absent.
    """

    action: str
    resource: str
    caller: str = ANONYMOUS
    context: Mapping[str, str] = field(default_factory=dict)


class StatementResult(msgspec.Struct, frozen=True):
    """Whether a statement applies to the call, with one sentence for each element that was looked at."""

    index: int
    sid: str | None
    effect: Effect
    matched: bool
    because: tuple[str, ...]


class Evaluation(msgspec.Struct, frozen=True):
    """The decision and how each statement contributed; its JSON is that of `apiclient policy --json`."""

    decision: Decision
    statements: tuple[StatementResult, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def deciding(self) -> StatementResult | None:
        """The first statement that made the decision; None when no statement applied."""
        effect = "Deny" if self.decision == "explicit_deny" else "Allow"
        return next((one for one in self.statements if one.matched and one.effect == effect), None)


def evaluate(document: Document, call: Call) -> Evaluation:
    """Return what a policy decides by itself: a Deny that applies wins over every Allow, and silence refuses.

    Source: IAM/reference_policies_evaluation-logic.
    """
    results = tuple(_judge(statement, call) for statement in document.statements)
    effects = {result.effect for result in results if result.matched}
    decision: Decision = "implicit_deny"
    if "Deny" in effects:
        decision = "explicit_deny"
    elif "Allow" in effects:
        decision = "allow"
    return Evaluation(decision, results)


def _judge(statement: Statement, call: Call) -> StatementResult:
    action, action_because = _applies(
        "NotAction" if statement.all_but_actions else "Action",
        call.action,
        next((one for one in statement.actions if _action_fits(one, call.action)), None),
        statement.all_but_actions,
    )
    resource, resource_because = _applies(
        "NotResource" if statement.all_but_resources else "Resource",
        call.resource,
        next((one for one in statement.resources if arn.fits(one, call.resource)), None),
        statement.all_but_resources,
    )
    tests = [(action, action_because), (resource, resource_because)]
    if statement.principals is not None:
        tests.insert(0, statement.principals.test(call.caller))
    tests += [condition.test(call.context) for condition in statement.conditions]
    return StatementResult(
        index=statement.index,
        sid=statement.sid,
        effect=statement.effect,
        matched=all(applies for applies, _ in tests),
        because=tuple(because for _, because in tests),
    )


def _action_fits(pattern: str, action: str) -> bool:
    # Service and action names are compared without regard to case (IAM/reference_policies_elements_action).
    return arn.glob(pattern.lower(), action.lower())


def _applies(element: str, asked: str, fitting: str | None, all_but: bool) -> tuple[bool, str]:
    if fitting is None:
        words = f"{element}: none of the patterns fits {asked}"
    else:
        words = f"{element}: {fitting} fits {asked}"
    applies = (fitting is None) == all_but
    return applies, f"{words}, so it {'applies' if applies else 'does not apply'}."
