"""A file of 1 GB is hashed once and streamed: the program's memory stays as it was."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support.sockets import WATCHDOG, ok

SIZE = 2**30
HASH_OF_ZEROS = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14"
MOST = 100 * 2**20  # bytes that the memory may grow by
SENDER = """
import io, json, resource, sys
from contextlib import redirect_stdout
from apiclient_gui.cli import main

def send(url, *words):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(out):
        try:
            main(["send", "PUT", url, "--aws-env", "--region", "eu-west-1", "--service", "execute-api", "--json", *words])
        except SystemExit as ended:
            assert not ended.code, out.buffer.getvalue()
    out.flush()
    return json.loads(out.buffer.getvalue())

def read():
    with open("/proc/self/io") as facts:
        return int(next(line for line in facts if line.startswith("rchar")).split()[1])

url, file = sys.argv[1:]
send(url, "-d", "small")  # what is loaded and made once
before, seen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, read()
document = send(url, "-d", f"@{file}")
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"grown": grown * 1024, "read": read() - seen, "request": document["request"]}))
"""


class Sink:
    """Takes requests on one connection after another, throws their bodies away, and counts the bytes."""

    def __init__(self) -> None:
        self.bodies: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(WATCHDOG)

    def _serve(self) -> None:
        room = bytearray(2**20)
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65_536)
                head, _, body = data.partition(b"\r\n\r\n")
                length = next(
                    int(line.partition(b":")[2])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length:")
                )
                got = len(body)
                while got < length and (count := connection.recv_into(room)):
                    got += count
                self.bodies.append(got)
                connection.sendall(ok(b"", "Connection: close"))


@pytest.mark.skipif(sys.platform != "linux", reason="counts what is read in /proc/self/io")
def test_a_file_of_1_gb(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("wb") as made:
        made.truncate(SIZE)  # sparse: it takes no room on the disk
    sink = Sink()
    ended = subprocess.run(
        [sys.executable, "-c", SENDER, sink.url, str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={
            "PATH": "",
            "HOME": str(tmp_path),
            "APICLIENT_DATA_DIR": str(tmp_path / "data"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        },
    )
    sink.close()
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert sink.bodies == [5, SIZE]
    assert told["request"]["body_sha256"] == HASH_OF_ZEROS
    assert told["request"]["auth"]["canonical_request"].endswith(f"\n{HASH_OF_ZEROS}")
    assert told["grown"] < MOST
    # Once to be hashed, once to be sent, and some files of our own.
    assert 2 * SIZE <= told["read"] < 2 * SIZE + SIZE // 10
