from __future__ import annotations

import http.client
import json
import os
import socket
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.practice.apis import APIS
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import Judgement, Practice, serve


def ignore(_: Judgement) -> None:
    pass


def start(folder: Path, *, port: int | None = None, fresh: bool = False) -> Practice:
    return serve(folder, port=port, fresh=fresh, judged=ignore)


def port_of(description: Description) -> int:
    return int(description.base_url.rpartition(":")[2])


def status(port: int) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        return int(line.makefile("rb").readline().split()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "practice"


def test_what_it_says_of_itself(folder: Path) -> None:
    with start(folder) as practice:
        described = practice.description
        assert described.region == "us-east-1"
        assert [api.name for api in described.apis] == [api.name for api in APIS]
        assert [user.user for user in described.iam] == ["alice", "bob"]
        assert status(port_of(described)) == 403


def test_everything_is_the_same_at_the_next_start(folder: Path) -> None:
    with start(folder) as practice:
        first = practice.description
    with start(folder) as practice:
        assert practice.description == first


def test_what_the_first_program_kept_gets_the_new_apis(folder: Path) -> None:
    with start(folder) as practice:
        first = practice.description
    kept = json.loads((folder / "state.json").read_text())
    old = {name: kept[name] for name in ("account", "port", "users")}
    old |= {"version": 1, "api_ids": {"pets_iam": kept["api_ids"]["pets_iam"]}}
    (folder / "state.json").write_text(json.dumps(old))
    with start(folder) as practice:
        second = practice.description
    assert (second.apis[0], second.iam, second.base_url) == (
        first.apis[0],
        first.iam,
        first.base_url,
    )
    assert len(second.apis) == len(first.apis)
    assert {api.api_id for api in second.apis[1:]}.isdisjoint(api.api_id for api in first.apis)
    assert second.idp is not None
    with start(folder) as practice:
        assert practice.description == second


def body(url: str) -> bytes:
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=20)
    connection.request("GET", "/" + url.split("/", 3)[3])
    content = connection.getresponse().read()
    connection.close()
    return content


def test_the_keys_are_the_same_after_a_restart(folder: Path) -> None:
    key_sets = []
    for _ in range(2):
        with start(folder) as practice:
            idp, pool = practice.description.idp, practice.description.user_pool
            assert idp is not None
            assert pool is not None
            key_sets.append((body(idp.jwks_url), body(pool.jwks_url)))
    assert key_sets[0] == key_sets[1]
    assert b'"kid"' in key_sets[0][0]


def test_the_keys_are_made_when_they_are_first_used(folder: Path) -> None:
    with start(folder):
        assert json.loads((folder / "state.json").read_text())["rsa_keys"] == {}


def test_it_judges_by_the_clock_that_it_is_given(folder: Path) -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    judged: list[Judgement] = []
    with serve(folder, port=None, fresh=False, judged=judged.append, clock=lambda: at) as practice:
        status(port_of(practice.description))
    assert [judgement.time for judgement in judged] == [at]


def test_fresh_makes_everything_new(folder: Path) -> None:
    with start(folder) as practice:
        first = practice.description
    with start(folder, fresh=True) as practice:
        second = practice.description
    assert second.account != first.account
    assert second.apis[0].api_id != first.apis[0].api_id
    assert second.iam[0].access_key_id != first.iam[0].access_key_id


@pytest.mark.parametrize("content", ["{", '{"version": 99}'])
def test_fresh_helps_a_damaged_state(folder: Path, content: str) -> None:
    folder.mkdir(parents=True)
    (folder / "state.json").write_text(content)
    for _ in range(2):
        with pytest.raises(Problem) as caught:
            start(folder)
        assert caught.value.finding.id.startswith("practice_state_")
    with start(folder, fresh=True) as practice:
        assert status(port_of(practice.description)) == 403


def test_a_busy_saved_port_is_replaced(folder: Path) -> None:
    with start(folder) as practice:
        first = port_of(practice.description)
    with socket.create_server(("127.0.0.1", first)), start(folder) as practice:
        second = port_of(practice.description)
        assert second != first
        assert status(second) == 403
    with start(folder) as practice:
        assert port_of(practice.description) == second


