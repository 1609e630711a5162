"""The SQLite file of the history: opened on first use, one connection for all threads, set aside when it is damaged.

WAL with synchronous=NORMAL: what is committed stands in the system's cache, so a killed process loses nothing; a power
cut may cost the last seconds, never the file. Window and command line write at the same time: SQLite's own locks.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history import findings

VERSION: Final = 1  # the user_version that _SCHEMA sets
_PATIENCE: Final = 10.0  # seconds to wait for another process's write
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

# `entry` is slim: a search reads all of it. `kept` is read for the rows of one page. `totals` counts them, so that
# keeping within the limits costs nothing at an append.
_SCHEMA: Final = """
BEGIN IMMEDIATE;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sent_at INTEGER NOT NULL, status INTEGER NOT NULL, method TEXT NOT NULL,
    identity TEXT NOT NULL, environment TEXT NOT NULL, bytes INTEGER NOT NULL, words BLOB NOT NULL
);
CREATE TABLE kept (id INTEGER PRIMARY KEY, row BLOB NOT NULL, document BLOB NOT NULL, body BLOB, file TEXT);
CREATE INDEX kept_file ON kept (file) WHERE file IS NOT NULL;
CREATE TABLE totals (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER, bytes INTEGER, swept_at INTEGER);
INSERT INTO totals VALUES (1, 0, 0, strftime('%s', 'now'));
CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    UPDATE totals SET entries = entries + 1, bytes = bytes + NEW.bytes;
END;
CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
    DELETE FROM kept WHERE id = OLD.id;
    UPDATE totals SET entries = entries - 1, bytes = bytes - OLD.bytes;
END;
PRAGMA user_version = 1;
COMMIT;
"""

T = TypeVar("T")


class Database:
    """The file at `path`, and its connection. `told` gets the finding when a damaged file was set aside."""

    def __init__(self, path: Path, told: Callable[[Finding], None]) -> None:
        self.path = path
        self._told = told
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._opened = 0

    def exists(self) -> bool:
        """Say whether there is a file at all: reading makes none."""
        return self._opened != 0 or os.path.lexists(self.path)

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work on the connection, alone. A damaged file is set aside, and the work done on a new one.

        Raises Problem("storage"): not writable, full, held for too long by somebody else, or of a newer version.
        """
        with self._lock:
            try:
                try:
                    return work(self._open())
                except sqlite3.DatabaseError as error:
                    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                        raise
                    self._set_aside()
                    return work(self._open())
            except (sqlite3.Error, OSError) as error:
                self._roll_back()
                raise findings.unwritable(error, self.path) from error

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work in one transaction; nothing of it is kept when it fails. Raises as `run` does."""

        def transaction(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.execute("COMMIT")
            return result

        return self.run(transaction)

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self._lock:
            self._close()

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None and self._inode() == self._opened:
            return self._connection
        self._close()  # another process set the file aside, or somebody deleted it
        files.make_folder(self.path.parent, private=True)
        with contextlib.suppress(
            FileExistsError
        ):  # SQLite's own files get the permissions of this one
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._opened = self._inode()
        connection = sqlite3.connect(
            self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._version(connection) == 0:
            with self._alone():
                if self._version(connection) == 0:  # nobody was faster
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.executescript(_SCHEMA)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            raise findings.newer(self.path, version, VERSION)
        return version

    def _set_aside(self) -> None:
        with self._alone():
            damaged = self._inode() == self._opened
            self._close()
            if not damaged:  # another process did so already
                return
            aside = files.set_aside(self.path)
            for tail in ("-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + tail).rename(f"{aside}{tail}")
        self._told(findings.damaged(self.path, aside))

    def _alone(self) -> contextlib.AbstractContextManager[object]:
        from filelock import FileLock  # noqa: PLC0415  # start-up time: needed once in a file's life

        return FileLock(self.path.with_name(self.path.name + ".lock"), timeout=_PATIENCE)

    def _inode(self) -> int:
        try:
            return self.path.stat().st_ino
        except FileNotFoundError:
            return 0

    def _roll_back(self) -> None:
        if self._connection is not None and self._connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._connection.rollback()

    def _close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection, self._opened = None, 0
