"""Long values in pieces: whole, old or nothing, whenever a write breaks off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import chunks

NAME = chunks.name("owner", "token")
SHORT, OTHER = "first-password", "second-password"
LONG, LONGER = "L" * 5000 + "é", "é" * 3000 + "M"


class Store:
    """Entries in a dictionary; after `steps` writes and removals each further one raises."""

    def __init__(self, entries: dict[str, str], steps: int = -1) -> None:
        self.entries = entries
        self.steps = steps

    def _step(self) -> None:
        if self.steps == 0:
            raise InterruptedError
        self.steps -= 1

    def read(self, name: str) -> str | None:
        return self.entries.get(name)

    def write(self, name: str, entry: str) -> None:
        self._step()
        self.entries[name] = entry

    def delete(self, name: str) -> None:
        self._step()
        del self.entries[name]


def put(store: Store, text: str) -> None:
    chunks.sweep(store, NAME, chunks.store(store, NAME, text))


def steps_of(entries: dict[str, str], text: str) -> int:
    store = Store(dict(entries))
    put(store, text)
    return -1 - store.steps


@given(st.text(st.characters(), max_size=3000))
def test_any_text_comes_back(text: str) -> None:
    store = Store({})
    put(store, text)
    assert chunks.load(store, NAME) == text
    assert all(len(entry) <= chunks.LONGEST for entry in store.entries.values())
    assert all(entry.isascii() and entry.isprintable() for entry in store.entries.values())


@pytest.mark.parametrize(
    "text",
    ["", "\0", "a\r\nb", "\x7f", "\\", "\\n", "\ud800", "\ud83d\ude00", "😀", " ", "ü" * 5000],
    ids=ascii,
)
def test_awkward_text_comes_back(text: str) -> None:
    store = Store({})
    put(store, text)
    assert chunks.load(store, NAME) == text


def test_nothing_there_is_none() -> None:
    assert chunks.load(Store({}), NAME) is None


def test_a_usual_token_needs_one_entry() -> None:
    store = Store({})
    put(store, "x" * 900)
    assert list(store.entries) == [NAME]


@pytest.mark.parametrize("new", [OTHER, LONGER], ids=["short", "long"])
@pytest.mark.parametrize("old", [None, SHORT, LONG], ids=["none", "short", "long"])
def test_after_a_break_at_any_step_it_is_the_old_or_the_new_value(
    old: str | None, new: str
) -> None:
    before: dict[str, str] = {}
    if old is not None:
        put(Store(before), old)
    total = steps_of(before, new)
    seen = set()
    for steps in range(total):
        entries = dict(before)
        with pytest.raises(InterruptedError):
            put(Store(entries, steps), new)
        value = chunks.load(Store(entries), NAME)
        assert value in {old, new}
        seen.add(value)
        # The next write, whatever its length, leaves nothing of the broken one behind.
        for next_value in (SHORT, "N" * 2000):
            mended = dict(entries)
            clean: dict[str, str] = {}
            put(Store(mended), next_value)
            put(Store(clean), next_value)
            assert chunks.load(Store(mended), NAME) == next_value
            assert len(mended) == len(clean)
    assert old in seen


def test_two_breaks_in_a_row_leave_the_old_value() -> None:
    before: dict[str, str] = {}
    put(Store(before), LONG)
    for first in range(1, 6):
        for second in range(1, 6):
            entries = dict(before)
            for steps, text in ((first, "A" * 9000), (second, "B" * 9000)):
                with pytest.raises(InterruptedError):
                    put(Store(entries, steps), text)
            assert chunks.load(Store(entries), NAME) == LONG


@pytest.mark.parametrize("old", [SHORT, LONG], ids=["short", "long"])
def test_a_broken_removal_leaves_the_whole_value_or_none(old: str) -> None:
    before: dict[str, str] = {}
    put(Store(before), old)
    for steps in range(len(before)):
        entries = dict(before)
        with pytest.raises(InterruptedError):
            chunks.remove(Store(entries, steps), NAME)
        assert chunks.load(Store(entries), NAME) == (old if steps == 0 else None)
        chunks.remove(Store(entries), NAME)
        assert entries == {}


def test_remove_of_nothing_is_quiet() -> None:
    chunks.remove(Store({}), NAME)


def test_every_damage_of_an_entry_is_seen() -> None:
    whole: dict[str, str] = {}
    put(Store(whole), LONG)
    for name, entry in whole.items():
        for damaged in ("", entry[:-1], entry + "x", entry[:-1] + "é", entry[::-1], "v1:", "\0"):
            with pytest.raises(chunks.Broken):
                chunks.load(Store({**whole, name: damaged}), NAME)
        if name != NAME:
            without = {key: value for key, value in whole.items() if key != name}
            with pytest.raises(chunks.Broken):
                chunks.load(Store(without), NAME)


@pytest.mark.parametrize("at", [60, 500, -1])
def test_one_changed_letter_of_a_short_value_is_seen(at: int) -> None:
    entries: dict[str, str] = {}
    put(Store(entries), "k" * 800)
    letters = list(entries[NAME])
    letters[at] = "j"
    with pytest.raises(chunks.Broken):
        chunks.load(Store({NAME: "".join(letters)}), NAME)


def test_pieces_of_two_writes_are_never_joined() -> None:
    one: dict[str, str] = {}
    two: dict[str, str] = {}
    put(Store(one), LONG)
    put(Store(two), LONG)  # even of the same value
    assert one.keys() == two.keys()
    for name in one:
        with pytest.raises(chunks.Broken):
            chunks.load(Store({**one, name: two[name]}), NAME)


def test_what_another_program_wrote_there_is_not_ours() -> None:
    with pytest.raises(chunks.Broken):
        chunks.load(Store({NAME: "hunter2"}), NAME)


def test_a_store_that_keeps_nothing_is_seen() -> None:
    class Deaf(Store):
        def write(self, name: str, entry: str) -> None:
            pass

    with pytest.raises(chunks.Broken):
        chunks.store(Deaf({}), NAME, SHORT)


def test_no_two_names_meet() -> None:
    pairs = [("a", "b/c"), ("a/b", "c"), ("a", "b"), ("a%2Fb", "c"), ("\ud800", ""), ("", "é")]
    names = [chunks.name(*pair) for pair in pairs]
    assert len(set(names)) == len(pairs)
    assert all(name.isascii() and name.isprintable() for name in names)
