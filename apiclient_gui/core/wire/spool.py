"""Large bodies on disk: private files of this process, gone when it ends, and those of killed ones swept away."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from apiclient_gui.core import files
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Body, FilePart


class Spool:
    """Files below `folder`, in a folder of this process's own whose lock file says that it lives.

    Without a `folder` they lie where the system keeps temporary files, and nobody sweeps them. Nothing is made before
    the first file.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._own: Path | None = None
        self._lock: BaseFileLock | None = None

    def keep(self, blocks: Iterable[bytes]) -> Body:
        """Write a body into a new file for the user only (0o600); one whose writing fails is deleted.

        Raises ValueError, in words for a person, when there is no place for it, and what `blocks` raises.
        """
        with _told():
            path = self._place() / f"{secrets.token_hex(8)}.body"
        size = 0
        try:
            with _told():
                out = path.open("xb", buffering=0)
                path.chmod(0o600)
            with out:
                for block in blocks:
                    size += len(block)
                    with _told():
                        out.write(block)
        except BaseException:
            _delete(path)
            raise
        return Body(pieces=(FilePart(path, size),))

    def discard(self, body: Body) -> None:
        """Delete the file of a body that nobody needs any more; other bodies and files are left alone."""
        if body.file is not None and self._own is not None and body.file.parent == self._own:
            _delete(body.file)

    def sweep(self) -> None:
        """Delete what processes left that were killed."""
        for lock in self._folder.glob("*.lock") if self._folder else ():
            with contextlib.suppress(Timeout, OSError), FileLock(lock, timeout=0):
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                lock.unlink()

    def close(self) -> None:
        """Delete all files."""
        with self._guard:
            own, self._own = self._own, None
            lock, self._lock = self._lock, None
        if own is not None:
            shutil.rmtree(own, ignore_errors=True)
        if lock is not None:
            with contextlib.suppress(OSError):
                lock.release()
                Path(lock.lock_file).unlink(missing_ok=True)

    def _place(self) -> Path:
        with self._guard:
            if self._own is None:
                self._own = self._make()
            return self._own

    def _make(self) -> Path:
        if self._folder is None:
            return Path(tempfile.mkdtemp(prefix="apiclient-"))
        files.make_folder(self._folder, private=True)
        self.sweep()
        own = self._folder / secrets.token_hex(8)
        try:
            lock = FileLock(own.with_suffix(".lock"), thread_local=False)
            lock.acquire()
        except OSError as error:
            raise files.problem(error, self._folder, "write") from error
        self._lock = lock
        files.make_folder(own, private=True)
        return own


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, Problem) as error:
        reason = error.finding.detail if isinstance(error, Problem) else error.strerror
        message = f"the body could not be kept on disk: {reason}"
        raise ValueError(message) from None


def _delete(path: Path) -> None:
    # Windows does not delete a file that is open or mapped; close() tries again.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
