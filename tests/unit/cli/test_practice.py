"""`apiclient practice` as the program that the window starts: its lines, and its end."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

from tests.support.cli import apiclient, program


def test_the_first_line_is_the_description_and_each_request_a_line(data_folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "apiclient_gui.cli", "practice", "--json", "--until-eof"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    first = json.loads(child.stdout.readline())
    assert set(first) == {
        *("base_url", "region", "account", "apis", "iam", "api_keys", "idp", "user_pool"),
        *("sts", "sso", "identity_pool"),
    }
    assert {"api_id", "name", "stage", "url", "methods"} <= set(first["apis"][0])
    assert set(first["user_pool"]) == {
        *("id", "endpoint", "issuer", "jwks_url", "client_id", "users", "challenged"),
        *("secret_client_id", "client_secret", "question", "answer"),
    }
    assert set(first["identity_pool"]) == {"id", "endpoint", "region", "role_arn"}
    assert {"issuer", "token_url", "jwks_url", "clients", "users", "apps"} == set(first["idp"])
    assert set(first["sts"]) == {"endpoint", "roles", "mfa"}
    assert set(first["api_keys"][0]) == {"name", "value"}
    assert set(first["iam"][0]) == {"user", "access_key_id", "secret_access_key", "allowed"}
    assert apiclient("send", "List pets, signed").code == 0
    line = json.loads(child.stdout.readline())
    assert {"time", "method", "path", "api_id", "verdict", "reason", "status"} <= set(line)
    assert (line["verdict"], line["status"]) == ("allowed", 200)
    rest, _ = child.communicate("", timeout=20)  # its input closes: it ends by itself
    assert (rest, child.returncode) == ("", 0)
    again = program("practice", "--json", "--until-eof")
    assert json.loads(again.out.splitlines()[0])["base_url"] == first["base_url"]
    assert not (data_folder / "practice" / "running.json").exists()


def test_a_port_in_use_is_exit_9() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = apiclient("practice", "--json", "--port", str(taken.getsockname()[1]))
    assert (ended.code, ended.document["error"]["id"]) == (9, "port_in_use")


def test_a_folder_that_cannot_be_written_is_exit_9(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = apiclient("--data-dir", str(tmp_path / "file"), "practice", "--json")
    assert ended.code == 9
    assert ended.document["error"]["remedy"]
