from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Environment, Request
from apiclient_gui.core.workspace import documents
from apiclient_gui.core.workspace.shelf import Shelf

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions, pipes and names")


@contextlib.contextmanager
def usual_user() -> Iterator[Path]:
    """A folder of a process that is not root, for which permissions hold."""
    with tempfile.TemporaryDirectory() as name:
        user = os.geteuid()
        Path(name).chmod(0o777)
        if user == 0:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            os.seteuid(user)


def asides(folder: Path, mark: str = "damaged") -> list[Path]:
    return sorted(folder.rglob(f"*.{mark}-*"))


def shown(finding: Finding) -> dict[str, str]:
    return {row.label: row.value for row in finding.evidence}


def make_folder(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_bytes(b"kept")


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.write_bytes(b"name = \n"), "line 1, column 8"),
        (lambda path: path.write_bytes(b"name = 1"), "$.name"),
        (lambda path: path.write_bytes(b"\xff" * 10_000_000), "utf-8"),
        (lambda path: path.write_bytes(b"x" * 10_000_000), "end of document"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(bytes(4096)), "line 1"),
        (make_folder, "not a file"),
        pytest.param(make_pipe, "not a file", marks=posix),
    ],
)
def test_damage_is_set_aside_and_told_once(
    tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    path = tmp_path / "a.toml"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    shelf = Shelf(tmp_path)
    assert shelf.read(path, Request) is None
    assert shelf.read(path, Request) is None
    (finding,) = shelf.troubles
    assert finding.id == "file_set_aside"
    assert reason in shown(finding)["Reason"]
    (aside,) = asides(tmp_path)
    assert shown(finding)["Now at"] == aside.name
    assert before is None or aside.read_bytes() == before
    shelf.write(path, Request(name="new"))
    assert shelf.read(path, Request) == Request(name="new")
    assert asides(tmp_path) == [aside]


def test_saving_over_damage_sets_it_aside_first(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"<<<<<<< HEAD")
    Shelf(tmp_path).write(path, Request(name="new"))
    assert [aside.read_bytes() for aside in asides(tmp_path)] == [b"<<<<<<< HEAD"]


def test_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.toml").open("wb") as file:
        file.truncate(documents.LARGEST + 1)
    shelf = Shelf(tmp_path)
    assert shelf.read(tmp_path / "a.toml", Request) is None
    assert "bytes" in shown(shelf.troubles[0])["Reason"]


def test_unknown_keys_are_told_and_kept_when_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"name = 'a'\ncolour = 'red'\n")
    shelf = Shelf(tmp_path)
    assert shelf.read(path, Request) == Request(name="a")
    assert shelf.read(path, Request) == Request(name="a")
    assert [(one.id, shown(one)) for one in shelf.troubles] == [("unknown_keys", {"Key": "colour"})]
    shelf.write(path, Request(name="b"))
    shelf.write(path, Request(name="c"))
    (kept,) = asides(tmp_path, "kept")
    assert kept.read_bytes() == b"name = 'a'\ncolour = 'red'\n"
    assert shelf.troubles[1].id == "file_kept"
    assert shown(shelf.troubles[1])["Now at"] == kept.name


def test_text_that_cannot_be_saved_leaves_all_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"damaged")
    with pytest.raises(Problem) as caught:
        Shelf(tmp_path).write(path, Request(name="\ud800"))
    assert caught.value.finding.id == "text_not_unicode"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.toml"]


@posix
def test_what_may_not_be_read_is_not_damaged() -> None:
    with usual_user() as folder:
        path = folder / "a.toml"
        path.write_bytes(b"name = 'a'")
        path.chmod(0)
        shelf = Shelf(folder)
        assert shelf.read(path, Request) is None
        assert [one.id for one in shelf.troubles] == ["file_not_permitted"]
        with pytest.raises(Problem) as caught:
            shelf.write(path, Request())
        assert caught.value.finding.id == "file_not_permitted"
        path.chmod(0o600)
        assert path.read_bytes() == b"name = 'a'"
        assert [entry.name for entry in folder.iterdir()] == ["a.toml"]


@posix
def test_damage_that_cannot_be_set_aside_is_not_overwritten() -> None:
    with usual_user() as folder:
        below = folder / "below"
        below.mkdir()
        (below / "a.toml").write_bytes(b"damaged")
        below.chmod(0o555)
        shelf = Shelf(folder)
        assert shelf.read(below / "a.toml", Request) is None
        assert [one.id for one in shelf.troubles] == ["file_damaged"]
        with pytest.raises(Problem) as caught:
            shelf.write(below / "a.toml", Request())
        assert caught.value.finding.id == "file_damaged"
        assert (below / "a.toml").read_bytes() == b"damaged"
        below.chmod(0o755)


