"""Secrets on the command line: from a variable, a file or standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from apiclient_gui.cli.base.secrets import secret_of
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.secret import Secret


def test_from_each_of_the_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINE", "from a variable")
    (tmp_path / "secret").write_bytes(b"from a file\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from stdin\n")))
    assert secret_of("env:MINE") == Secret("from a variable")
    assert secret_of(f"file:{tmp_path / 'secret'}") == Secret("from a file")
    assert secret_of("-") == Secret("from stdin")


@pytest.mark.parametrize(
    "source", ["", "the-secret-itself", "env:NOT_SET_HERE", "file:/no/such", "file:/"]
)
def test_anything_else_is_wrong_use_and_not_repeated(source: str) -> None:
    with pytest.raises(Problem) as refused:
        secret_of(source)
    assert refused.value.finding.id == "secret_unreadable"
    assert "the-secret-itself" not in repr(refused.value.finding)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * (1024 * 1024 + 1)])
def test_what_is_no_text_or_too_long_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(Problem):
        secret_of(f"file:{tmp_path / 'secret'}")
