"""A practice gateway on a real port, raw requests signed by AWS's own signer, and a raw socket to send them with."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import Judgement, serve

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error_type(self) -> str:
        return self.headers.get("x-amzn-errortype", "")


class Line:
    """A connection: bytes out, whole answers in."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._source = self.socket.makefile("rb")

    def send(self, content: bytes) -> None:
        self.socket.sendall(content)

    def status_line(self) -> bytes:
        return self._source.readline()

    def answer(self, *, bodiless: bool = False) -> Answer:
        status = int(self.status_line().split()[1])
        headers = {}
        while (line := self._source.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        size = 0 if bodiless else int(headers.get("content-length", 0))
        return Answer(status, headers, self._source.read(size))

    def ended(self) -> bool:
        return self._source.read() == b""

    def close(self) -> None:
        self._source.close()
        self.socket.close()


@dataclass
class Desk:
    """The gateway under test, as a person at a raw socket sees it."""

    description: Description
    judgements: list[Judgement]
    lines: list[Line] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.description.base_url.removeprefix("http://")

    @property
    def port(self) -> int:
        return int(self.host.partition(":")[2])

    @property
    def api_id(self) -> str:
        return self.description.apis[0].api_id

    @property
    def stage(self) -> str:
        return f"/{self.api_id}/prod"

    def line(self) -> Line:
        line = Line(self.port)
        self.lines.append(line)
        return line

    def ask(self, raw: bytes) -> Answer:
        line = self.line()
        line.send(raw)
        return line.answer(bodiless=raw.startswith(b"HEAD"))

    def sign(
        self,
        method: str = "GET",
        path: str = "/pets",
        *,
        headers: Headers | None = None,
        body: bytes = b"",
        user: str = "alice",
        key: str = "",
        secret: str = "",
        region: str = "us-east-1",
        service: str = "execute-api",
        age: float = 0.0,
        monkeypatch: pytest.MonkeyPatch | None = None,
    ) -> Headers:
        """Return the header lines of a request signed by botocore over these headers and Host.

        The path is below the stage. `age` in seconds dates the signature back.
        """
        who = next(one for one in self.description.iam if one.user == user)
        request = AWSRequest(method, f"http://{self.host}{self.stage}{path}", data=body)
        for name, value in [("Host", self.host), *(headers or [])]:
            request.headers.add_header(name, value)
        keys = Credentials(key or who.access_key_id, secret or who.secret_access_key)
        signer: Any = SigV4Auth(keys, service, region)
        if monkeypatch:
            at = datetime.now(UTC) - timedelta(seconds=age)
            monkeypatch.setattr("botocore.auth.get_current_datetime", lambda: at)
        signer.add_auth(request)
        return list(request.headers.items())

    def raw(
        self, headers: Headers, method: str = "GET", path: str = "/pets", body: bytes = b""
    ) -> bytes:
        """Return the bytes of a request; the path is below the stage."""
        lines = [f"{method} {self.stage}{path} HTTP/1.1", *(f"{n}: {v}" for n, v in headers)]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body

    def signed(self, method: str = "GET", path: str = "/pets", **how: Any) -> bytes:
        """Return the bytes of a signed request."""
        return self.raw(self.sign(method, path, **how), method, path, how.get("body", b""))


@pytest.fixture(scope="session")
def _served(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Description, list[Judgement]]]:
    judgements: list[Judgement] = []
    folder: Path = tmp_path_factory.mktemp("data") / "practice"
    with serve(folder, port=None, fresh=False, judged=judgements.append) as practice:
        yield practice.description, judgements


@pytest.fixture
def desk(_served: tuple[Description, list[Judgement]]) -> Iterator[Desk]:
    description, judgements = _served
    judgements.clear()
    desk = Desk(description, judgements)
    yield desk
    for line in desk.lines:
        line.close()
