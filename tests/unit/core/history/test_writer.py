"""The writing thread: order, transactions shared, room for so much, and an end that writes what waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from apiclient_gui.core.history.writer import MOST_WAITING, Writer
from tests.support.sockets import WATCHDOG


class Disk:
    """Takes batches; can be held."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.tidied = 0
        self.steps = 0
        self.free = threading.Event()
        self.free.set()
        self.entered = threading.Event()

    def save(self, records: list[str]) -> list[int | Exception]:
        self.entered.set()
        assert self.free.wait(WATCHDOG)
        self.batches.append(records)
        return [ValueError(one) if one == "bad" else len(one) for one in records]

    def tidy(self) -> bool:
        self.tidied += 1
        self.steps -= 1
        return self.steps > 0


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def writer(disk: Disk) -> Iterator[Writer[str]]:
    made = Writer(disk.save, disk.tidy)
    yield made
    disk.free.set()
    assert made.close(WATCHDOG)


def test_what_waits_is_written_together_and_in_order(disk: Disk, writer: Writer[str]) -> None:
    disk.free.clear()
    first = writer.put("a", 0)
    assert disk.entered.wait(WATCHDOG)
    waiting = [writer.put(text, 0) for text in ("bb", "bad", "cccc")]
    disk.free.set()
    assert first is not None
    assert first.result(WATCHDOG) == 1
    assert writer.flush(WATCHDOG)
    assert disk.batches == [["a"], ["bb", "bad", "cccc"]]
    results = [one.exception() or one.result() for one in waiting if one]
    assert [results[0], results[2]] == [2, 4]
    assert isinstance(results[1], ValueError)


def test_other_work_is_done_in_between(disk: Disk, writer: Writer[str]) -> None:
    disk.free.clear()
    writer.put("a", 0)
    assert disk.entered.wait(WATCHDOG)
    writer.put("b", 0)
    seen = writer.do(lambda: list(disk.batches))
    writer.put("c", 0)
    disk.free.set()
    assert seen.result(WATCHDOG) == [["a"], ["b"]]
    assert writer.flush(WATCHDOG)
    assert disk.batches == [["a"], ["b"], ["c"]]


def test_there_is_room_for_so_much(disk: Disk, writer: Writer[str]) -> None:
    disk.free.clear()
    writer.put("a", 0)
    assert disk.entered.wait(WATCHDOG)
    assert writer.put("large", 2**30) is not None, "one always has room"
    assert writer.put("b", 2**26, patience=0) is None, "64 MB wait at most"
    disk.free.set()
    assert writer.flush(WATCHDOG)
    disk.free.clear()
    disk.entered.clear()
    writer.put("a", 0)
    assert disk.entered.wait(WATCHDOG)
    for _ in range(MOST_WAITING):
        assert writer.put("b", 0) is not None
    assert writer.put("one too many", 0, patience=0) is None
    assert not writer.flush(0)
    assert not writer.close(0)


def test_trouble_does_not_end_the_thread(disk: Disk, writer: Writer[str]) -> None:
    def fail() -> None:
        raise OSError

    assert isinstance(writer.do(fail).exception(WATCHDOG), OSError)
    saved = writer.put("a", 0)
    assert saved is not None
    assert saved.result(WATCHDOG) == 1


def test_it_tidies_until_there_is_no_more_to_do(disk: Disk) -> None:
    done = threading.Event()

    def tidy() -> bool:
        if not disk.tidy():
            done.set()
        return disk.steps > 0

    disk.steps = 3
    writer = Writer(disk.save, tidy)
    writer.put("a", 0)
    assert done.wait(WATCHDOG)
    assert writer.close(WATCHDOG)
    assert disk.tidied == 3


def test_closing_ends_the_thread_and_the_next_record_starts_one(
    disk: Disk, writer: Writer[str]
) -> None:
    assert writer.close(WATCHDOG)
    for _ in range(2):
        before = threading.active_count()
        writer.put("a", 0)
        assert writer.close(WATCHDOG)
        assert threading.active_count() == before
    assert disk.batches == [["a"], ["a"]]
