"""The history as its users have it: record, show again, limits, clearing, trouble."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.history import History, Query, Size
from apiclient_gui.core.model import Body, Exchange, FilePart
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.results import signed_exchange
from tests.support.sockets import WATCHDOG

PLANTED = "planted-token-value-0123456789"
LARGE = 9 * 2**20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "history"


@pytest.fixture
def history(folder: Path) -> Iterator[History]:
    made = History(folder, Redactor())
    yield made
    made.close()


def answered(content: bytes) -> Exchange:
    return factories.exchange(answer=factories.response(content=content))


def in_file(path: Path, size: int = LARGE) -> Exchange:
    path.write_bytes(b"x" * size)
    body = Body(pieces=(FilePart(path, size),))
    return factories.exchange(answer=replace(factories.response(), body=body))


def content(exchange: Exchange) -> bytes:
    assert exchange.response is not None
    return b"".join(exchange.response.body.blocks())


def body_files(folder: Path) -> list[Path]:
    return sorted((folder / "bodies").glob("*"))


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def save(history: History, exchange: Exchange, *, login: bool = False) -> int:
    return history.record(exchange, login=login).result(WATCHDOG)


# ---------------------------------------------------------------- recording and showing


def test_making_and_reading_it_touches_no_disk(history: History, folder: Path) -> None:
    assert history.page().rows == ()
    assert history.size() == Size(0, 0)
    assert history.clear() == history.remove([1]) == 0
    history.limit(1, 1)
    with pytest.raises(Problem) as refused:
        history.show(1)
    assert (refused.value.trouble, refused.value.finding.id) == ("usage", "history_unknown")
    assert not folder.exists()


@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 100_000])
def test_what_is_recorded_is_shown_again(history: History, folder: Path, size: int) -> None:
    before = answered(os.urandom(size))
    kept = history.show(save(history, before))
    assert kept.exchange == before
    assert kept.findings == ()
    assert len(body_files(folder)) == (size > 4096)


def test_a_body_in_a_file_is_kept_as_a_file(history: History, folder: Path, tmp_path: Path) -> None:
    spooled = tmp_path / "spooled"
    saved = history.record(in_file(spooled))
    spooled.unlink()  # it may go as soon as record returned
    kept = history.show(saved.result(WATCHDOG))
    assert kept.exchange.response is not None
    assert kept.exchange.response.body.file == body_files(folder)[0]
    assert content(kept.exchange) == b"x" * LARGE


def test_a_file_that_is_gone_or_cut_is_told(history: History, folder: Path, tmp_path: Path) -> None:
    ids = [save(history, answered(b"x" * 5_000)), save(history, in_file(tmp_path / "spooled"))]
    for cut in (True, False):
        for path in body_files(folder):
            path.write_bytes(b"cut") if cut else path.unlink()
        for id_ in ids:
            kept = history.show(id_)
            assert content(kept.exchange) == b""
            assert [finding.id for finding in kept.findings] == ["body_gone"]


def test_a_file_larger_than_the_whole_history_is_not_copied(folder: Path, tmp_path: Path) -> None:
    history = History(folder, Redactor(), bytes_kept=1000)
    kept = history.show(save(history, in_file(tmp_path / "spooled")))
    assert [finding.id for finding in kept.findings] == ["body_unsaved"]
    assert body_files(folder) == []
    history.close()


def test_nothing_secret_reaches_the_disk(folder: Path) -> None:
    redactor = Redactor()
    redactor.learn(Secret(PLANTED))
    history = History(folder, redactor)
    signed = signed_exchange(factories.request(headers=[("Cookie", PLANTED)]), token=PLANTED)
    signature = signed.authorisation.signature
    assert signature is not None
    save(history, signed)
    save(history, answered(b'{"access_token":"' + PLANTED.encode() + b'"}'))
    save(history, answered(PLANTED.encode() * 1000), login=True)
    on_disk = everything(folder)
    assert PLANTED.encode() not in on_disk
    assert signature.signature.encode() not in on_disk
    assert b"string_to_sign" in on_disk, "the search looks at the right place"
    history.close()


def test_a_login_leaves_no_file(history: History, folder: Path, tmp_path: Path) -> None:
    one = in_file(tmp_path / "spooled")
    (tmp_path / "spooled").write_bytes(b'{"id_token":"' + b"x" * (LARGE - 13))
    kept = history.show(save(history, one))
    assert [finding.id for finding in kept.findings] == ["body_login"]
    assert body_files(folder) == []


def test_what_has_to_be_typed_again_is_told(history: History) -> None:
    typed = factories.exchange(factories.request(headers=[("X-Api-Key", PLANTED)]))
    kept = history.show(save(history, typed))
    assert kept.unfilled == ("header X-Api-Key",)
    assert [finding.id for finding in kept.findings] == ["secrets_not_kept"]


def test_readers_see_what_was_recorded_before(history: History) -> None:
    for _ in range(20):
        history.record(factories.exchange())
    assert history.page(limit=1).total == 20


def test_many_threads_and_two_stores_write_at_once(history: History, folder: Path) -> None:
    other = History(folder, Redactor())
    ids: list[int] = []
    threads = [
        threading.Thread(
            target=lambda one=one: ids.extend(save(one, answered(b"x")) for _ in range(25))
        )  # type: ignore[misc]  # a default for the loop's value
        for one in (history, other, history, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WATCHDOG)
    assert len(ids) == len(set(ids)) == 100
    assert history.size().entries == other.size().entries == 100
    other.close()


def test_after_closing_it_opens_again(history: History, folder: Path) -> None:
    history.record(factories.exchange())
    history.close()
    assert not (folder / "history.sqlite-wal").exists(), "written and closed"
    assert history.page().total == 1


# ---------------------------------------------------------------- limits, removing


def test_the_oldest_go_and_their_files_with_them(folder: Path) -> None:
    history = History(folder, Redactor(), keep=3)
    ids = [save(history, answered(bytes([number]) * 5000)) for number in range(8)]
    assert history.flush(WATCHDOG)
    assert [row.id for row in history.page().rows] == ids[:-4:-1]
    assert len(body_files(folder)) == 3
    history.limit(1, 2**30)
    assert history.page().total == 1
    assert len(body_files(folder)) == 1
    history.close()


def test_orphans_are_swept(folder: Path) -> None:
    history = History(folder, Redactor())
    save(history, answered(b"x" * 5000))
    (named,) = body_files(folder)
    orphan = folder / "bodies" / "orphan.body"
    orphan.write_bytes(b"left by a killed writer")
    for path in (named, orphan):
        os.utime(path, (time.time() - 3600,) * 2)
    history.close()
    with sqlite3.connect(folder / "history.sqlite") as connection:
        connection.execute("UPDATE totals SET swept_at = 0")
    connection.close()
    save(history, factories.exchange())
    assert history.flush(WATCHDOG)
    assert body_files(folder) == [named]
    history.close()


def test_removing_some(history: History, folder: Path) -> None:
    ids = [save(history, answered(bytes([number]) * 5000)) for number in range(4)]
    assert history.remove([ids[0], ids[2], 999]) == 2
    assert [row.id for row in history.page().rows] == [ids[3], ids[1]]
    assert len(body_files(folder)) == 2
    assert history.remove([]) == 0


def test_clearing_leaves_nothing_on_the_disk(history: History, folder: Path) -> None:
    for size in (100, 5000):
        save(history, answered(b"remember me" * size))
    assert b"remember me" in everything(folder)
    assert history.clear() == 2
    assert b"remember me" not in everything(folder)
    assert factories.URL.encode() not in everything(folder)
    assert history.size() == Size(0, 0)
    assert save(history, factories.exchange()) == 3, "a number is never given twice"


# ---------------------------------------------------------------- trouble


def test_a_damaged_store_is_told_once_and_a_new_one_begun(history: History, folder: Path) -> None:
    folder.mkdir()
    (folder / "history.sqlite").write_bytes(b"damaged" * 1000)
    assert save(history, factories.exchange()) == 1
    assert [finding.id for finding in history.findings()] == ["history_damaged"]
    assert history.findings() == ()


def test_a_disk_that_takes_nothing_is_told_once_and_stops_no_send(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    history = History(tmp_path / "file", Redactor())
    saved = [history.record(answered(b"x" * 5000)) for _ in range(3)]
    assert all(isinstance(one.exception(WATCHDOG), Problem) for one in saved)
    assert len(history.findings()) == 1
    (tmp_path / "file").unlink()
    assert save(history, answered(b"x" * 5000)) == 1, "it goes on when the disk does"
    history.close()


def test_a_newer_one_is_not_written_to(history: History, folder: Path) -> None:
    save(history, factories.exchange())
    history.close()
    with sqlite3.connect(folder / "history.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    problem = history.record(answered(b"x" * 5000)).exception(WATCHDOG)
    assert isinstance(problem, Problem)
    assert problem.finding.id == "history_newer"
    assert body_files(folder) == [], "no file is left without a record"
    with pytest.raises(Problem):
        history.page(Query(text="x"))


def test_a_record_of_another_version_is_told(history: History, folder: Path) -> None:
    id_ = save(history, factories.exchange())
    with sqlite3.connect(folder / "history.sqlite") as connection:
        connection.execute("UPDATE kept SET document = '{}'")
    connection.close()
    with pytest.raises(Problem) as refused:
        history.show(id_)
    assert refused.value.finding.id == "history_record_unreadable"
    assert history.page().total == 1


def test_an_exchange_that_nobody_expected_stops_no_other(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    from apiclient_gui.core.history import document

    real = document.bodies.is_login

    def odd(exchange: Exchange) -> bool:
        if exchange.environment == "odd":
            raise ValueError(PLANTED)
        return real(exchange)

    monkeypatch.setattr(document.bodies, "is_login", odd)
    bad = history.record(replace(factories.exchange(), environment="odd"))
    assert save(history, factories.exchange()) == 1
    assert isinstance(bad.exception(), Problem)
    (told,) = history.findings()
    assert told.id == "history_not_kept"
    assert PLANTED not in repr(told)


@pytest.mark.parametrize("id_", [-1, 0, 2**63, 10**40])
def test_a_number_that_is_none_is_unknown(history: History, id_: int) -> None:
    save(history, factories.exchange())
    with pytest.raises(Problem) as refused:
        history.show(id_)
    assert refused.value.finding.id == "history_unknown"
