"""Changes to the files of requests as values: made one after the other, taken back in the opposite order."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from apiclient_gui.core import files
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import findings, places, shelf
from apiclient_gui.core.workspace.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Put:
    """The file of a request gets other bytes; None stands for no file. It is made only if `before` is what is there."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Move:
    """A request, or a folder with all that is in it, gets another path."""

    before: str
    after: str
    folder: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """An empty folder is made, or removed."""

    path: str
    made: bool = True


Step = Put | Move | Folder


@dataclass(frozen=True, slots=True)
class Edit:
    """What is done to requests in one go."""

    steps: tuple[Step, ...] = ()

    def back(self) -> Edit:
        """Return the edit that undoes this one."""
        return Edit(tuple(_reversed(step) for step in reversed(self.steps)))

    def follow(self, path: str) -> str | None:
        """Return where the request of a path stands after this; None when it is deleted."""
        for step in self.steps:
            match step:
                case Put(path=place, after=None) if place == path:
                    return None
                case Move(before=before, after=after, folder=False) if before == path:
                    path = after
                case Move(before=before, after=after, folder=True) if path.startswith(f"{before}/"):
                    path = after + path[len(before) :]
        return path

    @property
    def added(self) -> tuple[str, ...]:
        """The paths of the requests that this makes."""
        return tuple(
            step.path for step in self.steps if isinstance(step, Put) and step.before is None
        )


def perform(where: Shelf, edit: Edit) -> None:
    """Make all the changes, or none: what was done before one that fails is taken back.

    Raises Problem("storage") when the disk refuses or a file is not as the edit knows it, Problem("usage") for a path
    that is taken.
    """
    done: list[Step] = []
    try:
        for step in edit.steps:
            _make(where, step)
            done.append(step)
    except Problem:
        _take_back(where, done)
        raise


def _take_back(where: Shelf, done: Iterable[Step]) -> None:
    with contextlib.suppress(Problem):  # what made the edit fail is what is told
        for step in reversed(tuple(done)):
            _make(where, _reversed(step))


def _make(where: Shelf, step: Step) -> None:
    match step:
        case Put():
            _put(where, step)
        case Move(before=before, after=after, folder=True):
            _move(places.request_folder(where, before), places.request_folder(where, after), after)
        case Move(before=before, after=after):
            _move(places.request_file(where, before), places.request_file(where, after), after)
        case Folder(path=path, made=True):
            files.make_folder(places.request_folder(where, path))
        case Folder(path=path):
            place = places.request_folder(where, path)
            try:
                place.rmdir()
            except OSError as error:
                raise files.problem(error, place, "delete") from error


def _put(where: Shelf, step: Put) -> None:
    file = places.request_file(where, step.path)
    try:
        there: bytes | None = shelf.content_of(file)
    except FileNotFoundError:
        there = None
    except (OSError, ValueError) as error:
        raise files.problem(error, file, "read") from error
    if there != step.before:
        raise findings.changed_meanwhile(step.path, gone=there is None)
    if step.after is not None:
        where.put(file, step.after, Request)
        return
    try:
        file.unlink()
    except OSError as error:
        raise files.problem(error, file, "delete") from error


def _move(file: Path, target: Path, path: str) -> None:
    try:
        # A change of case only is the same file on Windows and macOS.
        if target.exists() and not target.samefile(file):
            raise findings.path_taken(path, path)
        files.make_folder(target.parent)
        file.rename(target)
    except OSError as error:
        raise files.problem(error, file, "write") from error


def _reversed(step: Step) -> Step:
    match step:
        case Put(path=path, before=before, after=after):
            return Put(path, after, before)
        case Move(before=before, after=after, folder=folder):
            return Move(after, before, folder)
        case Folder(path=path, made=made):
            return Folder(path, not made)
