"""`apiclient tour`: every way of allowing and refusing, with its right cause, sent for real."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import apiclient


def test_every_outcome_is_the_expected_one() -> None:
    ended = apiclient("tour", "--json")
    assert ended.code == 0
    assert ended.document["ok"] is True
    outcomes = ended.document["outcomes"]
    assert {"method", "name", "url", "expected_status", "status", "cause", "ok"} == set(outcomes[0])
    assert [outcome["cause"] for outcome in outcomes[:2]] == [None, None]
    refused = [outcome["cause"] for outcome in outcomes[2:]]
    assert len(refused) == len(set(refused)) >= 11


def test_it_leaves_the_person_s_own_data_alone(data_folder: Path) -> None:
    assert apiclient("tour").code == 0
    assert not data_folder.exists()
