"""The group of commands: what holds for all of them, tried as programs of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

APICLIENT = f'"{sys.executable}" -m apiclient_gui.cli'


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # closes and fills streams, which only a shell says shortly
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full: not Linux")
@pytest.mark.parametrize("to", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["sign GET http://a/", "sign GET http://a/ --json", "practice --json --until-eof", "sign --json"])  # fmt: skip
def test_output_that_takes_nothing_is_one_finding(command: str, to: str) -> None:
    ended = shell(f"{APICLIENT} {command} {to}")
    assert ended.returncode == 9
    assert ended.stderr.startswith("The result cannot be written: ")
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("send", "POST", "http://a/", "-d", "@-"), "file_unreadable"),
        (("explain", "--response", "-"), "file_unreadable"),
    ],
)
def test_input_that_is_closed_is_one_finding(words: Sequence[str], key: str) -> None:
    ended = shell(f"{APICLIENT} {' '.join(words)} --json <&-")
    assert ended.returncode == 2
    assert f'"id":"{key}"' in ended.stdout
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_data_folder_with_too_long_a_name_is_one_finding() -> None:
    ended = shell(f"{APICLIENT} identity list --json --data-dir /{'a' * 5000}")
    assert ended.returncode == 9
    assert ended.stdout.startswith('{"error":')
    assert "Traceback" not in ended.stderr
