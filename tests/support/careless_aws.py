"""An AWS that cannot keep a secret: STS and IAM Identity Center on loopback, whose answers repeat what they were sent and gave.

The first segment of the path says how: `give` succeeds, with all it was sent in ARNs; `late` gives a session of
Identity Center and refuses its use; `refuse`, `code`, `cut`, `html`, `away` and `odd` refuse each call in a way of
their own, `cut` so that a message of 300 characters ends inside a secret.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote_plus

GIVEN: Final[Mapping[str, str]] = {
    "secret key of a role": "planted+role/secret+0123456789abcdefghij",
    "session token of a role": "planted/role+session/token==" * 12,
    "device code": "planted-device-code/0123456789",
    "registration secret": "planted.registration-secret/of+IdentityCenter",
    "portal token": "planted-portal-access-token/0123456789+",
    "renewal token": "planted-portal-refresh-token/0123456789+",
}
"""What it hands out."""

_ENDS: Final = 4070908800
_OF_STS: Final = ("Assume", "GetCaller", "GetSession")


@dataclass(frozen=True)
class _Call:
    """What was asked: the name of the operation, and all that came in, decoded, on one line."""

    how: str
    operation: str
    said: str
    url: str


@dataclass(frozen=True)
class _Reply:
    status: int
    content: str
    kind: str = "application/json"
    location: str = ""
    error: str = ""


def _operation(path: str, body: str) -> str:
    if "Action=" in body:
        return parse_qs(body)["Action"][0]
    ends = {
        "client/register": "RegisterClient",
        "device_authorization": "StartDeviceAuthorization",
        "token": "CreateToken",
        "assignment/accounts": "ListAccounts",
        "assignment/roles": "ListAccountRoles",
        "federation/credentials": "GetRoleCredentials",
    }
    return next((name for end, name in ends.items() if path.endswith(end)), "")


def _refused(call: _Call) -> _Reply:
    words, code, status = call.said, "AccessDenied", 403
    match call.how:
        case "html":
            return _Reply(500, f"<p>{html.escape(words)}</p>", "text/html")
        case "away":
            return _Reply(302, "", location=f"{call.url}/elsewhere?said={words[:3000]}")
        case "odd":
            return _Reply(200, json.dumps([words]) if "<" in words else f"<odd>{words}</odd")
        case "cut":
            at = max(words.find("planted"), 0)
            words = "x" * 285 + words[at:]
        case "code":
            code = words[:2000]
    if call.operation.startswith(_OF_STS):
        said = f"<Code>{html.escape(code)}</Code><Message>{html.escape(words)}</Message>"
        text = f"<ErrorResponse><Error><Type>Sender</Type>{said}</Error></ErrorResponse>"
        return _Reply(status, text, "text/xml")
    members = {"error": code, "error_description": words, "message": words}
    return _Reply(400, json.dumps(members), error=f"{code[:200]}Exception")


def _sts(call: _Call) -> _Reply:
    knows = html.escape(call.said)
    credentials = (
        f"<Credentials><AccessKeyId>ASIAPLANTEDPLANTED00</AccessKeyId><Expiration>2099-01-01T00:00:00Z</Expiration>"
        f"<SecretAccessKey>{GIVEN['secret key of a role']}</SecretAccessKey>"
        f"<SessionToken>{GIVEN['session token of a role']}</SessionToken></Credentials>"
    )
    caller = f"<Account>1</Account><Arn>arn:{knows}</Arn><UserId>{knows}</UserId>"
    result = caller if call.operation == "GetCallerIdentity" else credentials
    name = call.operation
    text = f"<{name}Response><{name}Result>{result}</{name}Result></{name}Response>"
    return _Reply(200, text, "text/xml")


def _identity_center(call: _Call) -> _Reply:
    if call.how == "late" and call.operation in {"ListAccounts", "GetRoleCredentials"}:
        return _refused(call)
    answers: Mapping[str, Any] = {
        "RegisterClient": {
            "clientId": "client",
            "clientSecret": GIVEN["registration secret"],
            "clientSecretExpiresAt": _ENDS,
        },
        "StartDeviceAuthorization": {
            "deviceCode": GIVEN["device code"],
            "userCode": "BCDF-GHJK",
            "verificationUri": call.url,
            "expiresIn": 600,
            "interval": 1,
        },
        "CreateToken": {
            "accessToken": GIVEN["portal token"],
            "refreshToken": GIVEN["renewal token"],
            "expiresIn": 28800,
        },
        "ListAccounts": {
            "accountList": [
                {"accountId": "1", "accountName": "some"},
                {"accountId": "2", "accountName": "other"},
            ]
        },
        "ListAccountRoles": {"roleList": [{"roleName": "Reader"}]},
        "GetRoleCredentials": {
            "roleCredentials": {
                "accessKeyId": "ASIAPLANTEDPLANTED00",
                "secretAccessKey": GIVEN["secret key of a role"],
                "sessionToken": GIVEN["session token of a role"],
                "expiration": _ENDS * 1000,
            }
        },
    }
    return _Reply(200, json.dumps(answers.get(call.operation, {})))


def _answer(call: _Call) -> _Reply:
    if call.how not in {"give", "late"}:
        return _refused(call)
    return _sts(call) if call.operation.startswith(_OF_STS) else _identity_center(call)


@contextmanager
def careless_aws(heard: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """Give the URL of the server; `heard` gets the operation of each call."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
            path = self.path.partition("?")[0]
            words = f"{self.path} {unquote_plus(raw)} {raw} {' '.join(self.headers.values())}"
            host = f"http://{self.headers.get('Host')}"
            how = path.split("/")[1]
            operation = _operation(path, raw)
            heard(operation)
            if how == "late" and not operation.startswith(_OF_STS):
                words = " ".join(
                    [*(text for name, text in GIVEN.items() if "role" not in name), words]
                )
            self._write(_answer(_Call(how, operation, " ".join(words.split()), host)))

        def _write(self, reply: _Reply) -> None:
            raw = reply.content.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            if reply.location:
                self.send_header("Location", reply.location)
            if reply.error:
                self.send_header("x-amzn-ErrorType", reply.error)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST"):
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
