"""PySide6 6.12.0 on Python 3.11 loses a reference to None at every call and aborts after some thousand."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from PySide6.QtCore import QObject

ROOT = Path(__file__).resolve().parents[2]
CALLS = 20_000


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on (PEP 683)"
)
def test_calls_that_return_none_keep_its_references() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    # Other things come and go by some tens; the fault loses one at each call.
    assert sys.getrefcount(None) > before - CALLS // 100


def test_the_installed_version_is_one_that_the_project_allows() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = [Requirement(line) for line in tomllib.loads(text)["project"]["dependencies"]]
    ours = [one for one in wanted if re.fullmatch("pyside6-essentials", one.name, re.IGNORECASE)]
    assert {str(one.marker) for one in ours} == {
        'python_version < "3.12"',
        'python_version >= "3.12"',
    }
    for one in ours:
        assert one.marker is not None
        if one.marker.evaluate():
            assert one.specifier.contains(version(one.name))
        if one.marker.evaluate({"python_version": "3.11"}):
            assert not one.specifier.contains("6.12.0")
