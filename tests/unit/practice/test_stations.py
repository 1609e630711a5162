"""The stations of the tour; `tests/unit/cli/test_tour.py` sends them all."""

from __future__ import annotations

from pathlib import Path

from apiclient_gui.core import diagnosis
from apiclient_gui.practice import stations
from apiclient_gui.practice.server import serve


def test_every_expected_cause_exists_and_each_method_is_allowed_and_refused(
    data_folder: Path,
) -> None:
    with serve(data_folder, port=None, fresh=False, judged=lambda _: None) as gateway:
        every = stations.every(gateway.description)
    assert {station.cause for station in every} - {None} <= set(diagnosis.TABLE)
    assert all((station.cause is None) == (station.status < 400) for station in every)
    for method in (stations.IAM, stations.AUTHORIZER, stations.POLICY, stations.COGNITO):
        statuses = {station.status for station in every if station.method == method}
        assert 200 in statuses
        assert statuses & {401, 403}
