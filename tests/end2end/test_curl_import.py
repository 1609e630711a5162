"""Commands mean to curl what they mean here: request line, headers and body, recorded from the real curl, in and out."""

from __future__ import annotations

import os
import subprocess
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings

from apiclient_gui.core import importers, raw
from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.model import Environment, Prepared, Request
from apiclient_gui.core.program import Program
from tests.support.drafts import draft
from tests.support.odd_requests import odd_requests
from tests.support.sockets import RawServer, ok

pytestmark = pytest.mark.skipif(
    which("curl") is None or which("bash") is None, reason="needs curl and bash"
)
# Each program's own.
OWN = {"user-agent", "accept-encoding", "content-length", "connection", "expect"}

COMMANDS = (
    "curl SERVER",
    "curl SERVER/a/../b/./c//d?x=1#top",
    "curl --path-as-is SERVER/a/../b",
    "curl 'SERVER/a%20b?q=1%2F2&q=a+b'",
    "curl -d a=1 -d 'b=x y' SERVER/x",
    "curl -d 'a=é&b=%C3%A9' SERVER/x",
    "curl --data-urlencode 'a=x y&é~*' --data-urlencode '=b' --data-urlencode 'c d' SERVER/x",
    "curl -G -d a=1 --data-urlencode 'b=x y' SERVER/x",
    "curl -G -d a=1 'SERVER/x?z=0'",
    "curl -G -d a SERVER",
    "curl --url-query 'a=x y' --url-query b SERVER/x",
    "curl --json '{\"a\":' --json '1}' SERVER/x",
    "curl -H 'Content-Type: application/json' -d '{\"a\": \"it'\\''s\"}' SERVER/x",
    "curl -H 'Content-Type:' -d a=1 SERVER/x",
    "curl --data-raw @a SERVER/x",
    "curl --data-raw $'a\\r\\n\\tb\\u00e9\\x41' SERVER/x",
    "curl --data-binary @body.txt SERVER/x",
    "curl --data-binary @body.txt -H 'Content-Type: text/csv' SERVER/x",
    "curl -T body.txt SERVER/up/",
    "curl -T body.txt -X POST SERVER/up/name",
    "curl -X PATCH -d '' SERVER/x",
    "curl -X POST SERVER/x",
    "curl -X DELETE SERVER/x",
    "curl -I SERVER/x",
    "curl -H 'A: 1' -H 'B;' -H 'A: 2' -H 'X-Empty:' SERVER",
    "curl -A me -e http://r -b 'a=b; c=d' -b e=f -r 0-9 SERVER",
    "curl -A me -H 'User-Agent: you' SERVER",
    "curl -u me:pass SERVER",
    "curl http://me:pa%20ss@HOST/x",
    "curl --oauth2-bearer token123 SERVER",
    "curl -H 'Authorization: Bearer token123' -u me:pass SERVER",
    "curl -H 'Authorization: token123' SERVER",
    "curl -H 'Authorization: Digest a=b' SERVER",
    "curl HOST/x -sSLk --compressed",
    "curl -XPUT -da=1 --url SERVER/x",
    'curl -X "$METHOD" "SERVER/${NAME}?a=$NAME" -H "X: $NAME" -d "{$NAME}"',
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_what_goes_out_is_what_curl_sends(
    command: str, tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "body.txt").write_bytes(b"a,b\r\n\xc3\xa9\n")
    monkeypatch.chdir(tmp_path)
    variables = {"METHOD": "PATCH", "NAME": "n1"}
    with RawServer(ok()) as server:
        line = command.replace("SERVER", f"http://{server.host}").replace("HOST", server.host)
        run(line, **variables)
        recorded = raw.request(server.requests[0])
    imported = importers.TABLE["curl"].read(line)
    program = Program(data_folder)
    around = program.surroundings(
        Environment(variables=variables), credentials=imported.credentials
    )
    ours = program.prepare(imported.request, around).prepared
    assert (ours.method, ours.target) == (recorded.method, recorded.target)
    assert b"".join(ours.body.blocks()) == recorded.body.content
    assert headers(ours) == headers(recorded)


def headers(prepared: Prepared) -> list[tuple[str, str]]:
    pairs = [(header.name.lower(), header.value.strip()) for header in prepared.lines()]
    return sorted(pair for pair in pairs if pair[0] not in OWN or pair == ("user-agent", "you"))


def run(line: str, **variables: str) -> None:
    """Run a curl command in a shell, with nothing of the person's settings."""
    subprocess.run(
        ["bash", "-c", line.replace("curl ", "curl -q -sS --noproxy '*' -o /dev/null ", 1)],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **variables},
        check=True,
        timeout=30,
    )


def test_what_is_copied_sends_the_same_from_curl() -> None:
    with RawServer(ok()) as server:

        @settings(deadline=None, derandomize=True, max_examples=100)
        @given(odd_requests(f"http://{server.host}"))
        def check(request: Request) -> None:
            made = draft(request)
            before = len(server.requests)
            run(TABLE["curl"].export(made).text, AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b")
            sent = raw.request(server.requests[before])
            assert (sent.method, sent.target) == (made.prepared.method, made.prepared.target)
            assert sent.body.content == made.prepared.body.content
            typed = {
                header.name.lower()
                for header in made.prepared.headers
                if header.origin.place == "header"
            }
            ours = [pair for pair in headers(made.prepared) if pair[0] in typed]
            assert [pair for pair in headers(sent) if pair[0] in typed] == ours

        check()


def test_what_is_copied_sends_the_same_from_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with RawServer(ok(b"", "Connection: close")) as server:

        @settings(deadline=None, derandomize=True, max_examples=60)
        @given(odd_requests(f"http://{server.host}"))
        def check(request: Request) -> None:
            made = draft(request)
            before = len(server.requests)
            with redirect_stdout(StringIO()):
                exec(TABLE["python"].export(made).text, {})  # noqa: S102  # the program under test
            sent = raw.request(server.requests[before])
            # requests leaves out a "?" with nothing behind it, which is signed alike.
            assert sent.target.rstrip("?") == made.prepared.target.rstrip("?")
            assert sent.method == made.prepared.method
            assert sent.body.content == made.prepared.body.content
            assert typed(sent, made.prepared) == typed(made.prepared, made.prepared)

        check()


def typed(prepared: Prepared, made: Prepared) -> list[tuple[str, str]]:
    """Return the headers that were typed, but for repeated ones: requests sends those as one."""
    names = [one.name.lower() for one in made.headers if one.origin.place == "header"]
    return [pair for pair in headers(prepared) if names.count(pair[0]) == 1]
