"""The canary: known secrets are planted, every feature is used, and then nothing written or said may hold them.

It grows with every feature. Here commands run as programs of their own, with a real keyring, and log to a file at DEBUG;
every feature is used in test_canary_commands.py and test_canary_aws.py, and the window's part is in
tests/gui/test_canary*.py. In clear stands only what is asked for in clear: the response body comes back as the server
sent it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.practice.description import Description
from tests.keyring_daemon import PrivateKeyring
from tests.support.canary import SECRETS, forms, leaks
from tests.support.cli import Ended, program
from tests.support.sockets import free_port

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"


def test_the_search_itself_finds_what_is_planted() -> None:
    for name, secret in SECRETS.items():
        for form, needle in forms(secret).items():
            assert f"{name} ({form})" in leaks(b"before " + needle + b" after")


_LOGGED = """
import logging, sys
logging.basicConfig(filename=sys.argv.pop(1), level=logging.DEBUG)
from apiclient_gui.cli import main
main()
"""


def logged(log: Path, *words: str, env: Mapping[str, str]) -> Ended:
    """Run a command as a program of its own that logs to a file at DEBUG."""
    ended = subprocess.run(
        [sys.executable, "-c", _LOGGED, str(log), *words],
        capture_output=True,
        timeout=60,
        check=False,
        env=env,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr.decode())


def use_much(gateway: Description, tmp_path: Path, log: Path) -> list[Ended]:
    """Use the command line with the planted secrets; return what each call said."""
    environment = {
        **os.environ,
        "PYTHONDEVMODE": "1",
        "AWS_ACCESS_KEY_ID": "AKIAPLANTEDPLANTED00",
        "AWS_SECRET_ACCESS_KEY": SECRETS["secret key"],
        "AWS_SESSION_TOKEN": SECRETS["session token"],
        "PLANTED_SECRET": SECRETS["secret key"],
        "PLANTED_TOKEN": SECRETS["session token"],
    }
    url = f"{gateway.apis[0].url}/pets"
    where = ("--region", "us-east-1", "--service", "execute-api")
    typed = (
        *("-H", f"X-Api-Key: {SECRETS['api key']}", "-H", f"Cookie: {SECRETS['cookie']}"),
        *("--param", f"X-Amz-Security-Token={SECRETS['session token']}"),
    )
    reply = tmp_path / "reply.txt"
    reply.write_bytes(
        b"HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: InvalidSignatureException\r\nSet-Cookie: "
        + SECRETS["cookie"].encode()
        + b"\r\n\r\n"
        + b'{"message":"The request signature we calculated does not match the signature you provided."}'
    )
    request = tmp_path / "request.txt"
    request.write_text(
        f"GET /prod/pets HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {SECRETS['typed header']}\r\n\r\n"
    )
    calls: list[tuple[str, ...]] = [
        ("identity", "add", "planted", "--kind", "aws_keys", "--set", "access_key_id=AKIAPLANTEDPLANTED00",
         "--secret", "secret_access_key=env:PLANTED_SECRET", "--secret", "session_token=env:PLANTED_TOKEN"),
        ("identity", "show", "planted", "--json"),
        ("send", "GET", url, "--identity", "planted", *where, "--json"),
        ("send", "GET", url, "--identity", "planted", *where, *typed, "--explain", "-o", str(tmp_path / "out")),
        ("send", "GET", url, "--aws-env", *where, *typed, "--explain", "-i"),
        ("send", "GET", f"http://127.0.0.1:{free_port()}/x", "--aws-env", *where, *typed, "--json"),
        ("send", "GET", URL, "--aws-env", "--timeout", "-1", *typed, "--json"),
        ("send", "GET", f"https://user:{SECRETS['url password']}@h/x"),
        ("explain", "--response", str(reply), "--request", str(request), "--json"),
        ("explain", "--response", str(reply), "--request", str(request)),
        ("history", "show", "1"),
    ]  # fmt: skip
    return [logged(log, *call, env=environment) for call in calls]


@pytest.mark.usefixtures("gnome_keyring")
def test_no_secret_is_written_or_said(
    gateway: Description, data_folder: Path, tmp_path: Path
) -> None:
    log = tmp_path / "debug.log"
    ended = use_much(gateway, tmp_path, log)
    assert ended[0].code == 0, ended[0].err
    assert {call.code for call in ended[2:5]} == {4}, "the planted keys are sent and refused"
    for call in ended:
        assert "Traceback" not in call.err
        # What the gateway sends back is what was asked for; ours is everything else.
        assert not leaks(call.out + call.err.encode())
    kept = [path for path in data_folder.rglob("*") if path.is_file()]
    assert any("planted" in path.name for path in kept), "the identity's facts are there"
    assert any(path.name == "history.sqlite" for path in kept)
    for path in (*kept, log):
        assert not leaks(path.read_bytes()), path
    assert b"GET /" in log.read_bytes()
    assert apiclient_remove().code == 0


def apiclient_remove() -> Ended:
    return program("identity", "remove", "planted")


def test_a_problem_of_the_keyring_holds_no_secret(
    gnome_keyring: PrivateKeyring, gateway: Description
) -> None:
    from apiclient_gui.core.program import Program
    from apiclient_gui.core.secret import Secret
    from apiclient_gui.core.workspace import new_identity

    shared = Program(Path(os.environ["APICLIENT_DATA_DIR"]))
    identity = new_identity("locked", "aws_keys", {"access_key_id": "AKIAPLANTEDPLANTED00"})
    gnome_keyring.lock()
    finding = shared.identities.put(identity, "secret_access_key", Secret(SECRETS["secret key"]))
    assert finding, "it says that the secret lives for this run only"
    assert not leaks(repr(finding).encode())
    with pytest.raises(Problem) as refused:
        Program(shared.data).identities.credentials(identity, {})
    assert not leaks(repr(refused.value.finding).encode())
