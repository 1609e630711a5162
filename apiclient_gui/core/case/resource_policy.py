"""The resource policy of the API that answered, as far as it is known: the statements that may have decided."""

from __future__ import annotations

import msgspec

from apiclient_gui.core.case.known import Case
from apiclient_gui.core.gateway.policy import document
from apiclient_gui.core.gateway.policy.conditions import Block
from apiclient_gui.core.gateway.policy.document import Effect


def statements(case: Case, effect: Effect) -> tuple[str, ...]:
    """Return the statements of that effect in the API's resource policy, each as JSON; nothing when it is not known."""
    try:
        policy = msgspec.json.decode(case.reached.api.resource_policy) if case.reached else None
    except (msgspec.DecodeError, RecursionError):
        return ()
    listed = policy.get("Statement") if isinstance(policy, dict) else None
    every = listed if isinstance(listed, list) else [listed]
    return tuple(
        msgspec.json.encode(one).decode()
        for one in every
        if isinstance(one, dict) and one.get("Effect") == effect
    )


def addresses(case: Case, effect: Effect) -> str:
    """Return which addresses those statements are about: `outside 203.0.113.0/24`; empty when about none."""
    whole, _ = document.read(case.reached.api.resource_policy if case.reached else "", "resource")
    conditions = [
        condition
        for statement in (whole.statements if whole else ())
        if statement.effect == effect
        for condition in statement.conditions
    ]
    return " and ".join(
        f"{'outside' if condition.negated else 'inside'} {', '.join(_block(one) for one in condition.blocks)}"
        for condition in conditions
    )


def _block(block: Block) -> str:
    # AWS's own example has such a block; it does not say how the part after the mask is read (aws-facts §3.5).
    network = str(block.network)
    return (
        block.text
        if "/" not in block.text or block.text == network
        else f"{block.text}, read as {network}"
    )
