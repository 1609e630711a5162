from __future__ import annotations

from apiclient_gui.core.diagnosis.not_deployed import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases

WORDS = "Missing Authentication Token"


def test_it_is_always_only_possible() -> None:
    for case in (
        cases.reply(WORDS, cases.NO_TOKEN),
        cases.reply(WORDS, cases.NO_TOKEN, **cases.sent()),
    ):
        assert cases.explained(MEMBER.id, case).confidence == "possible"


def test_a_method_that_is_known_to_be_there_excludes_it() -> None:
    case = cases.reply(WORDS, cases.NO_TOKEN, apis=(cases.PETS,), prepared=factories.prepared())
    assert MEMBER.explain(case) is None
