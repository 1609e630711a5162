"""Client and practice gateway prove each other: two independent readings of SigV4 and SigV4a, over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiclient_gui.core import canonical
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.model import (
    Auth,
    AwsKeys,
    Body,
    Header,
    OptionValue,
    Origin,
    Payload,
    Prepared,
    QueryItem,
    Request,
    Response,
    Row,
)
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Outgoing, Surroundings
from apiclient_gui.practice import seed, state, temporary_keys
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.temporary_keys import Session

# What may be typed: any Unicode but control characters, which are refused before sending (tests of prepare).
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
ODD = st.text(st.sampled_from("ab%/+&=?;:@ ~.*'()é日20"), max_size=12)
WORDS = (TEXT | ODD).map(lambda text: text.replace("{{", "{ {").replace("#", ""))
NAMES = st.sampled_from(["X-Amz-Meta", "X-Own", "x-own", "Content-Type", "Accept", "User-Agent"])
SCHEMES: Final[Mapping[str, Mapping[str, OptionValue]]] = {
    "sigv4": {"content_sha256": True},
    "sigv4_query": {"expires": 60},
    "sigv4a": {"region": "us-*,eu-west-1", "content_sha256": True},
    "sigv4a presigned": {"region": "us-east-1", "expires": 60},
}
FORMS = pytest.mark.parametrize("form", SCHEMES)
# Both lead to methods with IAM authorization: GET /pets/{id}, and POST /pets in each of its spellings.
PLACES = st.one_of(
    WORDS.map(lambda text: ("GET", "/pets/p" + text.replace("?", "").replace("/", ""))),
    st.sampled_from(["/pets", "//pets/", "/./pets", "/pets/.", "/%70ets", "/x/../pets"]).map(
        lambda path: ("POST", path)
    ),
)
REQUESTS = st.builds(
    lambda place, query, **rest: Request(
        method=place[0], url=f"{{{{gateway}}}}{place[1]}?{query}", **rest
    ),
    PLACES,
    WORDS,
    params=st.lists(st.builds(Row, WORDS, WORDS), max_size=3).map(tuple),
    headers=st.lists(st.builds(Row, NAMES, WORDS), max_size=4).map(tuple),
    body=st.builds(Payload, st.just("text"), WORDS),
)
RELAXED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def around(gateway: Description, data_folder: Path) -> tuple[Program, Surroundings]:
    program = Program(data_folder)
    seed.remember_keys(program)
    return program, program.surroundings(program.environment(seed.ENVIRONMENT), clock=Clock())


def signed(program: Program, around: Surroundings, request: Request, form: str) -> Outgoing:
    auth = Auth(form.partition(" ")[0], "alice", dict(SCHEMES[form]))
    return program.prepare(msgspec.structs.replace(request, auth=auth), around)


def answer(program: Program, outgoing: Outgoing, around: Surroundings) -> Response:
    exchange = program.deliver(outgoing, around)
    assert exchange.response, exchange.failure
    return exchange.response


@FORMS
@RELAXED
@given(request=REQUESTS)
def test_the_gateway_accepts_every_signature(
    around: tuple[Program, Surroundings], form: str, request: Request
) -> None:
    program, given_ = around
    response = answer(program, signed(program, given_, request, form), given_)
    # 404: there is no such pet; 400: that is no pet. Both are said to who may ask.
    assert response.status in {200, 201, 400, 404}, response.text()


def canonical_request(prepared: Prepared, names: tuple[str, ...]) -> list[str]:
    """Return what both sides compute of a request; a signed header that did not come counts as empty."""
    unsigned = replace(
        prepared, query=tuple(one for one in prepared.query if one.name != "X-Amz-Signature")
    )
    lines = canonical.canonical_lines(unsigned, names, prepared.body.sha256())
    return [line.text for line in lines]


@FORMS
@pytest.mark.parametrize("late", [False, True])
def test_a_session_token_counts_only_when_it_is_signed(
    around: tuple[Program, Surroundings], data_folder: Path, form: str, late: bool
) -> None:
    program, given_ = around
    kept = state.load(data_folder / "practice")
    session = Session(
        principal=f"arn:aws:iam::{kept.account}:user/alice",
        user_id="AIDA",
        account=kept.account,
        user="alice",
    )
    made = temporary_keys.issue(kept.session_key, session, datetime.now(UTC), 900)
    keys = AwsKeys(
        made.access_key_id,
        Secret(made.secret_access_key),
        Secret(made.session_token),
        made.expires_at,
    )
    given_ = replace(given_, credentials_of=lambda _: keys)
    request = Request(url="{{gateway}}/pets?limit=2")
    options: dict[str, OptionValue] = {**SCHEMES[form], "omit_session_token": late}
    auth = Auth(form.partition(" ")[0], "alice", options)
    outgoing = program.prepare(msgspec.structs.replace(request, auth=auth), given_)
    response = answer(program, outgoing, given_)
    assert response.status == (403 if late else 200), response.text()


# ---------------------------------------------------------------- changes


def other_method(prepared: Prepared) -> Prepared:
    return replace(prepared, method="POST" if prepared.method == "GET" else "GET")


def other_path(prepared: Prepared) -> Prepared:
    return replace(prepared, path=prepared.path + "x")


def other_body(prepared: Prepared) -> Prepared:
    content = prepared.body.content + b"x"
    kept = [one for one in prepared.headers if one.name != "Content-Length"]
    length = Header("Content-Length", str(len(content)), Origin("default"))
    return replace(prepared, body=Body(content), headers=(*kept, length))


def less_query(prepared: Prepared) -> Prepared:
    return replace(prepared, query=prepared.query[1:])


def more_query(prepared: Prepared) -> Prepared:
    return replace(prepared, query=(QueryItem("zz", "1", Origin("url")), *prepared.query))


def other_query(prepared: Prepared) -> Prepared:
    return replace(
        prepared,
        query=tuple(replace(one, value=f"{one.value or ''}x") for one in prepared.query[:1])
        + prepared.query[1:],
    )


def changed_header(*names: str) -> Callable[[Prepared], Prepared]:
    def change(prepared: Prepared) -> Prepared:
        headers = tuple(
            replace(one, value=f"{one.value}0") if one.name.lower() in names else one
            for one in prepared.headers
        )
        return replace(prepared, headers=headers)

    return change


def changed_item(name: str, value: str) -> Callable[[Prepared], Prepared]:
    def change(prepared: Prepared) -> Prepared:
        query = tuple(
            replace(one, value=value) if one.name == name else one for one in prepared.query
        )
        return replace(prepared, query=query)

    return change


def less_headers(prepared: Prepared) -> Prepared:
    headers = (one for one in prepared.headers if one.name.lower() not in {"x-amz-meta", "x-own"})
    return replace(prepared, headers=tuple(headers))


def other_date(prepared: Prepared) -> Prepared:
    def changed(stamp: str) -> str:
        return stamp[:-2] + ("0Z" if stamp[-2] != "0" else "1Z")

    headers = (
        replace(one, value=changed(one.value)) if one.name == "X-Amz-Date" else one
        for one in prepared.headers
    )
    query = (
        replace(one, value=changed(one.value or "")) if one.name == "X-Amz-Date" else one
        for one in prepared.query
    )
    return replace(prepared, headers=tuple(headers), query=tuple(query))


def unsigned_header(prepared: Prepared) -> Prepared:
    added = Header("X-Amz-Added", "1", Origin("header"))
    return replace(prepared, headers=(*prepared.headers, added))


def other_signature(prepared: Prepared) -> Prepared:
    def flipped(text: str) -> str:
        return text[:-1] + ("0" if text[-1] != "0" else "1")

    headers = tuple(
        replace(one, value=flipped(one.value)) if one.name == "Authorization" else one
        for one in prepared.headers
    )
    query = tuple(
        replace(one, value=flipped(one.value or "")) if one.name == "X-Amz-Signature" else one
        for one in prepared.query
    )
    return replace(prepared, headers=headers, query=query)


CHANGES: Final[Mapping[str, Callable[[Prepared], Prepared]]] = {
    "method": other_method,
    "path": other_path,
    "body": other_body,
    "less query": less_query,
    "more query": more_query,
    "query": other_query,
    "host": changed_header("host"),
    "header": changed_header("x-own"),
    "less headers": less_headers,
    "signature": other_signature,
    "unsigned header": unsigned_header,
    "date": other_date,
    "hash header": changed_header("x-amz-content-sha256"),
    "regions header": changed_header("x-amz-region-set"),
    "regions": changed_item("X-Amz-Region-Set", "%2A"),
    "lifetime": changed_item("X-Amz-Expires", "61"),
    "signed headers": changed_item("X-Amz-SignedHeaders", "host"),
}
# What the canonical request does not show: a header that was not signed, and the signature itself.
UNSEEN: Final = {"signature", "unsigned header"}
IN_HEADERS: Final = {"hash header", "regions header"}
IN_QUERY: Final = {"regions", "lifetime", "signed headers"}
WITH_REGIONS: Final = {"regions header", "regions"}


def is_possible(form: str, change: str) -> bool:
    presigned = form in {"sigv4_query", "sigv4a presigned"}
    return change not in (IN_HEADERS if presigned else IN_QUERY) and (
        change not in WITH_REGIONS or form.startswith("sigv4a")
    )


@pytest.mark.parametrize(
    ("form", "change"),
    [(form, change) for form in SCHEMES for change in CHANGES if is_possible(form, change)],
)
@settings(RELAXED, max_examples=4)
@given(request=REQUESTS)
def test_the_gateway_rejects_every_change(
    around: tuple[Program, Surroundings], form: str, change: str, request: Request
) -> None:
    program, given_ = around
    # So that there is something to change.
    request = msgspec.structs.replace(
        request,
        params=(*request.params, Row("q", "1")),
        headers=(Row("X-Own", "1"), *request.headers),
    )
    outgoing = signed(program, given_, request, form)
    signature = outgoing.authorisation.signature
    assert signature is not None
    before, names = outgoing.prepared, signature.signed_headers
    after = CHANGES[change](before)
    assert after != before
    same = canonical_request(after, names) == canonical_request(before, names)
    assert same == (change in UNSEEN)
    response = answer(program, replace(outgoing, prepared=after), given_)
    assert response.status == 403, response.text()
    # A method that is not there is refused without a look at the signature.
    refused = response.header("x-amzn-errortype") or ""
    assert "Signature" in refused or change in {"method", "path"}, response.text()
