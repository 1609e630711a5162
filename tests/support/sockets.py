"""Raw servers on loopback: they record the exact bytes of each request and answer, hang, reset or close as told."""

from __future__ import annotations

import contextlib
import ipaddress
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from cryptography import x509

WATCHDOG = 30.0  # seconds until a wait that should have ended is given up: a test fails then, it never passes by it


def ok(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """An answer with its Content-Length."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server does about one request: sends `data`, and then ...

    keep: waits for the next request on this connection. close, reset: ends it. hang: keeps it open in silence
    until the server ends. tls: begins a TLS handshake as the server (what a proxy does after CONNECT).
    With `after` it waits first, until so many requests have come, on whatever connection.
    """

    data: bytes = b""
    then: Literal["keep", "close", "reset", "hang", "tls"] = "keep"
    after: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that nobody trusts, and its key, as PEM files."""

    file: Path
    key: Path


class RawServer:
    """Answers request n of all connections together with `answers[n]`, the last one again and again.

    `requests` are the bytes as they came, head and body; `packets` what the first read of each gave. With `certificate` it speaks TLS from the start, with
    `clients` only to who has that certificate; with `deaf` it accepts connections and never reads (for TLS: no handshake). `close_idle` closes the kept connections.
    """

    def __init__(
        self,
        *answers: Answer | bytes,
        certificate: Certificate | None = None,
        clients: Certificate | None = None,
        tls: bool | None = None,
        deaf: bool = False,
    ) -> None:
        self.requests: list[bytes] = []
        self.packets: list[bytes] = []
        self.connections = 0
        self._answers = [one if isinstance(one, Answer) else Answer(one) for one in answers]
        self._deaf = deaf
        self._tls = certificate is not None if tls is None else tls
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate.file, certificate.key)
        if clients is not None:
            assert self._context is not None
            self._context.verify_mode = ssl.CERT_REQUIRED
            self._context.load_verify_locations(clients.file)
        self._changed = threading.Condition()
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        """The port it listens on."""
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def host(self) -> str:
        """Host and port, as in a URL."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        _end(self._listener)
        self.close_idle()
        for thread in list(self._threads):
            thread.join(WATCHDOG)
        self._listener.close()

    def wait_requests(self, count: int) -> None:
        """Wait until so many requests have been read."""
        self._wait(lambda: len(self.requests) >= count, f"{count} requests")

    def wait_connections(self, count: int) -> None:
        """Wait until so many connections have been accepted."""
        self._wait(lambda: self.connections >= count, f"{count} connections")

    def wait_idle(self) -> None:
        """Wait until every connection has ended."""
        self._wait(lambda: not self._open, "no open connection")

    def is_open(self) -> bool:
        """Whether a connection is open: readable without data would mean that it was closed."""
        with self._changed:
            return any(not select.select([one], [], [], 0)[0] for one in self._open)

    def close_idle(self) -> None:
        """End all connections that are open."""
        with self._changed:
            still_open = list(self._open)
        for sock in still_open:
            _end(sock)

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, WATCHDOG), f"waited in vain for {what}"

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._changed:
                self.connections += 1
                self._open.append(sock)
                self._changed.notify_all()
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        stream: socket.socket | ssl.SSLSocket = sock
        try:
            if self._deaf:
                self._over.wait()
                return
            if self._tls:
                stream = tls = self._secured(sock)
                tls.do_handshake()
            while (request := self._read(stream)) is not None:
                with self._changed:
                    answer = self._answers[min(len(self.requests), len(self._answers) - 1)]
                    self.requests.append(request)
                    self._changed.notify_all()
                self.wait_requests(answer.after)
                stream.sendall(answer.data)
                if answer.then == "hang":
                    self._over.wait()
                if answer.then == "reset":
                    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if answer.then == "tls":
                    stream = tls = self._secured(stream)
                    tls.do_handshake()
                elif answer.then != "keep":
                    return
        except (OSError, ValueError):
            return  # the other side went away: what the test is about, it sees on its own side
        finally:
            stream.close()
            with self._changed:
                self._open = [one for one in self._open if one not in {sock, stream}]
                self._changed.notify_all()

    def _read(self, stream: socket.socket) -> bytes | None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = stream.recv(65_536)
            if not piece:
                return None
            if not data:
                self.packets.append(piece)
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        pieces, got = [body], len(body)
        while got < length:
            piece = stream.recv(65_536)
            if not piece:
                return None
            pieces.append(piece)
            got += len(piece)
        return head + b"\r\n\r\n" + b"".join(pieces)

    def _secured(self, sock: socket.socket) -> ssl.SSLSocket:
        assert self._context is not None
        secured = self._context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        with self._changed:
            self._open = [secured if one is sock else one for one in self._open]
        return secured


def _end(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


@contextlib.contextmanager
def blackhole() -> Iterator[str]:
    """Give host and port at which a connection is never made: its queue of waiting connections is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        for _ in range(16):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(address)
            if not select.select([], [filler], [], 0.2)[1]:
                yield f"127.0.0.1:{address[1]}"
                return
        message = "this system takes any number of waiting connections"
        raise OSError(message)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def make_certificate(folder: Path, *names: str, passphrase: str = "") -> Certificate:
    """Make a self-signed certificate for these host names and addresses, in this folder; its key may be locked."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate = Certificate(folder / f"{names[0]}.crt", folder / f"{names[0]}.key")
    certificate.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    certificate.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(passphrase.encode())
            if passphrase
            else serialization.NoEncryption(),
        )
    )
    return certificate


def _name(text: str) -> x509.GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
