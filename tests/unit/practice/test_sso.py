"""IAM Identity Center as a whole: what belongs where, and what a restart leaves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from apiclient_gui.practice import state
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.sso import IdentityCenter
from apiclient_gui.practice.wire import Received

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
URL = "http://127.0.0.1:8000"
HOST = ("host", b"127.0.0.1:8000")


def started(folder: Path) -> IdentityCenter:
    kept = state.load(folder)
    return IdentityCenter(Kept(folder, kept), Deployment(kept, URL))


def oidc(center: IdentityCenter, path: str, **content: Any) -> Any:
    request = Received("POST", b"", (HOST,), json.dumps(content).encode())
    return json.loads(center.oidc.answer(request, path.split("/"), NOW).reply.body)


def begin(center: IdentityCenter) -> tuple[Any, Any]:
    scopes = ["sso:account:access"]
    reply = oidc(center, "client/register", clientName="x", clientType="public", scopes=scopes)
    client = {key: reply[key] for key in ("clientId", "clientSecret")}
    return client, oidc(center, "device_authorization", **client, startUrl=f"{URL}/sso/start")


def allow(center: IdentityCenter, code: str) -> int:
    form = urlencode({"user_code": code, "user": "dana", "decision": "allow"}).encode()
    kind = ("content-type", b"application/x-www-form-urlencoded")
    request = Received("POST", b"/sso/device", (HOST, kind), form)
    return center.answer(request, ["device"], NOW).reply.status


def accounts(center: IdentityCenter, token: str) -> int:
    request = Received("GET", b"/", (HOST, ("x-amz-sso_bearer_token", token.encode())))
    return center.answer(request, ["assignment", "accounts"], NOW).reply.status


def test_a_login_outlives_a_restart_and_a_code_does_not(tmp_path: Path) -> None:
    state.save(tmp_path, state.make())
    first = started(tmp_path)
    client, begun = begin(first)
    assert allow(first, begun["userCode"]) == 200
    code = begun["deviceCode"]
    tokens = oidc(first, "token", **client, grantType=DEVICE_CODE, deviceCode=code)
    _, waiting = begin(first)
    again = started(tmp_path)
    assert accounts(again, tokens["accessToken"]) == 200
    given = {"grantType": "refresh_token", "refreshToken": tokens["refreshToken"]}
    assert "accessToken" in oidc(again, "token", **client, **given)
    assert allow(again, waiting["userCode"]) == 400


def test_fresh_keys_end_everything(tmp_path: Path) -> None:
    state.save(tmp_path, state.make())
    client, begun = begin(started(tmp_path))
    state.save(tmp_path, state.make())
    given = {"grantType": DEVICE_CODE, "deviceCode": begun["deviceCode"]}
    assert oidc(started(tmp_path), "token", **client, **given)["error"] == "invalid_client"
