from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.presigned_url_changed import MEMBER
from apiclient_gui.core.model import Header, Origin
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("printed", [False, True])
def test_a_signature_that_is_none_is_certain_and_stands_alone(*, printed: bool) -> None:
    fields = cases.from_elsewhere(cut=4)
    words = cases.mismatch(canonical_of_sent(Case(**fields)) if printed else None)
    (found,) = diagnose(cases.reply(words, cases.BAD_SIGNATURE, **fields))
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert cases.rows(found)["Length of X-Amz-Signature"] == "60 characters, not 64"


@pytest.mark.parametrize("printed", [False, True])
def test_a_whole_signature_that_does_not_match_rather_means_another_url(*, printed: bool) -> None:
    fields = cases.from_elsewhere()
    words = cases.mismatch(canonical_of_sent(Case(**fields)) if printed else None)
    first, *others = diagnose(cases.reply(words, cases.BAD_SIGNATURE, **fields))
    assert (first.id, first.confidence) == (MEMBER.id, "likely")
    assert {one.confidence for one in others} == {"possible"}


def test_who_sends_a_presigned_url_is_not_who_signed_it() -> None:
    fields = cases.from_elsewhere()
    ready = fields["prepared"]
    agent = Header("User-Agent", "curl/7.88.1", Origin("scheme"))
    fields["prepared"] = replace(ready, headers=(*ready.headers, agent))
    words = cases.mismatch(canonical_of_sent(Case(**fields)))
    found = diagnose(cases.reply(words, cases.BAD_SIGNATURE, **fields))
    assert "curl" not in str(found)


def test_one_of_our_own_is_not_blamed() -> None:
    assert MEMBER.explain(cases.reply(cases.mismatch(), **cases.presigned())) is None
    assert MEMBER.explain(cases.reply(cases.mismatch(), **cases.sent())) is None
