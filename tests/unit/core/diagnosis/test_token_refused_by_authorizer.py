from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.token_refused_by_authorizer import MEMBER
from tests.support import signed_tokens
from tests.unit.core.diagnosis import cases


def test_a_token_with_no_fault_that_can_be_seen() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert "signature" in found[0].detail
    assert cases.rows(found[0])["Key ID"] == "k1"


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("not-a-token-of-anybody", MEMBER.title, "no JWT"),
        ("eyJhbGciOiJSUzI1NiJ9.e30", "What was sent as a token cannot be read as one", "cut"),
        (
            signed_tokens.raw('{"alg":"none"}', f'{{"iss":"{cases.ISSUER}","aud":"pets"}}', ""),
            "The token is not signed",
            "signed",
        ),
    ],
)
def test_what_kind_of_text_it_was(text: str, title: str, words: str) -> None:
    found = diagnose(cases.unauthorized(**cases.called(cases.LAMBDA, text)))
    assert [one.id for one in found] == [MEMBER.id]
    assert found[0].title == title
    assert words in found[0].detail
    assert text not in str(found)


def test_an_application_that_is_not_known() -> None:
    sent = cases.called(cases.LAMBDA, cases.token()) | {"apis": ()}
    found = diagnose(cases.reply("Unauthorized", status=401, **sent))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    assert found[0].title == "The server refused this token"


def test_a_reply_alone_does_not_tell_whether_a_token_came() -> None:
    found = diagnose(cases.unauthorized())
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "likely")]
    assert found[0].title == "No token came, or the authorizer refused it"


def test_what_is_another_cause() -> None:
    for other in ("token_missing", "token_expired", "wrong_token_kind", "authorizer_policy_denies"):
        assert MEMBER.explain(cases.typical()[other]) is None
