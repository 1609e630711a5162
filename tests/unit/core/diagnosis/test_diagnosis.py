from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiclient_gui.core import diagnosis
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis import TABLE, diagnose
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Failure
from tests import factories
from tests.unit.core.diagnosis import cases

ROOT = Path(__file__).resolve().parents[4]
LAST = {cause.id for cause in diagnosis._LAST}
# Causes that one reply cannot tell apart: they come together, each with less confidence than "certain".
TOGETHER = {
    "unknown_path_or_method": {"not_deployed"},
    "signed_in_another_way": {"secret_key_wrong"},
    "not_deployed": {"unknown_path_or_method", "unsigned_call_to_iam_method"},
}


def test_every_cause_has_a_typical_case() -> None:
    assert set(cases.typical()) == set(TABLE)


@pytest.mark.parametrize("cause_id", TABLE)
def test_each_cause_speaks_on_its_own_case_and_the_others_are_silent(cause_id: str) -> None:
    case = cases.typical()[cause_id]
    speaking = {cause.id for cause in TABLE.values() if cause.explain(case)} - LAST
    assert speaking == ({cause_id} | TOGETHER.get(cause_id, set())) - LAST
    assert cause_id in {found.id for found in diagnose(case)}


@pytest.mark.parametrize("cause_id", TABLE)
def test_a_finding_is_complete_and_its_main_action_is_the_table_s(cause_id: str) -> None:
    found = cases.explained(cause_id, cases.typical()[cause_id])
    assert 1 <= len(found.actions) <= 3
    assert found.actions[0].key == TABLE[cause_id].action
    assert found.source.startswith("https://")
    assert len(found.title) <= 90
    assert not found.title.endswith(".")
    assert found.detail.endswith(".")
    assert found.remedy.endswith(".")
    json.loads(msgspec.json.encode(found))


@pytest.mark.parametrize("cause_id", TABLE)
def test_only_documented_actions_are_offered(cause_id: str) -> None:
    table = (ROOT / "docs" / "actions.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", table, re.MULTILINE))
    for action in cases.explained(cause_id, cases.typical()[cause_id]).actions:
        named = set(re.findall(r"`(\w+)`", documented[action.key].partition("(`")[0]))
        assert set(action.parameters) <= named | (
            {"place"} if action.key == "open_place" else set()
        )
        assert all(action.parameters.values())


def test_nothing_is_said_about_a_success() -> None:
    assert diagnose(Case(response=factories.response(200))) == ()
    assert diagnose(Case(response=factories.response(302))) == ()
    assert diagnose(Case()) == ()


def test_a_failure_while_receiving_is_explained_whatever_the_status() -> None:
    case = Case(response=factories.response(200), failure=Failure("receive", "reset by peer"))
    assert [found.id for found in diagnose(case)] == ["response_cut_off"]


def test_the_surest_comes_first_and_then_the_order_of_the_table() -> None:
    case = cases.reply("Missing Authentication Token", prepared=factories.prepared())
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [
        ("unknown_path_or_method", "likely"),
        ("unsigned_call_to_iam_method", "possible"),
        ("not_deployed", "possible"),
    ]


def test_the_published_case_of_a_missing_token() -> None:
    row = cases.published("DIA-01")
    url = row["input"]["request"]["url"]
    case = cases.published_case(row["input"]["response"], prepared=factories.prepared(url))
    assert [found.id for found in diagnose(case)] == row["expected"]["causes"]


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("status", [400, 401, 404, 418])
@pytest.mark.parametrize(
    "cause_id", ["time_stamp_too_old", "secret_key_wrong", "access_denied", "wrong_service"]
)
def test_the_owner_may_have_changed_status_and_key(
    cause_id: str, status: int, *, typed: bool
) -> None:
    case = cases.typical()[cause_id]
    assert case.response is not None
    headers = (
        [("X-AMZN-ERRORTYPE", case.error_type + ":http://internal.amazon.com/")] if typed else []
    )
    for key in ("message", "Message"):
        content = json.dumps({key: case.message, "extra": [1]}).encode()
        changed = factories.response(status, headers=headers, content=content)
        again = Case(response=changed, prepared=case.prepared, authorisation=case.authorisation)
        assert [found.id for found in diagnose(again)] == [cause_id]


