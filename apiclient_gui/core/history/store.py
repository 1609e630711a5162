"""The history: every exchange, masked before it touches the disk; found again, limited and cleared."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.history import findings, retention, search
from apiclient_gui.core.history.bodies import IN_MEMORY, INLINE, Bodies
from apiclient_gui.core.history.database import Database
from apiclient_gui.core.history.document import Draft, draft, parse, with_bodies
from apiclient_gui.core.history.retention import Limits
from apiclient_gui.core.history.values import BodyNote, Choices, Kept, Page, Query, Size
from apiclient_gui.core.history.writer import Writer
from apiclient_gui.core.model import Exchange, FilePart
from apiclient_gui.core.redact import Redactor

KEEP: Final = 10_000  # exchanges
BYTES_KEPT: Final = 2**30
_PATIENCE: Final = 30.0  # seconds that a reader waits for records under way
_EVERYTHING: Final = Query()


@dataclass(frozen=True, slots=True)
class _Record:
    """An exchange that waits to be written; `file` names our copy of its response's body, when that is in a file."""

    exchange: Exchange
    login: bool
    file: str | None


class History:
    """The exchanges of one data folder. Making one touches no disk; all methods may be called from any thread.

    Records are written by a thread of its own, so a send waits for no disk; `record` gives a future, and what reads
    waits for what this process has recorded before. Several processes may use the same folder at once.
    """

    def __init__(
        self, folder: Path, redactor: Redactor, *, keep: int = KEEP, bytes_kept: int = BYTES_KEPT
    ) -> None:
        self._redactor = redactor
        self._limits = Limits(keep, bytes_kept)
        self._bodies = Bodies(folder / "bodies")
        self._database = Database(folder / "history.sqlite", self._tell)
        self._writer: Writer[_Record] = Writer(self._save, self._tidy)
        self._telling = threading.Lock()
        self._untold: list[Finding] = []
        self._known: set[str] = set()

    # ------------------------------------------------------------ writing

    def record(self, exchange: Exchange, *, login: bool = False) -> Future[int]:
        """Have an exchange kept, masked; the future gives its id once nothing short of a power cut can lose it.

        `login`: it went to a token endpoint or the like, so neither body may be kept (what looks like one is treated
        so anyway). A response's body in a file is linked or copied before this returns; otherwise it waits
        only when so much waits already that memory would fill (at most 10 s). The future raises
        Problem("storage") when it could not be kept; `findings` has that, too, for who does not wait.
        """
        body = exchange.response.body if exchange.response else None
        file = None
        if body and body.file and not login and body.size <= self._limits.bytes:
            with suppress(OSError):  # then the record says that it was not kept
                file = self._bodies.adopt(body.file)
        held = 0 if body is None or body.pieces else len(body.content)
        waiting = self._writer.put(_Record(exchange, login, file), held)
        if waiting is not None:
            return waiting
        self._bodies.remove([file] if file else [])
        failed: Future[int] = Future()
        problem = findings.busy(self._database.path)
        self._tell(problem.finding)
        failed.set_exception(problem)
        return failed

    def flush(self, patience: float | None = None) -> bool:
        """Wait until all that was recorded is written; say whether that was within so many seconds."""
        return self._writer.flush(patience)

    def close(self) -> None:
        """Write what waits, and let the database go. Anything after that opens it again."""
        if not self._writer.close(_PATIENCE):
            self._tell(findings.busy(self._database.path).finding)
        self._database.close()

    def findings(self) -> tuple[Finding, ...]:
        """Return what there is to tell since the last call: exchanges not kept, a database set aside. Each once."""
        with self._telling:
            told, self._untold = tuple(self._untold), []
        return told

    # ------------------------------------------------------------ reading

    def page(
        self, query: Query = _EVERYTHING, *, before: int | None = None, limit: int = 100
    ) -> Page:
        """Return the newest exchanges that a query finds, of those older than `before` (an id). Raises Problem("storage")."""
        if not self._is_there():
            return Page()
        return self._database.run(lambda open_: search.page(open_, query, before, limit))

    def choices(self) -> Choices:
        """Return the methods, identities and environments that occur, for filters. Raises Problem("storage")."""
        return self._database.run(search.choices) if self._is_there() else Choices()

    def size(self) -> Size:
        """Return how much is kept. Raises Problem("storage")."""
        if not self._is_there():
            return Size()
        sql = "SELECT entries, bytes FROM totals"
        return Size(*self._database.run(lambda open_: open_.execute(sql).fetchone()))

    def show(self, id_: int) -> Kept:
        """Return one exchange as it was kept: masked, with its response's body.

        Raises Problem: "usage" when there is none of that id (any more), "storage" when it cannot be read.
        """
        sql = "SELECT document, body, file FROM kept WHERE id = ?"
        found = None
        if self._is_there() and abs(id_) < 2**63:
            found = self._database.run(lambda open_: open_.execute(sql, (id_,)).fetchone())
        if found is None:
            raise findings.unknown(id_)
        raw, content, name = found
        try:
            document = parse(raw)
        except msgspec.MsgspecError as error:
            raise findings.unreadable(id_, str(error)) from None
        note, file = document.response_body, None
        if note is not None and name is not None:
            note, content, file = self._body(note, name)
        told = [findings.body(note)] if note else []
        told += [findings.incomplete(document.unfilled)] if document.unfilled else []
        return Kept(
            id=id_,
            exchange=with_bodies(document, content or b"", file),
            request_body=document.request_body,
            response_body=note,
            unfilled=document.unfilled,
            findings=tuple(filter(None, told)),
        )

    # ------------------------------------------------------------ removing

    def remove(self, ids: Iterable[int]) -> int:
        """Remove these exchanges with their bodies, and return how many there were. Raises Problem("storage")."""
        wanted = [(id_,) for id_ in ids]
        if not self._is_there():
            return 0

        def delete(connection: sqlite3.Connection) -> tuple[int, list[str]]:
            sql = "SELECT file FROM kept WHERE id = ?"
            named = [connection.execute(sql, id_).fetchone() for id_ in wanted]
            count = connection.executemany("DELETE FROM entry WHERE id = ?", wanted).rowcount
            return count, [found[0] for found in named if found and found[0]]

        count, names = self._database.write(delete)
        self._bodies.remove(names)
        return count

    def clear(self) -> int:
        """Remove everything, in the files of the database, too; return how many exchanges there were.

        Takes a second or two when there are many. Raises Problem("storage").
        """
        if not self._is_there():
            return 0
        done: Future[int] = self._writer.do(self._clear)
        return done.result()

    def limit(self, keep: int, bytes_kept: int) -> None:
        """Keep no more than so many exchanges and bytes from now on; what is too much goes in small steps."""
        self._limits = Limits(keep, bytes_kept)
        if self._is_there():
            self._writer.do(self._tidy)

    # ------------------------------------------------------------ on the writing thread

    def _save(self, records: list[_Record]) -> list[int | Exception]:
        """Write records in one transaction; what goes wrong with one does not stop the others."""
        results: list[int | Exception] = []
        ready: list[tuple[int, Draft, str | None]] = []
        for number, record in enumerate(records):
            results.append(number)
            try:
                ready.append((number, *self._drafted(record)))
            except Problem as problem:
                results[number] = problem
            except Exception as error:  # noqa: BLE001  # one odd exchange must not stop the history
                results[number] = findings.unkept(error)
        try:
            ids = self._database.write(
                lambda open_: [_insert(open_, made, file) for _, made, file in ready]
            )
        except Problem as problem:
            self._bodies.remove(file for _, _, file in ready if file)
            ids = []
            for number, _, _ in ready:
                results[number] = problem
        for (number, _, _), id_ in zip(ready, ids, strict=bool(ids)):
            results[number] = id_
        self._judge(results)
        return results

    def _drafted(self, record: _Record) -> tuple[Draft, str | None]:
        made = draft(
            record.exchange, self._redactor, login=record.login, in_file=record.file is not None
        )
        note, file = made.note, record.file
        if file and (note is None or note.state == "login"):
            self._bodies.remove([file])
            file = None
        if made.content is not None and len(made.content) > INLINE:
            try:
                file = self._bodies.write(made.content)
            except OSError as error:
                raise findings.unwritable(error, self._database.path) from error
        return made, file

    def _judge(self, results: list[int | Exception]) -> None:
        for result in results:
            if isinstance(result, Problem):
                self._tell(result.finding)
            elif isinstance(result, int):
                with self._telling:
                    self._known.clear()

    def _tidy(self) -> bool:
        """Do a step of what keeps the history small, and say whether there is more of it to do."""
        limits = self._limits
        if not self._database.run(lambda open_: retention.is_due(open_, limits)):
            return False
        removed, known = self._database.write(lambda open_: retention.step(open_, limits))
        self._bodies.remove(removed)
        if known is not None:
            self._bodies.sweep(known)
        return self._database.run(lambda open_: retention.is_due(open_, limits))

    def _clear(self) -> int:
        count = self._database.write(lambda open_: open_.execute("DELETE FROM entry").rowcount)
        self._bodies.clear()

        def shrink(connection: sqlite3.Connection) -> None:
            # secure_delete has zeroed the rows; this gives the room back, and empties the write-ahead log.
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

        self._database.run(shrink)
        return count

    # ------------------------------------------------------------ parts

    def _is_there(self) -> bool:
        self._writer.flush(_PATIENCE)
        return self._database.exists()

    def _body(self, note: BodyNote, name: str) -> tuple[BodyNote, bytes, FilePart | None]:
        path = self._bodies.path(name)
        try:
            if note.state == "masked" or note.size <= IN_MEMORY:
                content = path.read_bytes()
                whole = note.state == "masked" or len(content) == note.size
            else:
                content, whole = b"", path.stat().st_size == note.size
        except OSError:
            content, whole = b"", False
        if not whole:
            return msgspec.structs.replace(note, state="gone"), b"", None
        return note, content, None if content or not note.size else FilePart(path, note.size)

    def _tell(self, finding: Finding) -> None:
        with self._telling:
            if finding.id not in self._known:
                self._known.add(finding.id)
                self._untold.append(finding)


def _insert(connection: sqlite3.Connection, made: Draft, file: str | None) -> int:
    row, words = made.row, made.words.encode("utf-8", "replace")
    inline = None if file else made.content
    size = (
        len(made.document) + len(words) + (made.note.size if made.note and (file or inline) else 0)
    )
    id_ = connection.execute(
        "INSERT INTO entry (sent_at, status, method, identity, environment, bytes, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            search.micros(row.sent_at),
            row.status or 0,
            row.method,
            row.identity,
            row.environment,
            size,
            words,
        ),
    ).lastrowid
    connection.execute(
        "INSERT INTO kept VALUES (?, ?, ?, ?, ?)",
        (id_, msgspec.json.encode(row), made.document, inline, file),
    )
    assert id_ is not None
    return id_
