"""The tour's stations; `tests/unit/cli/test_tour.py` sends them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed, stations, tour
from apiclient_gui.practice.server import serve


def test_an_outcome_that_was_not_expected_is_not_ok(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as gateway:
        seed.seed(program, gateway.description)
        first = stations.every(gateway.description)[0]
        wrong = stations.Station("expects too much", first.request, 403, "wrong_region")
        monkeypatch.setattr(stations, "every", lambda _: (first, wrong))
        outcomes = list(tour.run(program, gateway.description, lambda _: None))
    program.close()
    assert [outcome.ok for outcome in outcomes] == [True, False]
    assert outcomes[1].status == 200
