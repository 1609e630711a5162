"""The line of identities beneath one, and who may be its source."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.identities.lineage import line, may_be_source
from apiclient_gui.core.model import Identity
from tests import factories


def _role(name: str, source: str, **facts: str) -> Identity:
    return factories.identity(name, kind="aws_role", facts={"source": source, **facts})


KNOWN = {
    one.name: one
    for one in (
        _role("a", "b"),
        _role("b", "dev", endpoint=" http://127.0.0.1:1 "),
        _role("orphan", "me"),
        _role("round", "round"),
        factories.identity("dev"),
        factories.identity("token", kind="fixed_token", facts={}),
        factories.identity("me-basic", kind="user_password", facts={}),
        factories.identity("newer", kind="passkey", facts={}),
    )
}


def _other(name: str) -> Identity:
    if name not in KNOWN:
        raise Problem("usage", Finding(id="x", severity="error", title="None"))
    return KNOWN[name]


def _names(name: str) -> list[str]:
    return [one.identity.name for one in line(KNOWN[name], _other, lambda one: one.facts)]


def test_the_line_goes_down_to_the_last_that_is_there() -> None:
    assert _names("a") == ["a", "b", "dev"]
    assert _names("orphan") == ["orphan"]
    assert _names("round") == ["round"]
    with pytest.raises(Problem) as unknown:
        _names("newer")
    assert unknown.value.finding.id == "identity_kind_unknown"


def test_only_what_speaks_with_sts_has_an_endpoint_of_it() -> None:
    assert [one.endpoint for one in line(KNOWN["a"], _other, lambda one: one.facts)] == [
        "",
        "http://127.0.0.1:1",
        "",
    ]
    pool = factories.identity("ann", kind="user_pool", facts={"endpoint": "http://127.0.0.1:2"})
    assert next(line(pool, _other, lambda one: one.facts)).endpoint == ""


@pytest.mark.parametrize(
    ("candidate", "user", "fit"),
    [
        ("dev", "me", True),
        ("token", "me", True),
        ("a", "me", True),
        ("me-basic", "me", False),
        ("newer", "me", False),
        ("a", "a", False),
        ("a", "b", False),
        ("orphan", "me", False),  # it names the user, who is yet to come
    ],
)
def test_a_source_has_keys_or_a_token_and_does_not_stand_on_its_user(
    candidate: str, user: str, *, fit: bool
) -> None:
    assert may_be_source(KNOWN[candidate], user, _other) is fit
