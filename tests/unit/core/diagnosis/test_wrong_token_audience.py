from __future__ import annotations

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.wrong_token_audience import MEMBER
from tests.unit.core.diagnosis import cases


def test_another_audience_than_the_known_authorizer_s() -> None:
    found = diagnose(cases.typical()[MEMBER.id])
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    rows = cases.rows(found[0])
    assert (rows["aud"], rows["Wanted audience"]) == ("other", "client")


def test_the_words_of_an_http_api() -> None:
    challenge = 'Bearer error_description="the token does not have a valid audience"'
    headers = [("www-authenticate", challenge)]
    sent = cases.called(cases.LAMBDA, cases.token()) | {"apis": ()}
    case = cases.reply("Unauthorized", status=401, headers=headers, **sent)
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert cases.rows(found[0])["aud"] == "pets"


def test_what_is_another_cause() -> None:
    several = cases.token(aud=["dogs", "pets"])
    assert MEMBER.explain(cases.unauthorized(**cases.called(cases.LAMBDA, several))) is None
    assert MEMBER.explain(cases.typical()["wrong_token_issuer"]) is None
    assert MEMBER.explain(cases.typical()["wrong_token_kind"]) is None
