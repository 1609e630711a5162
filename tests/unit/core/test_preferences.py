"""What a person prefers: read back as written, a damaged file told, a password never in it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from apiclient_gui.core import preferences
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.history import BYTES_KEPT, KEEP
from apiclient_gui.core.model import Settings
from apiclient_gui.core.preferences import MEGABYTE, Preferences
from apiclient_gui.core.secret import Secret


def test_the_usual_ones_are_those_of_a_new_request_and_of_the_history() -> None:
    usual = Preferences()
    assert usual.settings(None) == Settings()
    assert (usual.keep, usual.megabytes * MEGABYTE) == (KEEP, BYTES_KEPT)


def test_what_is_saved_is_read_again_and_only_by_its_owner(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert preferences.load(data) == (Preferences(), None)
    kept = Preferences(proxy="http://p:3128", proxy_user="me", timeout=7.5, keep=20)
    preferences.save(data, kept)
    assert preferences.load(data) == (kept, None)
    if sys.platform != "win32":
        assert stat.S_IMODE((data / "preferences.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"\x00",
        b'{"timeout": 0}',
        b'{"timeout": 1e400}',
        b'{"keep": -1}',
        b'{"keep": 1e9}',
        b'{"proxy": 7}',
        b'{"proxy": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_told_and_the_usual_ones_hold(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "preferences.json").write_bytes(content)
    found, finding = preferences.load(tmp_path)
    assert found == Preferences()
    assert finding is not None
    assert (finding.id, finding.severity) == ("preferences_damaged", "warning")
    assert finding.actions[0].parameters == {"place": "preferences"}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").mkdir()
    finding = preferences.load(tmp_path)[1]
    assert finding is not None
    assert finding.id == "preferences_damaged"


def test_a_folder_that_takes_nothing_is_a_finding(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        preferences.save(blocked, Preferences())
    assert caught.value.trouble == "storage"
    with pytest.raises(Problem) as caught:
        preferences.save(tmp_path, Preferences(ca_file="/\udcff.pem"))
    assert caught.value.trouble == "storage"


@pytest.mark.parametrize(
    ("proxy", "user", "password", "whole"),
    [
        ("", "me", "x", ""),
        ("none", "me", "x", "none"),
        ("http://p:3128", "", "x", "http://p:3128"),
        ("http://p:3128", "me", None, "http://me@p:3128"),
        ("p:3128", "m@e", "a/b:c%", "http://m%40e:a%2Fb%3Ac%25@p:3128"),
        ("http://[", "me", "x", "http://["),
        ("p", "\ud800", "x", "http://%ED%A0%80:x@p"),
        ("https://old@[::1]:8080", "me", "x", "https://me:x@[::1]:8080"),
    ],
)
def test_user_and_password_are_put_into_the_proxys_address(
    proxy: str, user: str, password: str | None, whole: str
) -> None:
    given = Preferences(proxy=proxy, proxy_user=user)
    assert given.settings(Secret(password) if password else None).proxy == whole
