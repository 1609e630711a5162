"""K1: a request copied as curl is signed anew by the real curl and accepted, or refused where the copy said so; pasted, it is the request again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import pytest

from apiclient_gui.core import importers
from apiclient_gui.core.exporters.base import Exported
from apiclient_gui.core.model import Auth, OptionValue, Part, Payload, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed, state, temporary_keys
from apiclient_gui.practice.description import Description

CURL = which("curl")
pytestmark = pytest.mark.skipif(CURL is None or which("bash") is None, reason="needs curl and bash")


def version() -> tuple[int, ...]:
    said = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"curl (\d+)\.(\d+)", said)
    assert found
    return tuple(map(int, found.groups()))


def pets(
    path: str = "/pets",
    *,
    method: str = "GET",
    body: Payload | None = None,
    headers: tuple[Row, ...] = (),
) -> Request:
    return Request(
        method=method,
        url="{{gateway}}" + path,
        headers=headers,
        body=body or Payload(),
        auth=Auth("sigv4", "alice"),
    )


JSON = Payload("json", '{"name": "Žofie", "note": "it\'s \\"quoted\\" $HOME `x` !"}')
ODD = (
    Row("X-Own", 'it\'s "odd" $HOME \\ `x` !'),
    Row("X-Amz-Meta", "a: b, c"),
    Row("X-Letters", "Žofie"),
)
RIGHT = {
    "plain": pets(),
    "query, sorted and encoded": pets("/pets?a=%C3%A9%20x&b=1&c=a%3Ab%2Cc%2Fd%40e&d="),
    "JSON": pets(method="POST", body=JSON),
    "form": pets(method="POST", body=Payload("form", rows=(Row("a", "b c"), Row("é", "&=")))),
    "text like a file's name": pets(method="POST", body=Payload("text", "@nothing"), headers=(Row("Content-Type", "text/plain"),)),
    "lines": pets(method="POST", body=Payload("text", "a\r\n\tb\x01\n"), headers=(Row("Content-Type", "text/plain"),)),
    "multipart without files": pets(method="POST", body=Payload("multipart", parts=(Part("a", "b"), Part("c", "d é")))),
    "no body": pets(method="POST"),
    "body of a GET": pets(body=JSON),
    "HEAD": pets(method="HEAD"),
    "DELETE": pets("/pets/3", method="DELETE"),
    "headers of one's own": pets(headers=ODD),
    "letters that curl reads as a pattern": pets("/pets?x=%5B1-2%5D"),
}  # fmt: skip
# What 7.88 signs wrongly, and whether later ones sign it right; each with the warning beside the line.
WRONG = {
    "curl_query_unsorted": (pets("/pets?b=1&a=2"), 8),
    "curl_path_encoded_once": (pets("/pets/a%20b"), 8),
    "curl_path_not_normalised": (pets("/pets//x"), 99),
    "curl_header_repeated": (pets(headers=(Row("X-A", "1"), Row("X-A", "2"))), 8),
    "curl_header_empty": (pets(headers=(Row("X-A"),)), 8),
    "curl_headers_missorted": (pets(headers=(Row("X-A", "1"), Row("X-A-B", "2"))), 8),
}  # fmt: skip


@pytest.fixture
def program(gateway: Description, data_folder: Path) -> Program:
    made = Program(data_folder)
    seed.remember_keys(made)
    return made


@pytest.fixture
def alice(gateway: Description) -> dict[str, str]:
    """The environment of a shell that has alice's keys."""
    user = next(one for one in gateway.iam if one.user == "alice")
    return {
        "AWS_ACCESS_KEY_ID": user.access_key_id,
        "AWS_SECRET_ACCESS_KEY": user.secret_access_key,
    }


def export(program: Program, request: Request, form: str) -> Exported:
    return program.export(
        request, program.surroundings(program.environment(seed.ENVIRONMENT)), form
    )


def run(text: str, environ: Mapping[str, str]) -> str:
    """Run a copied curl command in a shell; return status line and headers."""
    assert text.startswith("curl ")
    command = text.replace(
        "curl ",
        "curl -q --silent --show-error --noproxy '*' --max-time 20 --dump-header - --output /dev/null ",
        1,
    )
    ended = subprocess.run(
        ["bash", "-c", command],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environ},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


