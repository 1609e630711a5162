"""A hop between client and gateway that changes what it hands on: what careless proxies do to a signed request."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

Change = Callable[[bytes], bytes]


@contextmanager
def meddler(url: str, change: Change) -> Iterator[str]:
    """Stand before the server of this URL, changing the head of each request; give the URL to call instead.

    For requests without a body: one a connection.
    """
    parts = urlsplit(url)

    class Hop(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while (line := self.rfile.readline()) not in {b"\r\n", b""}:
                head += line
            head = change(head) + b"Connection: close\r\n\r\n"
            with socket.create_connection((parts.hostname, parts.port)) as onward:
                onward.sendall(head)
                while block := onward.recv(65_536):
                    self.wfile.write(block)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hop) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{parts.path}"
        finally:
            server.shutdown()
            thread.join()
