"""A server that repeats all it is sent, in whichever place its path names: what careless servers and proxies do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

FILLING: Final = "." * 5000
"""In each repeating body: what is so large stands in a file of the history, not in its database."""


@dataclass(frozen=True)
class Sent:
    """What came in: all of it on one line, and its body."""

    line: str
    body: str


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: Mapping[str, str]
    reason: str | None = None


def _repeated(sent: Sent) -> str:
    return json.dumps({"message": sent.line, "body": sent.body, "filling": FILLING})


def _plain(sent: Sent, status: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, _repeated(sent), {"X-Echo": sent.line[:8000], **named})


def _reason(sent: Sent) -> Reply:
    return Reply(418, _repeated(sent), {}, f"no tea for {sent.line[:2000]}")


def _tunnel(sent: Sent) -> Reply:
    return Reply(407, "", {}, f"no tunnel for {sent.line[:2000]}")


def _oauth(sent: Sent) -> Reply:
    error = {"error": f"invalid_client {sent.line}"[:250], "error_description": sent.line}
    return Reply(401, json.dumps(error), {})


def _cut(sent: Sent) -> Reply:
    # A message is cut at 300 characters: the cut goes through a secret.
    words = "x" * 270 + sent.body[sent.body.find("planted") :]
    return Reply(400, json.dumps({"error": "invalid_client", "error_description": words}), {})


def _pool(sent: Sent) -> Reply:
    error = {"__type": "NotAuthorizedException", "message": sent.line}
    headers = {"x-amzn-ErrorType": error["__type"], "Content-Type": "application/x-amz-json-1.1"}
    return Reply(400, json.dumps(error), headers)


def _odd(sent: Sent) -> Reply:
    return Reply(200, json.dumps({"access_token": sent.body, "token_type": sent.body}), {})


def _html(sent: Sent) -> Reply:
    kind = {"Content-Type": f"text/html; said={sent.line[:300]}"}
    return Reply(200, f"<p>{sent.line}</p>", kind)


def _discovery(sent: Sent) -> Reply:
    return Reply(200, json.dumps({"issuer": sent.line, "token_endpoint": sent.line}), {})


def _away(sent: Sent, token: str) -> Reply:
    return Reply(302, "", {"Location": f"/echo?access_token={token}&said={sent.line[:3000]}"})


def _elsewhere(_: Sent, token: str) -> Reply:
    return Reply(302, "", {"Location": f"https://h.invalid/#access_token={token}"})


PLACES: Final[Mapping[str, Callable[[Sent], Reply]]] = {
    "refuse": lambda sent: _plain(sent, 403, x_amzn_ErrorType="AccessDeniedException"),
    "unauthorized": lambda sent: _plain(
        sent, 401, WWW_Authenticate=f'Bearer error="invalid_token", said="{sent.line[:8000]}"'
    ),
    "reason": _reason,
    "tunnel": _tunnel,
    "oauth": _oauth,
    "cut": _cut,
    "pool": _pool,
    "odd": _odd,
    "html": _html,
    "discovery": _discovery,
}
"""First segment of the path -> what is answered. `tunnel` is what a proxy answers, `pool` a user pool."""


@contextmanager
def mirror(
    cookie: str = "", token: str = "", heard: Callable[[str], None] = lambda _: None
) -> Iterator[str]:
    """Give the URL of the server. `cookie` is set by each answer; `token` stands in the Location of each redirect.

    `heard` gets all that came with each request, on one line.

    A path that PLACES does not name is answered with 200; `/away` leads to `/echo` with all that was sent, `/elsewhere`
    to another origin with a token in the fragment.
    """

    redirects = {"away": _away, "elsewhere": _elsewhere}

    def reply(place: str, sent: Sent) -> Reply:
        if place in redirects:
            return redirects[place](sent, token)
        return PLACES.get(place, lambda one: _plain(one, 200))(sent)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = raw.decode("latin-1")
            words = f"{self.path} {body} {' '.join(self.headers.values())}"
            heard(words)
            place = f"{self.path}/".split("/")[1].partition("?")[0]
            place = "tunnel" if self.command == "CONNECT" else place
            if "X-Amz-Target" in self.headers and place == "echo":
                place = "pool"
            self._write(reply(place, Sent(" ".join(words.split()), body)))

        def _write(self, answer: Reply) -> None:
            raw = answer.text.encode()
            self.send_response(answer.status, answer.reason)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if cookie:
                self.send_header("Set-Cookie", f"{cookie}; Path=/")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST", "CONNECT"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
