"""AWS configuration files of a person who is not there, and no other source of keys in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.aws_files import AwsFiles


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsFiles:
    return AwsFiles.empty(tmp_path, monkeypatch)
