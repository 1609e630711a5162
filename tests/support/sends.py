"""Sends for tests: prepared requests, what came of them, and a send on another thread that can be cancelled."""

from __future__ import annotations

import threading
from typing import Literal

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import (
    Body,
    Failure,
    Header,
    Origin,
    Prepared,
    QueryItem,
    Response,
    Settings,
)
from apiclient_gui.core.transport import Delivery, Transport
from tests.support.sockets import WATCHDOG


def prepared(
    host: str,
    *headers: tuple[str, str],
    method: str = "GET",
    scheme: Literal["http", "https"] = "http",
    path: str = "/",
    query: str = "",
    body: bytes = b"",
) -> Prepared:
    """A request with these header lines and no others; without any: Host, and Content-Length for a body."""
    if not headers:
        length = (("Content-Length", str(len(body))),) if body else ()
        headers = (("Host", host), *length)
    items = (item.partition("=") for item in query.split("&")) if query else ()
    return Prepared(
        method=method,
        scheme=scheme,
        host=host,
        path=path,
        query=tuple(
            QueryItem(name, value if sep else None, Origin("url")) for name, sep, value in items
        ),
        headers=tuple(Header(name, value, Origin("header")) for name, value in headers),
        body=Body(body),
    )


def answered(delivery: Delivery) -> Response:
    """The response, which has to be there."""
    assert delivery.failure is None, delivery.failure
    assert delivery.response is not None
    return delivery.response


def failed(delivery: Delivery) -> Failure:
    """The failure, which has to be there, in words for a person."""
    assert delivery.response is None
    assert delivery.failure is not None
    assert " at 0x" not in delivery.failure.message
    return delivery.failure


class Background:
    """A send on another thread, with time-outs that no test outlives."""

    def __init__(
        self, transport: Transport, request: Prepared, settings: Settings | None = None
    ) -> None:
        self._cancel = Cancel()
        self._deliveries: list[Delivery] = []
        patient = settings or Settings(connect_timeout=600, timeout=600)
        self._thread = threading.Thread(
            target=lambda: self._deliveries.append(transport.send(request, patient, self._cancel)),
            daemon=True,
        )
        self._thread.start()

    def result(self) -> Delivery:
        """Wait for what came of it."""
        self._thread.join(WATCHDOG)
        assert not self._thread.is_alive(), "it did not end"
        return self._deliveries[0]

    def still_running(self) -> None:
        """Give it a moment; it must not have ended."""
        self._thread.join(0.005)
        assert self._thread.is_alive(), "it ended too early"

    def stop(self) -> Delivery:
        """Cancel it, and wait for what came of it."""
        self._cancel.request()
        return self.result()
