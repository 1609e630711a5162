"""Body files: for the user's eyes only, adopted without copying, swept when no record names them."""

from __future__ import annotations

import errno
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from apiclient_gui.core.history import bodies
from apiclient_gui.core.history.bodies import Bodies
from apiclient_gui.core.model import Body, FilePart
from tests import factories

OLD = 1_000_000_000  # a time stamp in 2001


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_user_may_read_them(tmp_path: Path) -> None:
    kept = Bodies(tmp_path / "bodies")
    name = kept.write(b"content")
    assert kept.path(name).read_bytes() == b"content"
    assert permissions(kept.path(name)) == 0o600
    assert permissions(tmp_path / "bodies") == 0o700


@pytest.mark.parametrize("linked", [True, False])
def test_a_large_body_outlives_the_file_that_it_came_in(tmp_path: Path, linked: bool) -> None:
    source = tmp_path / "spooled"
    source.write_bytes(b"x" * 100_000)
    source.chmod(0o644)
    kept = Bodies(tmp_path / "bodies")
    refuse = mock.patch("os.link", side_effect=OSError(errno.EXDEV, "another disk"))
    with mock.patch("os.link", os.link) if linked else refuse:
        name = kept.adopt(source)
    source.unlink()
    assert kept.path(name).read_bytes() == b"x" * 100_000
    if sys.platform != "win32":
        assert permissions(kept.path(name)) == 0o600


def test_orphans_go_but_young_ones_and_named_ones_stay(tmp_path: Path) -> None:
    kept = Bodies(tmp_path)
    named, orphan, young = (kept.write(b"x") for _ in range(3))
    for name in (named, orphan):
        os.utime(kept.path(name), (OLD, OLD))
    kept.sweep({named})
    assert {path.name for path in tmp_path.iterdir()} == {named, young}
    kept.clear()
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_there_is_nothing_to_do(tmp_path: Path) -> None:
    kept = Bodies(tmp_path / "none")
    kept.sweep(())
    kept.clear()
    kept.remove(["a"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b'{"access_token":"t","expires_in":3600}',
        b'{"AuthenticationResult": {"IdToken":"t"}}',
        b'{"Credentials":{"SecretKey" : "t"}}',
        b"<Credentials><SecretAccessKey>t</SecretAccessKey></Credentials>",
        b"access_token=t&token_type=bearer",
    ],
)
def test_an_answer_with_tokens_is_a_login(content: bytes) -> None:
    assert bodies.is_login(factories.exchange(answer=factories.response(content=content)))


@pytest.mark.parametrize(
    "text",
    ["grant_type=password&username=u&password=p", '{"AuthParameters":{"PASSWORD":"p"}}'],
)
def test_a_refused_login_is_one_by_its_request(text: str) -> None:
    request = factories.request(method="POST", text=text)
    assert bodies.is_login(factories.exchange(request, answer=factories.response(400)))


@pytest.mark.parametrize(
    "content", [b"", b'{"message":"access_token is missing"}', b"\xff\xfe", b'["id_token"]']
)
def test_other_bodies_are_none(content: bytes) -> None:
    assert not bodies.is_login(factories.exchange(answer=factories.response(content=content)))


def test_a_body_whose_file_is_gone_is_no_login(tmp_path: Path) -> None:
    answer = replace(factories.response(), body=Body(pieces=(FilePart(tmp_path / "gone", 9),)))
    assert not bodies.is_login(factories.exchange(answer=answer))