BODIES = {
    "empty": b"",
    "binary": bytes(range(256)),
    "ten megabytes": b'{"message":"' + b"x" * 10_000_000 + b'"}',
    "ten megabytes of text": b"Signature expired " * 600_000,
    "nested": b"[" * 200_000,
    "nested objects": b'{"message":' * 100_000,
    "a list": b'["Missing Authentication Token"]',
    "a number": b'{"message": 403}',
    "null": b'{"message": null}',
    "a nested message": b'{"message": {"message": "Signature expired"}}',
    "not UTF-8": b'{"message":"Signature expired \xff"}',
    "lone surrogate": b'{"message":"Nope \\ud800"}',
    "NUL": b'{"message":"a\\u0000b"}',
    "utf-16": '{"message":"Forbidden"}'.encode("utf-16"),
    "html": b"<html><head><title>ERROR: The request could not be satisfied</title></head></html>",
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("error_type", ["", "Forbidden", cases.DENIED])
def test_a_strange_body_is_no_trouble(body: str, error_type: str) -> None:
    case = cases.reply("", error_type, content=BODIES[body], **cases.sent())
    found = diagnose(case)
    assert found
    assert sum(len(msgspec.json.encode(one)) for one in found) < 40_000


PARTS = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "Signature expired: ",
            "20269999T000000Z",
            "20260101T000000Z",
            "User: ",
            " is not authorized to perform: ",
            " on resource: ",
            " with an explicit deny in a",
            " because no ",
            cases.MISMATCH,
            "The Canonical String for this request should have been\n'",
            "\n\nThe String-to-Sign should have been\n'",
            "'",
            "\n",
            "Credential should be scoped to a valid region, not '",
            "Credential should be scoped to correct service: '",
            "Authorization header requires 'Credential' parameter. ",
            cases.NO_DATE,
            "must be a 'SignedHeader'",
            "Missing Authentication Token",
            "security token included in the request is invalid",
            "security token included in the request is expired",
            "The incoming token has expired",
            cases.AUTHORIZER,
            "Forbidden",
            "Unauthorized",
            "Request has expired",
            "<Error><Code>RequestTimeTooSkewed</Code><RequestTime>",
            "<Error><Code>XAmzContentSHA256Mismatch</Code>",
            " session policy",
            "</RequestTime>",
            "<X-Amz-Expires>60</X-Amz-Expires>",
            "<Expires>2026-03-04T05:07:07",
            "</Expires>",
            "<CanonicalRequest>GET\n/\n\n\nhost:h\n\nhost\n",
            "</CanonicalRequest>",
            "Unsupported AWS 'algorithm'",
            "(hashed with SHA-256 and encoded with Base64): '",
            ". Authorization=",
            "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
        ]
    ),
)
TYPES = st.sampled_from(
    [
        *("", ":", "#", cases.NO_TOKEN, cases.BAD_SIGNATURE, cases.INCOMPLETE, cases.DENIED, "X:y"),
        *("UnauthorizedException", cases.FORBIDDEN, "AuthorizerFailureException"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    status=st.integers(100, 999),
    error_type=TYPES,
    message=st.lists(PARTS, max_size=8).map("".join),
    raw=st.one_of(st.none(), st.binary(max_size=200)),
    offset=st.one_of(st.none(), st.floats(-1e9, 1e9)),
    known=st.sampled_from(
        [
            {},
            cases.sent(),
            cases.presigned(),
            cases.by_curl(),
            cases.by_sigv4a(),
            cases.unsigned_payload(),
            cases.by_temporary_keys(),
            cases.called(cases.LAMBDA, cases.token(exp=-1)),
            cases.called(cases.COGNITO, "a.b.c"),
            cases.called(cases.FENCED),
            cases.called(cases.PRICED, api_key="k-1234567"),
        ]
    ),
)
def test_whatever_comes_back_is_explained_without_a_traceback(
    status: int,
    error_type: str,
    message: str,
    raw: bytes | None,
    offset: float | None,
    known: dict[str, Any],
) -> None:
    content = raw
    if content is None:
        content = json.dumps({"message": message}).encode()
    case = cases.reply(
        "",
        error_type,
        status=status,
        content=content,
        clock_offset=offset,
        **({"apis": (cases.PETS,)} | known),
    )
    found = diagnose(case)
    assert bool(found) == (status >= 400)
    for one in found:
        assert isinstance(one, Finding)
        assert factories.SECRET_KEY not in msgspec.json.encode(one).decode()


@given(
    stage=st.sampled_from(["dns", "connect", "tls", "send", "wait", "receive", "cancelled"]),
    message=st.text(),
    timed_out=st.booleans(),
)
def test_every_failure_has_exactly_one_cause(stage: str, message: str, *, timed_out: bool) -> None:
    found = diagnose(cases.failed(stage, message, timed_out=timed_out))  # type: ignore[arg-type]  # drawn from the stages
    assert [one.confidence for one in found] == ["certain"]


@pytest.mark.parametrize("cause_id", TABLE)
def test_no_secret_is_quoted(cause_id: str) -> None:
    case = cases.typical()[cause_id]
    secrets = ["abc.def.ghi", "k-1234567"]
    if sent := case.sent_header("authorization"):
        secrets += [sent.partition(" ")[2], *sent.split(".")[1:]]
    ready, _ = cases.signed()
    for found in diagnose(case):
        text = msgspec.json.encode(found).decode()
        assert not [one for one in secrets if one and one in text]
        assert (ready.header("authorization") or "")[-64:] not in text


def test_the_page_lists_the_table() -> None:
    page = (ROOT / "docs" / "causes.md").read_text(encoding="utf-8")
    lines = [
        f"| `{cause.id}` | {cause.when} | `{cause.action}` | {cause.source} |"
        for cause in TABLE.values()
    ]
    assert page.splitlines()[-len(lines) :] == lines, "write these lines:\n" + "\n".join(lines)