def test_a_busy_named_port_is_told(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Problem) as caught:
            start(folder, port=port)
    assert (caught.value.trouble, caught.value.finding.id) == ("storage", "port_in_use")
    assert str(port) in caught.value.finding.title
    with start(folder, port=port) as practice:
        assert port_of(practice.description) == port


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_there_is_not(folder: Path, port: int) -> None:
    with pytest.raises(Problem) as caught:
        start(folder, port=port)
    assert caught.value.finding.id == "port_invalid"


def test_a_second_one_on_the_same_folder_is_told_where_the_first_is(folder: Path) -> None:
    with start(folder) as practice:
        with pytest.raises(Problem) as caught:
            start(folder)
        finding = caught.value.finding
        assert (caught.value.trouble, finding.id) == ("storage", "practice_already_running")
        assert practice.description.base_url in finding.detail
        assert finding.evidence[0].value == practice.description.base_url
        (folder / "running.json").unlink()
        with pytest.raises(Problem) as caught:
            start(folder)
        assert caught.value.finding.id == "practice_already_running"


def test_what_is_left_of_a_killed_one_does_not_matter(folder: Path) -> None:
    with start(folder) as practice:
        left = (folder / "running.json").read_bytes()
        description = practice.description
    (folder / "running.json").write_bytes(left)
    with start(folder) as practice:
        assert practice.description == description


def test_the_word_in_its_folder_is_gone_after_the_end(folder: Path) -> None:
    practice = start(folder)
    word = json.loads((folder / "running.json").read_text())
    assert word["base_url"] == practice.description.base_url
    practice.stop()
    practice.stop()
    practice.wait()
    assert not (folder / "running.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="permission bits are those of POSIX")
def test_only_the_user_may_look_into_the_folder(folder: Path) -> None:
    with start(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "practice", tmp_path / "a\0b"):
        with pytest.raises(Problem) as caught:
            start(folder)
        assert caught.value.trouble == "storage"


def test_the_end_shuts_open_connections_and_frees_the_port(folder: Path) -> None:
    practice = start(folder)
    port = port_of(practice.description)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        source = line.makefile("rb")
        line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        assert source.readline().startswith(b"HTTP/1.1 403")
        practice.stop()
        source.read()  # comes to an end, and not by a time-out
        source.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_it_listens_on_loopback_alone(folder: Path) -> None:
    with start(folder) as practice:
        assert practice._listener.socket.getsockname()[0] == "127.0.0.1"


def test_waiting_ends_with_the_stop(folder: Path) -> None:
    practice = start(folder)
    waiting = threading.Thread(target=practice.wait)
    waiting.start()
    assert waiting.is_alive()
    practice.stop()
    waiting.join(20)
    assert not waiting.is_alive()


def test_it_is_introduced_before_the_first_request_is_judged(folder: Path) -> None:
    with start(folder) as practice:
        port = port_of(practice.description)
    heard: list[str] = []
    asking: list[threading.Thread] = []

    def introduced(description: Description) -> None:
        # Somebody who knows the port from before asks at once, and has to wait.
        assert port_of(description) == port
        asking.append(threading.Thread(target=status, args=(port,)))
        asking[0].start()
        with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        heard.append("introduced")

    with serve(
        folder,
        port=None,
        fresh=False,
        judged=lambda judgement: heard.append(judgement.reason),
        introduced=introduced,
    ):
        asking[0].join(20)
    assert heard[0] == "introduced"
    assert "no_such_method" in heard


def test_a_failing_introduction_leaves_nothing_behind(folder: Path) -> None:
    def introduced(_: Description) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        serve(folder, port=None, fresh=False, judged=ignore, introduced=introduced)
    assert not (folder / "running.json").exists()
    with start(folder) as practice:
        assert status(port_of(practice.description)) == 403


def test_a_connection_that_fails_is_said_in_a_line(
    folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def judged(_: Judgement) -> None:
        raise KeyError

    with (
        serve(folder, port=None, fresh=False, judged=judged) as practice,
        socket.create_connection(("127.0.0.1", port_of(practice.description)), timeout=20) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        assert line.recv(1) == b""
    assert [record.getMessage() for record in caplog.records] == [
        "A connection of the practice gateway failed"
    ]
    assert "Traceback" not in capfd.readouterr().err
