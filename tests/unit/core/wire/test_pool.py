from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.model import Settings
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.wire import intake, trust
from tests.support.sends import answered, prepared
from tests.support.sockets import WATCHDOG, Answer, RawServer, make_certificate, ok


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def test_a_redirect_is_shown_and_cookies_are_not_kept(transport: Transport) -> None:
    answer = ok(b"", "Location: /elsewhere", "Set-Cookie: a=b; Path=/", status="302 Found")
    with RawServer(answer) as server:
        request = prepared(server.host, ("Host", "x"))
        for _ in range(2):
            response = answered(transport.send(request, Settings(), Cancel()))
            assert response.status == 302
            assert response.header("location") == "/elsewhere"
        assert server.requests == [request.head()] * 2


@pytest.mark.parametrize(
    "headers",
    [(("Content-Length", "1"),), (), (("Transfer-Encoding", "chunked"), ("Content-Length", "5"))],
)
def test_a_request_whose_end_is_in_doubt_has_its_connection_for_itself(
    transport: Transport, headers: tuple[tuple[str, str], ...]
) -> None:
    # What the server takes for a second request would be answered, and that answer shown for the next send.
    with RawServer(ok()) as server:
        request = prepared(server.host, ("Host", "x"), *headers, method="POST", body=b"3\r\nab")
        answered(transport.send(request, Settings(), Cancel()))
        answered(transport.send(prepared(server.host), Settings(), Cancel()))
        assert server.connections == 2


def test_threads_share_a_transport(transport: Transport) -> None:
    with RawServer(ok(b"same")) as server:
        request = prepared(server.host, ("Host", "x"))
        bodies: list[bytes] = []

        def work() -> None:
            for _ in range(20):
                delivery = transport.send(request, Settings(), Cancel())
                bodies.append(answered(delivery).body.content)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(WATCHDOG)
        assert bodies == [b"same"] * 160
        assert server.connections <= 8


def test_the_usual_authorities_are_trusted_and_read_once(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path, "127.0.0.1")
    monkeypatch.setattr(trust, "DEFAULT_CA_BUNDLE_PATH", str(certificate.file))
    answer = Answer(ok(b"trusted", "Connection: close"), "close")
    with RawServer(answer, certificate=certificate) as server:
        request = prepared(server.host, scheme="https")
        answered(transport.send(request, Settings(), Cancel()))
        certificate.file.unlink()
        answered(transport.send(request, Settings(), Cancel()))
        assert server.connections == 2


def test_a_connection_in_the_pool_is_out_of_the_cancels_reach(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The send has not ended yet, but another thread may have taken its connection by now.
    cancel, original = Cancel(), intake.Response

    def late(*args: object) -> object:
        cancel.request()
        return original(*args)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(intake, "Response", late)
    with RawServer(ok()) as server:
        request = prepared(server.host)
        for _ in range(2):
            answered(transport.send(request, Settings(), cancel))
            cancel = Cancel()
        assert server.connections == 1
