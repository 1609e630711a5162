from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request, Row
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state import kept_tabs
from apiclient_gui.ui.state.kept_tabs import Draft, Kept, KeptTab, KeptTabs

PETS = Request(name="Pets", url="http://h/pets")
TYPED = Request(name="Pets", url="http://typed\n", headers=(Row("A", '"quoted"'),), method="PATCH")
KEYS = ("a" * 16, "b" * 16)
SNAPSHOT = Snapshot(
    "W", requests=(StoredRequest("A/pets", PETS), StoredRequest("dogs", Request(name="Dogs")))
)


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return kept_tabs.folder_of(data_folder, data_folder / "workspace")


class Reader:
    """Reads as a window that starts does, and lets go of what the one before held."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kept = Kept(None)

    def read(self, snapshot: Snapshot = SNAPSHOT) -> Kept:
        self.close()
        self.kept = kept_tabs.read(self.folder, snapshot)
        return self.kept

    def close(self) -> None:
        if self.kept.lock is not None:
            self.kept.lock.release()


@pytest.fixture
def reader(folder: Path) -> Iterator[Reader]:
    made = Reader(folder)
    made.read()
    yield made
    made.close()


def keep(folder: Path, *tabs: KeptTab, current: int = 0, draft: Request | None = TYPED) -> None:
    drafts = {tabs[0].key: Draft(tabs[0], PETS, draft)} if draft else {}
    kept_tabs.write(folder, KeptTabs(current, tabs), drafts, tuple(drafts))


def test_what_was_open_is_open_again(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"), KeptTab(KEYS[1], "dogs", preview=True), current=1)
    kept = reader.read()
    assert [tab.path for tab in kept.tabs] == ["A/pets", "dogs"]
    assert [tab.draft for tab in kept.tabs] == [TYPED, None]
    assert [tab.preview for tab in kept.tabs] == [False, True]
    assert kept.current == 1
    assert kept.tabs[0].theirs is None
    assert kept.troubles == ()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_the_user_may_read_what_was_typed(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_request_without_a_file_keeps_its_folder(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "", "A"))
    (tab,) = reader.read().tabs
    assert (tab.path, tab.folder, tab.draft, tab.gone) == ("", "A", TYPED, False)


def test_a_file_that_changed_while_the_window_was_closed_is_a_question(
    folder: Path, reader: Reader
) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"))
    theirs = Request(name="Pets", url="http://theirs")
    (tab,) = reader.read(Snapshot("W", requests=(StoredRequest("A/pets", theirs),))).tabs
    assert (tab.draft, tab.theirs) == (TYPED, theirs)
    (tab,) = reader.read(Snapshot("W")).tabs
    assert tab.gone
    assert tab.request == TYPED


def test_a_draft_that_the_file_holds_by_now_is_none(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"), draft=PETS)
    (tab,) = reader.read().tabs
    assert not tab.unsaved


def test_a_draft_that_is_saved_leaves_the_disk(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"))
    kept_tabs.write(folder, None, {}, ())
    assert sorted(file.name for file in folder.glob("*.toml")) == ["tabs.toml"]
    assert not reader.read().tabs[0].unsaved


def test_a_list_that_is_lost_loses_no_draft(folder: Path, reader: Reader) -> None:
    keep(folder, KeptTab(KEYS[0], "A/pets"))
    (folder / "tabs.toml").write_bytes(b"\0\xff not toml")
    kept = reader.read()
    assert [(tab.path, tab.draft) for tab in kept.tabs] == [("A/pets", TYPED)]
    assert [finding.id for finding in kept.troubles] == ["file_set_aside"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"current = 'x'",
        b"current = -9\n[[tab]]\npath = '../../etc/passwd'\nkey = '../../x'",
        b"[[tab]]\npath = 'dogs'\n[[tab]]\npath = 'dogs'",
        b"tab = [" + b"{path = 'dogs', preview = true}," * 500 + b"]",
        b"current = 99999999999999999999",
    ],
)
def test_garbage_opens_nothing_wrong(folder: Path, reader: Reader, content: bytes) -> None:
    (folder / "tabs.toml").write_bytes(content)
    (folder / f"{KEYS[0]}.toml").write_bytes(b"url = 5")
    (folder / "strange.toml").write_bytes(b"x = 1")
    kept = reader.read()
    assert {tab.path for tab in kept.tabs} <= {"dogs"}
    assert len(kept.tabs) <= 1


def test_another_window_is_left_alone(folder: Path, reader: Reader) -> None:
    other = kept_tabs.read(folder, SNAPSHOT)
    assert other.lock is None
    assert other.tabs == ()


def test_one_draft_that_cannot_be_written_costs_no_other(folder: Path, reader: Reader) -> None:
    half = Request(url="\ud800")
    drafts = {
        KEYS[0]: Draft(KeptTab(KEYS[0]), Request(), half),
        KEYS[1]: Draft(KeptTab(KEYS[1]), Request(), TYPED),
    }
    tabs = KeptTabs(0, (KeptTab(KEYS[0]), KeptTab(KEYS[1])))
    with pytest.raises(Problem) as told:
        kept_tabs.write(folder, tabs, drafts, KEYS)
    assert told.value.finding.id == "text_not_unicode"
    assert [tab.draft for tab in reader.read().tabs if tab.unsaved] == [TYPED]


def test_each_workspace_has_a_folder_of_its_own(tmp_path: Path) -> None:
    places = {kept_tabs.folder_of(tmp_path, tmp_path / name) for name in ("a", "b", "a")}
    assert len(places) == 2
