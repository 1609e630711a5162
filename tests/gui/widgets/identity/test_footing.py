from __future__ import annotations

import pytest

from apiclient_gui.ui.widgets.identity.footing import Footing, footing, sources_for
from tests import factories


def _role(name: str, source: str, **facts: str) -> factories.Identity:
    given = {"source": source, **facts}
    return factories.identity(name, kind="aws_role", facts=given, identifier=f"id-{name}")


ALICE = factories.identity(
    "alice",
    facts={"region": "eu-west-1", "endpoint": "http://127.0.0.1:1/sts"},
    identifier="id-alice",
)
EVERY = (
    ALICE,
    _role("reader", "alice"),
    _role("far", "reader", region="eu-west-2"),
    _role("lost", "bob"),
)


@pytest.mark.parametrize(
    ("source", "missing"),
    [("alice", ""), ("bob", "bob"), ("lost", "bob"), ("{{who}}", ""), ("me", ""), ("", "")],
)
def test_a_source_that_is_not_there_is_named(source: str, missing: str) -> None:
    me = _role("me", source)
    assert footing(me, me.facts, EVERY).missing == missing


def test_what_is_left_empty_comes_from_beneath() -> None:
    me = _role("me", "")
    taken = footing(me, {"source": "far"}, EVERY).taken
    assert taken == {
        "region": "from far: eu-west-2",
        "endpoint": "from alice: http://127.0.0.1:1/sts",
    }
    assert footing(ALICE, ALICE.facts, EVERY) == Footing()


def test_nobody_is_built_on_itself_or_on_who_stands_on_it() -> None:
    password = factories.identity("basic", kind="user_password", facts={}, identifier="id-basic")
    every = (*EVERY, password)
    assert sources_for(EVERY[1], every) == ["alice", "lost"]
    assert sources_for(_role("me", ""), every) == ["alice", "reader", "far", "lost"]
    assert sources_for(_role("", ""), every) == ["alice", "reader", "far", "lost"]
