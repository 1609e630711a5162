from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.cache import allowed_elsewhere, allowed_here, cache_life
from apiclient_gui.core.model import Authorizer, Earlier, KnownApi
from tests import factories
from tests.unit.core.diagnosis import cases

TOKEN = cases.token()
ORDERS = f"{cases.LAMBDA.url}/orders"
PETS = f"{cases.LAMBDA.url}/pets"


def case(*earlier: Earlier, **changes: Any) -> Case:
    """Return the case of a call of GET /pets with the token, after others."""
    return Case(**{**cases.called(cases.LAMBDA, TOKEN), "earlier": earlier, **changes})


def test_the_latest_call_that_was_allowed_is_named() -> None:
    older = cases.allowed(ORDERS, TOKEN, ago=200)
    newer = cases.allowed(PETS, TOKEN, ago=42, method="POST")
    assert allowed_elsewhere(case(older, newer)) == newer
    assert allowed_elsewhere(case(older)) == older


@pytest.mark.parametrize(
    "earlier",
    [
        cases.allowed(ORDERS, "another-token", ago=42),
        cases.allowed(ORDERS, TOKEN, ago=300),
        cases.allowed(ORDERS, TOKEN, ago=-5),
        cases.allowed(ORDERS, TOKEN, ago=42, status=403),
        cases.allowed(ORDERS, TOKEN, ago=42, status=0),
        cases.allowed(PETS, TOKEN, ago=42),
        cases.allowed(f"{cases.COGNITO.url}/pets", TOKEN, ago=42),
        cases.allowed(f"{cases.LAMBDA.url}uction/pets", TOKEN, ago=42),
        replace(cases.allowed(ORDERS, TOKEN, ago=42), authorization=""),
    ],
)
def test_a_call_whose_policy_cannot_be_the_one(earlier: Earlier) -> None:
    assert allowed_elsewhere(case(earlier)) is None


def test_what_is_not_known_is_not_guessed() -> None:
    before = cases.allowed(ORDERS, TOKEN, ago=42)
    assert allowed_elsewhere(case(before, sent_at=None)) is None
    assert allowed_elsewhere(Case(earlier=(before,), sent_at=factories.NOW)) is None
    unsent = cases.called(cases.LAMBDA)["prepared"]
    assert allowed_elsewhere(case(before, prepared=unsent)) is None


def test_the_same_call_allowed_before_is_known() -> None:
    assert allowed_here(case(cases.allowed(PETS, TOKEN, ago=9_000)))
    assert not allowed_here(case(cases.allowed(ORDERS, TOKEN, ago=9)))
    assert not allowed_here(Case())


def test_an_api_that_is_not_known_is_host_and_stage_and_caches_as_usual() -> None:
    before = cases.allowed(ORDERS, TOKEN, ago=299)
    assert allowed_elsewhere(case(before, apis=())) == before
    other_stage = replace(before, url=before.url.replace("/prod/", "/dev/"))
    assert allowed_elsewhere(case(other_stage, apis=())) is None
    assert cache_life(Case()) == 300


def test_a_cache_that_is_off_explains_nothing() -> None:
    off = KnownApi("x", cases.LAMBDA.url, cases.LAMBDA.methods, Authorizer("TOKEN", ttl=0))
    assert allowed_elsewhere(case(cases.allowed(ORDERS, TOKEN, ago=1), apis=(off,))) is None
