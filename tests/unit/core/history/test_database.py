"""The file: private, set aside when damaged, left alone when newer, shared by processes."""

from __future__ import annotations

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.history.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history" / "history.sqlite"


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT entries FROM totals").fetchone()[0])


def add(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO entry (sent_at, status, method, identity, environment, bytes, words)"
        " VALUES (0, 200, 'GET', '', '', 1, x'00')"
    )


def test_making_one_touches_no_disk(path: Path) -> None:
    database = Database(path, pytest.fail)
    assert not database.exists()
    assert not path.parent.exists()
    database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_user_may_look_into_it(path: Path) -> None:
    database = Database(path, pytest.fail)
    database.write(add)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    data = {name: mode for name, mode in modes.items() if not name.endswith(".lock")}
    assert data == dict.fromkeys(
        ("history.sqlite", "history.sqlite-shm", "history.sqlite-wal"), 0o600
    )
    database.close()


def test_it_is_written_ahead_and_erases_what_is_deleted(path: Path) -> None:
    database = Database(path, pytest.fail)
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 1), ("secure_delete", 1)):
        found = database.run(lambda open_, name=pragma: open_.execute(f"PRAGMA {name}").fetchone())  # type: ignore[misc]  # a default for the loop's value
        assert found == (value,)
    database.close()


def test_two_of_them_share_the_file(path: Path) -> None:
    one, other = Database(path, pytest.fail), Database(path, pytest.fail)
    one.write(add)
    other.write(add)
    assert one.run(count) == other.run(count) == 2
    one.close()
    assert other.run(count) == 2
    other.close()


def test_nothing_of_a_failed_transaction_is_kept(path: Path) -> None:
    database = Database(path, pytest.fail)

    def half(connection: sqlite3.Connection) -> None:
        add(connection)
        connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(Problem) as refused:
        database.write(half)
    assert refused.value.finding.id == "history_unwritable"
    assert database.run(count) == 0
    database.write(add)
    assert database.run(count) == 1
    database.close()


@pytest.mark.parametrize("size", [100, 20_000])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, size: int) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * size)
    told: list[Finding] = []
    database = Database(path, told.append)
    database.write(add)
    assert database.run(count) == 1
    assert [finding.id for finding in told] == ["history_damaged"]
    (aside,) = path.parent.glob("history.sqlite.damaged-*")
    assert aside.read_bytes().startswith(b"no database")
    assert str(aside) in told[0].evidence[1].value
    database.close()


def test_damage_that_shows_later_is_mended_the_same_way(path: Path) -> None:
    told: list[Finding] = []
    database = Database(path, told.append)
    for _ in range(50):
        database.write(add)
    database.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)  # the first page, with the schema, is whole
    path.write_bytes(content)
    database.write(add)
    assert database.run(count) == 1
    assert [finding.id for finding in told] == ["history_damaged"]
    database.close()


def test_what_another_process_set_aside_is_not_written_to(path: Path) -> None:
    database = Database(path, pytest.fail)
    database.write(add)
    path.rename(path.with_name("aside"))
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).rename(path.with_name("aside" + tail))
    database.write(add)
    assert database.run(count) == 1
    database.close()


def test_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    database = Database(path, pytest.fail)
    database.write(add)
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    content = path.read_bytes()
    for _ in range(2):
        with pytest.raises(Problem) as refused:
            database.write(add)
        assert refused.value.finding.id == "history_newer"
    database.close()
    assert path.read_bytes() == content


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    database = Database(tmp_path / "file" / "history.sqlite", pytest.fail)
    with pytest.raises(Problem) as refused:
        database.write(add)
    assert refused.value.trouble == "storage"


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(Problem) as refused:
        Database(path, pytest.fail).write(add)
    assert refused.value.trouble == "storage"
