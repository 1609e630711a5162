"""Cancelling on real sockets: only a shut-down ends what waits in one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        # So that a fault fails instead of hanging; nothing waits for it otherwise.
        ours.settimeout(60)
        theirs.settimeout(60)
        yield ours, theirs


def test_a_request_ends_a_blocked_receive(pair: Pair) -> None:
    ours, _ = pair
    cancel = Cancel()
    cancel.watch(ours)
    began = threading.Event()
    got: list[bytes] = []

    def wait() -> None:
        began.set()
        got.append(ours.recv(10))

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    assert began.wait(60)
    cancel.request()
    thread.join(60)
    assert got == [b""]


def test_a_socket_handed_over_too_late_is_ended_at_once(pair: Pair) -> None:
    ours, theirs = pair
    cancel = Cancel()
    cancel.request()
    cancel.watch(ours)
    assert ours.recv(10) == b""
    assert theirs.recv(10) == b""


def test_all_sockets_watched_are_ended(pair: Pair) -> None:
    ours, theirs = pair
    cancel = Cancel()
    cancel.watch(ours)
    cancel.watch(theirs)
    cancel.request()
    assert ours.recv(10) == theirs.recv(10) == b""


def test_a_forgotten_socket_stays_open(pair: Pair) -> None:
    ours, theirs = pair
    cancel = Cancel()
    cancel.watch(ours)
    cancel.forget(ours)
    cancel.request()
    theirs.sendall(b"still here")
    assert ours.recv(10) == b"still here"


def test_forgetting_one_keeps_the_others(pair: Pair) -> None:
    ours, theirs = pair
    cancel = Cancel()
    cancel.watch(theirs)
    cancel.watch(ours)
    cancel.forget(ours)
    cancel.forget(ours)
    cancel.request()
    assert ours.recv(10) == b""  # the other end was shut down


def test_closed_and_unconnected_sockets_do_no_harm() -> None:
    cancel = Cancel()
    with socket.socket() as unconnected, socket.socket() as closed:
        closed.close()
        cancel.watch(unconnected)
        cancel.watch(closed)
        cancel.request()
        cancel.request()
    assert cancel.requested


def test_check_raises_once_asked() -> None:
    cancel = Cancel()
    cancel.check()
    assert not cancel.requested
    cancel.request()
    with pytest.raises(Cancelled):
        cancel.check()


def test_wait_ends_with_the_request() -> None:
    cancel = Cancel()
    assert cancel.wait(0) is False
    woken: list[bool] = []
    thread = threading.Thread(target=lambda: woken.append(cancel.wait(60)), daemon=True)
    thread.start()
    cancel.request()
    thread.join(60)
    assert woken == [True]


def test_watching_and_asking_at_the_same_time_leaves_no_socket_waiting() -> None:
    for _ in range(50):
        cancel = Cancel()
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.settimeout(60)
            thread = threading.Thread(target=cancel.request)
            thread.start()
            cancel.watch(ours)
            assert ours.recv(1) == b""
            thread.join(60)