@posix
def test_folder_that_may_be_listed_but_not_entered_is_told() -> None:
    with usual_user() as folder:
        (folder / "r" / "closed").mkdir(parents=True)
        (folder / "r" / "closed" / "a.toml").touch()
        (folder / "r" / "closed").chmod(0o400)
        shelf = Shelf(folder)
        (path,) = shelf.listing("r")
        assert shelf.read(path, Request) is None
        assert [one.id for one in shelf.troubles] == ["file_not_permitted"]
        with pytest.raises(Problem) as caught:
            shelf.write(path, Request())
        assert caught.value.finding.id == "file_not_permitted"
        with pytest.raises(Problem) as caught:
            shelf.is_linked(path)
        assert caught.value.finding.id == "file_not_permitted"
        (folder / "r" / "closed").chmod(0o300)
        with pytest.raises(Problem):
            shelf.names("r/closed")
        (folder / "r" / "closed").chmod(0o700)


@posix
def test_folder_that_may_not_be_looked_into_is_told() -> None:
    with usual_user() as folder:
        (folder / "r" / "closed").mkdir(parents=True)
        (folder / "r" / "a.toml").touch()
        (folder / "r" / "closed").chmod(0)
        shelf = Shelf(folder)
        assert list(shelf.listing("r")) == [folder / "r" / "a.toml"]
        assert [one.id for one in shelf.troubles] == ["file_not_permitted"]
        (folder / "r" / "closed").chmod(0o700)


@posix
def test_listing_takes_plain_files_only(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.toml").touch()
    folder = tmp_path / "w" / "r"
    (folder / "IAM" / "deep").mkdir(parents=True)
    for name in ("a.toml", "IAM/deep/b.toml", ".hidden.toml", "notes.md", "a.toml.damaged-1"):
        (folder / name).touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "c.toml").touch()
    (folder / "out").symlink_to(outside)
    (folder / "link.toml").symlink_to(outside / "secret.toml")
    (folder / "bell\x07.toml").touch()
    (folder / "readme").symlink_to(outside / "secret.toml")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.toml")).touch()
    shelf = Shelf(tmp_path / "w")
    assert sorted(shelf.listing("r")) == [folder / "IAM" / "deep" / "b.toml", folder / "a.toml"]
    assert sorted(shown(one)["File"] for one in shelf.troubles) == [
        "r/bell\\x07.toml",
        "r/caf\\udce9.toml",
        "r/link.toml",
        "r/out",
        "r/readme",
    ]
    assert list(shelf.listing("missing")) == []


def test_leftovers_are_cleared_below_the_named_folders(tmp_path: Path) -> None:
    name = f".apiclient-{'0' * 16}.tmp"
    places = [tmp_path / name, tmp_path / "r" / "x" / name, tmp_path / "other" / name]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
        os.utime(place, (0, 0))
    Shelf(tmp_path).clear_leftovers("r", "missing")
    assert [place.exists() for place in places] == [False, False, True]


def test_folders_are_made_when_something_is_saved(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.write(tmp_path / "a" / "b" / "c.toml", Environment(name="E"))
    assert shelf.read(tmp_path / "a" / "b" / "c.toml", Environment) == Environment(name="E")


def test_a_file_that_did_not_change_is_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[bytes] = []
    real = documents.parse

    def parse(content: bytes, kind: type[Environment]) -> tuple[Environment, tuple[str, ...]]:
        parsed.append(content)
        return real(content, kind)

    monkeypatch.setattr(documents, "parse", parse)
    shelf, file = Shelf(tmp_path), tmp_path / "e.toml"
    file.write_text('name = "first"\n')
    os.utime(file, ns=(10**18, 10**18))
    assert [shelf.read(file, Environment) for _ in range(3)] == [Environment(name="first")] * 3
    assert len(parsed) == 1
    file.write_text('name = "other"\n')  # as long as before
    os.utime(file, ns=(10**18 + 1, 10**18 + 1))
    assert shelf.read(file, Environment) == Environment(name="other")


def test_a_file_written_a_moment_ago_is_read_again(tmp_path: Path) -> None:
    shelf, file = Shelf(tmp_path), tmp_path / "e.toml"
    for name in ("first", "other"):
        file.write_text(f'name = "{name}"\n')
        assert shelf.read(file, Environment) == Environment(name=name)
