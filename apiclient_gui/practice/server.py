"""The practice gateway as a server on loopback: its folder, its port, and its beginning and end."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import socket
import socketserver
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import filelock
import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.practice import state
from apiclient_gui.practice.connection import Bench, Connection
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.judge import Gateway
from apiclient_gui.practice.judgement import Judgement
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.state import ALREADY_RUNNING

__all__ = ["ALREADY_RUNNING", "Judgement", "Practice", "serve"]

_HOST: Final = "127.0.0.1"
_LOG: Final = logging.getLogger(__name__)


def serve(
    folder: Path,
    *,
    port: int | None,
    fresh: bool,
    judged: Callable[[Judgement], None],
    introduced: Callable[[Description], None] = lambda _: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Practice:
    """Start the practice gateway of a folder and return it; it serves on threads of its own until stopped.

    `port` None: the one used last if it is free, else any. `fresh`: new keys, users and ids. `judged` is called for
    each request before it is answered, one call at a time; `introduced` once before the first of them, and requests
    wait until it returns. `clock` tells the time (UTC) by which is judged. Raises Problem("storage") when the folder, its state or
    the port cannot be used (`port_in_use`, `practice_already_running`, `practice_state_damaged` …).
    """
    with contextlib.ExitStack() as undo:
        files.make_folder(folder, private=True)
        lock = _lock(folder)
        undo.callback(lock.release)
        again = state.exists(folder) and not fresh
        kept = state.complete(state.load(folder)) if again else state.make()
        listener = _listen(port, kept.port)
        undo.callback(listener.server_close)
        bound = listener.server_address[1]
        kept = msgspec.structs.replace(kept, port=bound)
        state.save(folder, kept)
        deployed = Deployment(kept, f"http://{_HOST}:{bound}")
        gateway = Gateway(Kept(folder, kept), deployed)
        listener.bench = Bench(gateway, _one_at_a_time(judged), clock)
        described = deployed.description()
        state.announce(folder, described)
        undo.callback(state.withdraw, folder)
        introduced(described)
        practice = Practice(folder, described, listener, lock)
        undo.pop_all()
    return practice


class Practice:
    """A running practice gateway. As a context manager it is stopped at the end of the block."""

    def __init__(
        self,
        folder: Path,
        described: Description,
        listener: _Listener,
        lock: filelock.BaseFileLock,
    ) -> None:
        self.description = described
        self._folder = folder
        self._listener = listener
        self._lock = lock
        self._ended = threading.Event()
        self._stopping = threading.Lock()
        self._thread = threading.Thread(
            target=listener.serve_forever, args=(0.1,), name="practice", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Return when the gateway was stopped; Ctrl+C interrupts the wait."""
        # Windows does not interrupt a wait without end.
        while not self._ended.wait(0.5):
            pass

    def stop(self) -> None:
        """End it: connections are shut, the port and the folder are free. A second call does nothing."""
        with self._stopping:
            if self._ended.is_set():
                return
            self._listener.shutdown()
            self._thread.join()
            self._listener.server_close()
            self._listener.shut_connections()
            with contextlib.suppress(OSError):
                state.withdraw(self._folder)
            self._lock.release()
            self._ended.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


class _Listener(socketserver.ThreadingTCPServer):
    # Not http.server's: that one asks the DNS for the host's name when it binds, which takes seconds on a plane.
    daemon_threads = True
    request_queue_size = 128
    # On Windows this would let a second program bind the same port.
    allow_reuse_address = os.name == "posix"
    bench: Bench

    def __init__(self, port: int) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((_HOST, port), socketserver.BaseRequestHandler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection, which needs more than the library would give it."""
        Connection(request, client_address, self, bench=self.bench)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that stopping can end it."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  # the library's signature
        """Say in one line that a connection failed; the default prints a traceback."""
        _LOG.exception("A connection of the practice gateway failed", exc_info=False)

    def shut_connections(self) -> None:
        """End all connections that are open."""
        with self._guard:
            waiting = tuple(self._open)
        for sock in waiting:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _one_at_a_time(judged: Callable[[Judgement], None]) -> Callable[[Judgement], None]:
    guard = threading.Lock()

    def tell(judgement: Judgement) -> None:
        with guard:
            judged(judgement)

    return tell


def _lock(folder: Path) -> filelock.BaseFileLock:
    path = folder / "lock"
    lock = filelock.FileLock(path, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise _already_running(folder) from None
    except OSError as error:
        raise files.problem(error, path, "write") from error
    return lock


def _listen(port: int | None, last: int) -> _Listener:
    if port is None:
        with contextlib.suppress(OSError):
            return _Listener(last)
        port = 0
    try:
        return _Listener(port)
    except OverflowError:
        detail = "Ports go from 1 to 65535."
        raise _port_trouble("port_invalid", port, detail) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            detail = "Another program listens on it."
            raise _port_trouble("port_in_use", port, detail) from error
        detail = f"The system says: {error.strerror}."
        raise _port_trouble("port_not_permitted", port, detail) from error


def _already_running(folder: Path) -> Problem:
    running = state.announced(folder)
    evidence = [Evidence("Folder", files.printable(str(folder)))]
    if running:
        evidence.insert(0, Evidence("Its URL", running.base_url))
    return Problem(
        "storage",
        Finding(
            id=ALREADY_RUNNING,
            severity="error",
            title="The practice gateway is already running",
            detail=(
                f"It listens on {running.base_url}."
                if running
                else "Another process holds its folder; it is starting or ending."
            ),
            evidence=tuple(evidence),
            remedy="Use that one, or end it first.",
        ),
    )


def _port_trouble(key: str, port: int, detail: str) -> Problem:
    return Problem(
        "storage",
        Finding(
            id=key,
            severity="error",
            title=f"The practice gateway cannot use port {port}",
            detail=detail,
            remedy="Name another port with --port, or leave it out to get a free one.",
        ),
    )