def complaint(answer: str) -> str:
    """Return what the gateway says about the signature; nothing when it accepts it."""
    assert answer.startswith("HTTP/1.1 "), answer
    found = re.search(r"(?i)^x-amzn-errortype: *(\S*signature\S*)", answer, re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("name", RIGHT)
def test_k1_what_curl_signs_right_is_accepted(
    name: str, program: Program, alice: dict[str, str]
) -> None:
    exported = export(program, RIGHT[name], "curl")
    assert not [one for one in exported.findings if one.severity == "warning"]
    assert complaint(run(exported.text, alice)) == ""


def test_k1_a_wrong_key_is_refused(program: Program, alice: dict[str, str]) -> None:
    exported = export(program, RIGHT["plain"], "curl")
    wrong = alice | {"AWS_SECRET_ACCESS_KEY": "wrong"}
    assert complaint(run(exported.text, wrong)) == "InvalidSignatureException"


def test_k1_a_session_token_goes_along(
    program: Program, gateway: Description, data_folder: Path
) -> None:
    keys = session(data_folder / "practice")
    environ = {
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
        "AWS_SESSION_TOKEN": keys.session_token,
    }
    exported = export(program, RIGHT["JSON"], "curl")
    assert run(exported.text, environ).startswith("HTTP/1.1 201")
    assert "UnrecognizedClient" in run(exported.text, environ | {"AWS_SESSION_TOKEN": "forged"})


@pytest.mark.parametrize("cause", WRONG)
def test_k1_what_curl_signs_wrongly_is_refused_and_was_said(
    cause: str, program: Program, alice: dict[str, str]
) -> None:
    request, right_from = WRONG[cause]
    exported = export(program, request, "curl")
    assert [one.id for one in exported.findings if one.severity == "warning"] == [cause]
    if version()[0] >= right_from:
        pytest.skip("this curl signs it right")
    assert complaint(run(exported.text, alice)) == "InvalidSignatureException"


def test_k1_a_form_with_files_is_refused_and_was_said(
    program: Program, alice: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / 'a "b", c; d.txt'
    file.write_text("content")
    parts = (Part("a", "b"), Part("f", file=str(file), content_type="text/plain"))
    exported = export(program, pets(method="POST", body=Payload("multipart", parts=parts)), "curl")
    assert "curl_form_unsigned" in {one.id for one in exported.findings}
    assert complaint(run(exported.text, alice)) == "InvalidSignatureException"


def test_k1_a_file_as_body_is_accepted(
    program: Program, alice: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "it's a body.bin"
    file.write_bytes(bytes(range(256)) * 100)
    request = pets(method="POST", body=Payload("file", file=str(file)))
    assert complaint(run(export(program, request, "curl").text, alice)) == ""


AGAIN = {name: one for name, one in RIGHT.items() if "multipart" not in name} | {
    cause: one for cause, (one, _) in WRONG.items()
}


@pytest.mark.parametrize("name", AGAIN)
def test_k1_the_pasted_copy_is_the_request_again(name: str, program: Program) -> None:
    request = AGAIN[name]
    around = program.surroundings(program.environment(seed.ENVIRONMENT))
    imported = importers.TABLE["curl"].read(export(program, request, "curl").text)
    assert imported.credentials is None
    assert imported.request.auth.scheme == "sigv4"
    again = Request(
        method=imported.request.method,
        url=imported.request.url,
        headers=imported.request.headers,
        body=imported.request.body,
        auth=Auth("sigv4", "alice", imported.request.auth.options),
    )
    first, second = (program.prepare(one, around) for one in (request, again))
    assert first.authorisation.signature
    assert second.authorisation.signature
    assert (second.prepared.method, second.prepared.url) == (
        first.prepared.method,
        first.prepared.url,
    )
    assert second.prepared.body.sha256() == first.prepared.body.sha256()
    assert headers(second.prepared.headers) == headers(first.prepared.headers)
    assert (
        second.authorisation.signature.credential_scope
        == first.authorisation.signature.credential_scope
    )
    assert second.request.body == first.request.body


def headers(given: tuple[object, ...]) -> list[tuple[str, str]]:
    pairs = [(str(one.name).lower(), str(one.value)) for one in given]  # type: ignore[attr-defined]  # Header
    return sorted(pair for pair in pairs if pair[0] not in {"authorization", "x-amz-date"})


def session(folder: Path) -> temporary_keys.TemporaryKeys:
    """Return temporary keys of alice herself."""
    kept = state.load(folder)
    whom = temporary_keys.Session(
        principal=f"arn:aws:iam::{kept.account}:user/alice",
        user_id="AIDAEXAMPLE",
        account=kept.account,
        user="alice",
    )
    return temporary_keys.issue(kept.session_key, whom, datetime.now(UTC), 900)


@pytest.mark.parametrize(
    "name",
    [
        "query, sorted and encoded",
        "JSON",
        "form",
        "lines",
        "multipart without files",
        "headers of one's own",
    ],
)
def test_the_python_copy_signs_anew_and_is_accepted(
    name: str, program: Program, alice: dict[str, str], tmp_path: Path
) -> None:
    answer = run_python(export(program, RIGHT[name], "python").text, alice, tmp_path)
    assert answer.split()[0] in {"200", "201", "400"}, answer
    assert "ignature" not in answer


@pytest.mark.parametrize("cause", [cause for cause in WRONG if cause != "curl_header_repeated"])
def test_the_python_copy_signs_right_what_curl_does_not(
    cause: str, program: Program, alice: dict[str, str], tmp_path: Path
) -> None:
    answer = run_python(export(program, WRONG[cause][0], "python").text, alice, tmp_path)
    assert answer[:3].isdigit()
    assert "ignature" not in answer


@pytest.mark.parametrize(
    ("scheme", "options"),
    [
        ("sigv4_query", {"expires": 60}),
        ("sigv4a", {"region": "*"}),
        ("sigv4a", {"region": "*", "expires": 60}),
    ],
)
def test_the_python_copy_knows_the_other_forms(
    scheme: str,
    options: dict[str, OptionValue],
    program: Program,
    alice: dict[str, str],
    tmp_path: Path,
) -> None:
    request = Request(
        url=RIGHT["query, sorted and encoded"].url, auth=Auth(scheme, "alice", options)
    )
    assert run_python(export(program, request, "python").text, alice, tmp_path)[:3] == "200"


@pytest.mark.parametrize("scheme", ["bearer", "basic", "none"])
def test_other_schemes_come_back(scheme: str, program: Program) -> None:
    request = Request(url="https://h.example/x", auth=Auth(scheme))
    assert importers.TABLE["curl"].read(export(program, request, "curl").text).request == request


def run_python(text: str, environ: Mapping[str, str], folder: Path) -> str:
    (folder / "copied.py").write_text(text)
    ended = subprocess.run(
        [sys.executable, "-W", "error", "copied.py"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "NO_PROXY": "*",
            "HOME": str(folder),
            "AWS_EC2_METADATA_DISABLED": "true",
            **environ,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


AWSCURL_RIGHT = ("plain", "JSON", "form", "lines", "no body", "DELETE", "body of a GET")
AWSCURL_WRONG = {
    "awscurl_query_encoded_twice": pets("/pets?a=b%20c"),
    "awscurl_path_not_normalised": pets("/pets//x"),
}


@pytest.mark.skipif(which("awscurl") is None, reason="needs awscurl")
@pytest.mark.parametrize("name", [*AWSCURL_RIGHT, *AWSCURL_WRONG])
def test_the_awscurl_copy_is_accepted_unless_a_fault_was_told(
    name: str, program: Program, alice: dict[str, str], tmp_path: Path
) -> None:
    exported = export(program, AWSCURL_WRONG.get(name) or RIGHT[name], "awscurl")
    ended = subprocess.run(
        ["bash", "-c", exported.text.replace("awscurl ", "awscurl --include ", 1)],
        env={"PATH": os.environ["PATH"], "NO_PROXY": "*", "HOME": str(tmp_path), **alice},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    refused = "InvalidSignatureException" in ended.stdout
    assert refused or "x-amzn-requestid" in ended.stdout.lower(), ended.stderr
    told = [one.id for one in exported.findings if one.severity == "warning"]
    assert told == ([name] if refused else [])
