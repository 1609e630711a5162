from __future__ import annotations

from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.payload_hash_differs import MEMBER
from apiclient_gui.core.finding import Finding
from tests.unit.core.diagnosis import cases

SENT = cases.sent()["prepared"].body.sha256()
OTHER = "ab" * 32


def found(signed: str, arrived: str) -> Finding:
    content = cases.other_body(signed, arrived)
    case = cases.reply("", status=400, content=content, **cases.sent())
    assert [(one.id, one.confidence) for one in diagnose(case)] == [(MEMBER.id, "certain")]
    return cases.explained(MEMBER.id, case)


def test_a_body_that_changed_on_the_way() -> None:
    said = found(SENT, OTHER)
    assert said.title == MEMBER.title
    rows = cases.rows(said)
    assert rows["Hash that was signed"] == rows["Hash of the body sent"] == SENT
    assert rows["Hash of the body that arrived"] == OTHER
    assert rows["Error code"] == "XAmzContentSHA256Mismatch"
    assert said.actions[0].parameters == {"place": "body"}


def test_a_body_that_did_not_arrive() -> None:
    said = found(SENT, EMPTY_SHA256)
    assert "did not arrive" in said.detail
    assert cases.rows(said)["Hash of the body that arrived"].endswith("(empty body)")


def test_a_header_of_another_body() -> None:
    said = found(OTHER, SENT)
    assert "x-amz-content-sha256" in said.title
    assert said.actions[0].parameters == {"place": "headers"}


def test_without_what_was_sent_and_without_the_hashes() -> None:
    words = b"<Error><Code>XAmzContentSHA256Mismatch</Code><Message>No.</Message></Error>"
    said = cases.explained(MEMBER.id, cases.reply("", status=400, content=words))
    assert [row.label for row in said.evidence] == ["Error code", "Gateway's words"]
