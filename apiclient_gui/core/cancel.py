"""Cancel: the switch that ends a task at once, also one that hangs in a socket."""

from __future__ import annotations

import contextlib
import socket
import threading


class Cancelled(Exception):  # noqa: N818  # a wish of the person, not an error
    """The person does not want the result any more."""


class Cancel:
    """Set once; every socket handed to it is shut down then.

    Only `socket.shutdown` ends a hung request (1 ms, measured): closing the session or the response
    waits for the time-out. Thread-safe: set by the window's thread, watched by the task's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._event = threading.Event()
        self._sockets: list[socket.socket] = []

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def request(self) -> None:
        """Ask to stop, and end all that waits in a socket now."""
        with self._lock:
            self._event.set()
            waiting, self._sockets = self._sockets, []
        for sock in waiting:
            _shut(sock)

    def watch(self, sock: socket.socket) -> None:
        """Shut this socket down when the stop is asked for; at once if it was already."""
        with self._lock:
            if not self._event.is_set():
                self._sockets.append(sock)
                return
        _shut(sock)

    def forget(self, sock: socket.socket) -> None:
        """Let a socket go whose work is done: it may serve the next request."""
        with self._lock:
            self._sockets = [one for one in self._sockets if one is not sock]

    def check(self) -> None:
        """Raise Cancelled if the stop was asked for."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Sleep, but no longer than until the stop is asked for; return whether it was."""
        return self._event.wait(seconds)


def _shut(sock: socket.socket) -> None:
    # Not connected yet, or closed by the other side in the meantime: nothing to end.
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
