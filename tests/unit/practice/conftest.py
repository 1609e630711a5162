"""A practice gateway on a real port, raw requests signed by AWS's own signer, and a raw socket to send them with.

Its clock can be put forward; whatever is sent with a token is sent by http.client, and logins are botocore's.
"""

from __future__ import annotations

import base64
import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from apiclient_gui.practice import state
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.description import Api, Description
from apiclient_gui.practice.judge import Gateway
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.server import Judgement, serve

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)

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
class Hands:
    """The gateway's clock: this computer's, put forward by so many seconds."""

    ahead: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


@dataclass
class Desk:
    """The gateway under test, as a person at a raw socket sees it."""

    description: Description
    judgements: list[Judgement]
    hands: Hands
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

    def api(self, name: str) -> Api:
        return next(api for api in self.description.apis if api.name == name)

    def call(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: str | bytes | None = None,
    ) -> Answer:
        """Send a request that is not signed, to a URL of the gateway."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        connection.request(
            method, url.removeprefix(self.description.base_url), body, dict(headers or {})
        )
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, names, response.read())
        connection.close()
        return answer

    def access_token(self, client_id: str = "pets-reader", scope: str = "") -> str:
        """Return a fresh access token of the identity provider."""
        assert self.description.idp
        client = next(c for c in self.description.idp.clients if c.client_id == client_id)
        coded = base64.b64encode(f"{client.client_id}:{client.client_secret}".encode()).decode()
        answer = self.call(
            self.description.idp.token_url,
            {
                "Authorization": f"Basic {coded}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            method="POST",
            body="grant_type=client_credentials" + (f"&scope={scope}" if scope else ""),
        )
        assert answer.status == 200
        return str(answer.content["access_token"])

    def pool(self) -> Any:
        """Return botocore's own client of the user pool, as a public client uses it."""
        assert self.description.user_pool
        return botocore.session.Session().create_client(
            "cognito-idp",
            region_name="us-east-1",
            endpoint_url=self.description.user_pool.endpoint,
            config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
        )

    def login(self, number: int = 0) -> dict[str, Any]:
        """Return the tokens of a user of the pool who logs in with the password."""
        assert self.description.user_pool
        user = self.description.user_pool.users[number]
        client = self.pool()
        reply = client.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH",
            ClientId=self.description.user_pool.client_id,
            AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
        )
        client.close()
        assert reply["ChallengeParameters"] == {}
        return dict(reply["AuthenticationResult"])

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
) -> Iterator[tuple[Description, list[Judgement], Hands]]:
    judgements: list[Judgement] = []
    hands = Hands()
    folder: Path = tmp_path_factory.mktemp("data") / "practice"
    with serve(
        folder, port=None, fresh=False, judged=judgements.append, clock=hands.now
    ) as practice:
        yield practice.description, judgements, hands


@pytest.fixture
def desk(_served: tuple[Description, list[Judgement], Hands]) -> Iterator[Desk]:
    description, judgements, hands = _served
    judgements.clear()
    hands.ahead = 0.0
    desk = Desk(description, judgements, hands)
    yield desk
    hands.ahead = 0.0
    for line in desk.lines:
        line.close()


@pytest.fixture
def fresh_desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a gateway of its own, that nobody has shown anything yet: no code of a device is used up."""
    judgements: list[Judgement] = []
    hands = Hands()
    with serve(
        tmp_path / "practice", port=None, fresh=False, judged=judgements.append, clock=hands.now
    ) as practice:
        desk = Desk(practice.description, judgements, hands)
        yield desk
        for line in desk.lines:
            line.close()


@pytest.fixture
def deployed(tmp_path: Path) -> tuple[Kept, Deployment]:
    """Give a kept state and where it stands, without a server."""
    made = state.make()
    return Kept(tmp_path, made), Deployment(made, "http://127.0.0.1:8000")


@pytest.fixture
def judge(deployed: tuple[Kept, Deployment]) -> Gateway:
    """Give a gateway without a server."""
    return Gateway(*deployed)
