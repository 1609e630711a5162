"""The command line called in this process, with streams of its own; and as a program of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest

from apiclient_gui.cli import main


@dataclass(frozen=True)
class Ended:
    code: int
    out: bytes
    err: str

    @property
    def document(self) -> dict[str, Any]:
        lines = self.out.splitlines()
        assert len(lines) == 1, "with --json standard output holds one document and nothing else"
        document = json.loads(lines[0])
        assert isinstance(document, dict)
        return document


def apiclient(*words: str, stdin: bytes = b"") -> Ended:
    """Run a command in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        mock.patch.object(sys, "stdin", given),
        pytest.raises(SystemExit) as ended,
    ):
        main(list(words))
    out.flush()
    return Ended(int(ended.value.code or 0), out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]  # BytesIO


def program(*words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run a command as a program of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "apiclient_gui.cli", *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env=env,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr.decode())
