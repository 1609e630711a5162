from __future__ import annotations

from apiclient_gui.core.diagnosis.cancelled_by_user import MEMBER
from tests.unit.core.diagnosis import cases


def test_it_is_a_note_and_no_error() -> None:
    found = cases.explained(MEMBER.id, cases.failed("cancelled", "cancelled"))
    assert found.severity == "note"
    assert cases.keys(found) == ["send_again"]


def test_what_broke_by_itself_was_not_cancelled() -> None:
    assert MEMBER.explain(cases.failed("wait", "cancelled")) is None
