from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.server_error import MEMBER
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize("status", [500, 502, 504, 599, 999])
def test_the_fault_is_on_the_other_side(status: int) -> None:
    found = diagnose(cases.reply("Internal server error", status=status))
    assert [one.id for one in found] == [MEMBER.id]
    assert str(status) in found[0].title
    assert "other side" in found[0].detail
    assert cases.keys(found[0])[0] == "send_again"


def test_a_cause_that_fits_goes_first() -> None:
    case = cases.reply("Missing Authentication Token", cases.NO_TOKEN, status=500)
    assert MEMBER.id not in {one.id for one in diagnose(case)}
