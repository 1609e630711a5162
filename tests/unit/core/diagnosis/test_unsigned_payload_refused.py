from __future__ import annotations

from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.unsigned_payload_refused import MEMBER
from apiclient_gui.core.model import Header, Origin
from tests.unit.core.diagnosis import cases

UNSIGNED = "UNSIGNED-PAYLOAD"
HASHED = cases.signature().canonical_request


def test_the_gateway_s_hash_proves_it() -> None:
    case = cases.reply(cases.mismatch(HASHED, "x"), cases.BAD_SIGNATURE, **cases.unsigned_payload())
    (found,) = diagnose(case)
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert cases.rows(found)["Gateway's hash of the body"] == HASHED.rpartition("\n")[2]
    assert found.actions[0].parameters == {"option": "payload", "value": "hashed"}


def test_the_hash_of_an_empty_body_is_named() -> None:
    words = cases.mismatch(HASHED.rpartition("\n")[0] + "\n" + EMPTY_SHA256, "x")
    case = cases.reply(words, cases.BAD_SIGNATURE, **cases.unsigned_payload())
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["Gateway's hash of the body"].endswith("(empty body)")


def test_without_the_gateway_s_strings_it_is_likely() -> None:
    case = cases.reply(cases.MISMATCH, cases.BAD_SIGNATURE, **cases.unsigned_payload())
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [
        (MEMBER.id, "likely"),
        ("secret_key_wrong", "likely"),
    ]


def test_another_signer_s_header_tells_it_too() -> None:
    own = [("X-Amz-Content-Sha256", UNSIGNED)]
    fields = cases.by_curl(headers=own, query=())
    assert cases.explained(MEMBER.id, cases.reply(cases.MISMATCH, cases.BAD_SIGNATURE, **fields))
    s3 = cases.by_curl(headers=own, query=(), service="s3")
    assert MEMBER.explain(cases.reply(cases.MISMATCH, cases.BAD_SIGNATURE, **s3)) is None


def test_it_is_silent_when_a_hash_was_signed_or_the_service_takes_it() -> None:
    assert MEMBER.explain(cases.reply(cases.MISMATCH, cases.BAD_SIGNATURE, **cases.sent())) is None
    words = cases.mismatch(HASHED.rpartition("\n")[0] + "\n" + UNSIGNED, "x")
    case = cases.reply(words, cases.BAD_SIGNATURE, **cases.unsigned_payload())
    assert MEMBER.explain(case) is None


def test_a_header_alone_is_no_signature() -> None:
    header = Header("X-Amz-Content-Sha256", UNSIGNED, Origin("header"))
    case = cases.reply(
        "Forbidden", prepared=cases.with_header(header.name, header.value)["prepared"]
    )
    assert MEMBER.explain(case) is None
