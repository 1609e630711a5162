from __future__ import annotations

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.unsigned_call_to_iam_method import MEMBER
from apiclient_gui.core.model import Prepared
from tests import factories
from tests.unit.core.diagnosis import cases

WORDS = "Missing Authentication Token"


def unsigned(path: str) -> Prepared:
    return factories.prepared(cases.PETS.url + path)


def test_a_method_known_to_use_iam_makes_it_certain() -> None:
    case = cases.reply(WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=unsigned("/pets/7"))
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert cases.rows(found[0])["Authorization of the method"] == "AWS_IAM"
    assert cases.keys(found[0]) == ["choose_identity"]


def test_when_nothing_is_known_it_is_possible() -> None:
    case = cases.reply(WORDS, cases.NO_TOKEN, prepared=unsigned("/pets"))
    assert cases.explained(MEMBER.id, case).confidence == "possible"


def test_a_path_that_is_known_not_to_exist_excludes_it() -> None:
    case = cases.reply(WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=unsigned("/petz"))
    assert MEMBER.explain(case) is None


def test_a_signature_that_was_sent_did_not_arrive() -> None:
    case = cases.reply(
        WORDS, cases.NO_TOKEN, apis=(cases.PETS,), **cases.sent(url=cases.PETS.url + "/pets/7")
    )
    # Signed as POST: the API has GET only.
    assert MEMBER.explain(case) is None
    ready, authorisation = factories.sign(unsigned("/pets"), factories.terms())
    case = cases.reply(
        WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=ready, authorisation=authorisation
    )
    found = cases.explained(MEMBER.id, case)
    assert (found.title, found.confidence) == ("The signature did not arrive", "likely")
    unknown = cases.reply(WORDS, cases.NO_TOKEN, prepared=ready, authorisation=authorisation)
    assert MEMBER.explain(unknown) is None
