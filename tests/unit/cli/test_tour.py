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
    assert len(set(refused) - {None}) >= 20
    methods = {outcome["method"] for outcome in outcomes}
    assert methods == {"IAM", "Lambda authorizer", "resource policy", "Cognito"}
    for method in methods:
        statuses = [outcome["status"] for outcome in outcomes if outcome["method"] == method]
        assert 200 in statuses, method
        assert {401, 403} & set(statuses), method


def test_it_leaves_the_person_s_own_data_alone(data_folder: Path) -> None:
    assert apiclient("tour").code == 0
    assert not data_folder.exists()
