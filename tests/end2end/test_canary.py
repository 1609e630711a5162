"""The canary: known secrets are planted, every feature is used, and then nothing written or said may hold them.

It grows with every feature. In clear stands only what is asked for in clear: `sign` and `practice` print, and the
response body comes back as the server sent it. The window's part is in tests/gui/test_canary.py.
"""

from __future__ import annotations

import logging
import os
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


def use_everything(gateway: Description, tmp_path: Path) -> list[Ended]:
    """Use every feature of the command line with the planted secrets; return what each call said."""
    closed = f"http://127.0.0.1:{free_port()}/x"
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
        ("identity", "list"), ("identity", "list", "--json"),
        ("identity", "show", "planted"), ("identity", "show", "planted", "--json"),
        ("send", "GET", url, "--identity", "planted", *where, "--json"),
        ("send", "GET", url, "--identity", "planted", *where, "--explain", "-i"),
        ("send", "GET", url, "--aws-env", *where, *typed, "--json"),
        ("send", "GET", url, "--aws-env", *where, *typed, "--explain", "-o", str(tmp_path / "out")),
        ("send", "GET", url, "-H", f"Authorization: Bearer {SECRETS['typed header']}", "--json"),
        ("send", "GET", url, "--aws-env", *where, "-H", f"Authorization: {SECRETS['typed header']}", "--json"),
        ("send", "GET", closed, "--aws-env", *where, *typed, "--json"),
        ("send", "GET", URL, "--aws-env", "--timeout", "-1", *typed, "--json"),
        ("send", "GET", f"https://user:{SECRETS['url password']}@h/x", "--json"),
        ("send", "GET", f"https://user:{SECRETS['url password']}@h/x"),
        ("send", "GET", "http://h/{{nowhere}}", *typed, "--json"),
        ("send", "GET", "http://h/", "-H", f"X-Api-Key: {SECRETS['api key']}\r\nX: y", "--json"),
        ("explain", "--response", str(reply), "--request", str(request), "--json"),
        ("explain", "--response", str(reply), "--request", str(request)),
    ]  # fmt: skip
    return [program(*call, env=environment) for call in calls]


@pytest.mark.usefixtures("gnome_keyring")
def test_no_secret_is_written_or_said(
    gateway: Description, data_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ended = use_everything(gateway, tmp_path)
    assert ended[0].code == 0, ended[0].err
    assert {call.code for call in ended[5:8]} == {4}, "the planted keys are sent and refused"
    for call in ended:
        assert "Traceback" not in call.err
        # What the gateway sends back is what was asked for; ours is everything else.
        assert not leaks(call.out + call.err.encode())
    kept = [path for path in data_folder.rglob("*") if path.is_file()]
    assert any("planted" in path.name for path in kept), "the identity's facts are there"
    for path in kept:
        assert not leaks(path.read_bytes()), path
    assert not leaks(caplog.text.encode())
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
