"""A practice gateway over the data folder of the test, with its workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve


@pytest.fixture
def gateway(data_folder: Path) -> Iterator[Description]:
    program = Program(data_folder)
    with serve(data_folder / "practice", port=None, fresh=False, judged=lambda _: None) as practice:
        seed.seed(program, practice.description)
        yield practice.description
    program.close()
