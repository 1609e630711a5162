"""Client and practice gateway prove each other: two independent readings of SigV4, over a real socket."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.model import Auth, Body, Payload, Prepared, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.core.send import Outgoing, Surroundings
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description

# What may be typed: any Unicode but control characters, which are refused before sending (tests of prepare).
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
ODD = st.text(st.sampled_from("ab%/+&=?;:@ ~.*'()é日20"), max_size=12)
WORDS = (TEXT | ODD).map(lambda text: text.replace("{{", "{ {").replace("#", ""))
NAMES = st.sampled_from(["X-Amz-Meta", "X-Own", "x-own", "Content-Type", "Accept", "User-Agent"])
REQUESTS = st.builds(
    Request,
    method=st.sampled_from(["GET", "POST"]),
    url=st.builds(
        "{{{{gateway}}}}/pets/{}?{}".format, WORDS.map(lambda t: t.replace("?", "")), WORDS
    ),
    params=st.lists(st.builds(Row, WORDS, WORDS), max_size=3).map(tuple),
    headers=st.lists(st.builds(Row, NAMES, WORDS), max_size=4).map(tuple),
    body=st.builds(Payload, st.just("text"), WORDS),
    auth=st.just(Auth("sigv4", "alice")),
)
RELAXED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def around(gateway: Description, data_folder: Path) -> tuple[Program, Surroundings]:
    program = Program(data_folder)
    seed.remember_keys(program)
    return program, program.surroundings(program.environment(seed.ENVIRONMENT), clock=Clock())


def refusal(program: Program, outgoing: Outgoing, around: Surroundings) -> str:
    """Send it, and return the gateway's reason of the kind that speaks of signatures; empty without one."""
    exchange = program.deliver(outgoing, around)
    assert exchange.response, exchange.failure
    kind = exchange.response.header("x-amzn-errortype") or ""
    return exchange.response.text() if "Signature" in kind else ""


@RELAXED
@given(request=REQUESTS)
def test_the_gateway_accepts_every_signature(
    around: tuple[Program, Surroundings], request: Request
) -> None:
    program, given_ = around
    outgoing = program.prepare(request, given_)
    assert refusal(program, outgoing, given_) == ""


@RELAXED
@given(request=REQUESTS, change=st.sampled_from(["body", "query", "path", "header"]))
def test_the_gateway_rejects_every_change(
    around: tuple[Program, Surroundings], request: Request, change: str
) -> None:
    program, given_ = around
    outgoing = program.prepare(request, given_)
    changed = CHANGES[change](outgoing.prepared)
    assume(changed != outgoing.prepared)
    exchange = program.deliver(replace(outgoing, prepared=changed), given_)
    assert exchange.response
    assert exchange.response.status == 403


def other_body(prepared: Prepared) -> Prepared:
    content = prepared.body.content + b"x"
    headers = tuple(
        replace(one, value=str(len(content))) if one.name == "Content-Length" else one
        for one in prepared.headers
    )
    # Without a Content-Length the server would not read it.
    return (
        replace(prepared, body=Body(content), headers=headers)
        if headers != prepared.headers
        else prepared
    )


def less_query(prepared: Prepared) -> Prepared:
    return replace(prepared, query=prepared.query[:-1])


def other_path(prepared: Prepared) -> Prepared:
    return replace(prepared, path=prepared.path + "x")


def less_headers(prepared: Prepared) -> Prepared:
    # Without an empty one the canonical request stays the same: a signed header that did not come counts as empty.
    kept = tuple(
        one for one in prepared.headers if one.name != "X-Amz-Meta" or not one.value.strip()
    )
    return replace(prepared, headers=kept)


CHANGES = {
    "body": other_body,
    "query": less_query,
    "path": other_path,
    "header": less_headers,
}
