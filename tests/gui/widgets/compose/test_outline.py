from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.model import (
    Auth,
    Body,
    Environment,
    FilePart,
    Identity,
    Part,
    Payload,
    Request,
    Row,
)
from apiclient_gui.ui.widgets.compose.outline import outline, words

API = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
DEV = Environment(name="dev", region="us-east-1", service="execute-api", variables={"v": "1"})
NOWHERE = Environment()
SIGNED = Auth("sigv4", "alice")


def alice(region: str = "") -> Identity:
    return Identity(name="alice", kind="aws_keys", id="1", facts={"region": region})


def said(request: Request, environment: Environment = DEV, region: str = "") -> str:
    return words(outline(request, environment, alice(region)), request)


def test_the_host_tells_region_and_service() -> None:
    request = Request(url=API, auth=SIGNED, headers=(Row("X-Mine", "1"), Row("X-Mine", "2")))
    assert said(request) == (
        "Region and service read from the host. Signs host, x-amz-date and 1 header of yours."
    )


@pytest.mark.parametrize(
    ("options", "environment", "region", "expected"),
    [
        ({}, DEV, "", "Region and service from the environment dev."),
        ({"region": "eu-west-1"}, DEV, "", "Region set here, service from the environment dev."),
        (
            {"service": "s3"},
            NOWHERE,
            "eu-west-1",
            "Region from the identity alice, service set here.",
        ),
        ({"service": "s3", "region": "r"}, NOWHERE, "", "Region and service set here."),
    ],
)
def test_other_hosts_do_not_tell(
    options: dict[str, str], environment: Environment, region: str, expected: str
) -> None:
    request = Request(url="http://127.0.0.1:1/", auth=Auth("sigv4", "alice", dict(options)))
    assert said(request, environment, region).startswith(expected)


def test_what_is_missing_is_said_instead() -> None:
    assert said(Request(url="http://h/", auth=SIGNED), NOWHERE).startswith(
        "Region and service to sign for are not known."
    )
    assert "no AWS keys" in said(Request(url=API, auth=Auth("sigv4")))
    ghost = Request(url=API, auth=Auth("sigv4", "ghost"))
    assert "no identity named ghost" in words(outline(ghost, DEV, None), ghost)
    assert "has no value" in said(Request(url="{{gone}}/", auth=SIGNED))
    assert "no URL yet" in said(Request())


def test_without_a_scheme_its_own_words_hold() -> None:
    assert "Nothing is added" in said(Request(url=API))
    assert "does not know the scheme" in said(Request(url=API, auth=Auth("later")))


def test_default_headers_are_known_even_when_it_cannot_be_signed() -> None:
    found = outline(Request(url=API, auth=Auth("sigv4")), DEV, None)
    assert found.trouble is not None
    assert [header.name for header in found.defaults] == [
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
    ]
    own = Request(url=API, headers=(Row("accept", "x"),))
    assert "Accept" not in [header.name for header in outline(own, DEV, None).defaults]


@pytest.mark.parametrize("kind", ["file", "multipart"])
def test_files_are_looked_at_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    file = tmp_path / "cat.png"
    file.write_bytes(b"x" * 1000)

    def unread(_: Body | FilePart) -> None:
        raise AssertionError

    monkeypatch.setattr(FilePart, "blocks", unread)
    body = Payload(kind, parts=(Part("f", file=str(file)), Part("a", "1")), file=str(file))  # type: ignore[arg-type]  # a Literal
    request = Request(method="PUT", url=API, auth=SIGNED, body=body)
    found = outline(request, DEV, alice())
    added = {header.name: header.value for header in found.defaults}
    assert added["Content-Type"].startswith("image/png" if kind == "file" else "multipart/")
    assert int(added["Content-Length"]) >= 1000
    assert found.signature is not None
    assert "content-type" in found.signature.signed_headers
    assert said(request) == (
        "Region and service read from the host. Signs content-type, host and x-amz-date."
    )
    file.unlink()
    assert "not there" in said(request)
