from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.practice import state
from apiclient_gui.practice.apis import APIS
from apiclient_gui.practice.description import Description


def test_what_is_made_can_be_kept_and_read(tmp_path: Path) -> None:
    assert not state.exists(tmp_path)
    made = state.make()
    state.save(tmp_path, made)
    assert state.exists(tmp_path)
    assert state.load(tmp_path) == made
    for user in made.iam_users():
        assert re.fullmatch(r"AKIA[A-Z0-9]{16}", user.access_key_id)
        assert re.fullmatch(r"[A-Za-z0-9+/]{40}", user.secret_access_key)
    assert [(user.user, user.allowed) for user in made.iam_users()] == [
        ("alice", True),
        ("bob", False),
    ]
    assert re.fullmatch(r"\d{12}", made.account)


def test_two_states_share_nothing() -> None:
    one, other = state.make(), state.make()
    assert one.account != other.account
    assert not set(one.api_ids.values()) & set(other.api_ids.values())
    assert not {u.secret_access_key for u in one.iam_users()} & {
        u.secret_access_key for u in other.iam_users()
    }


@pytest.mark.skipif(os.name != "posix", reason="permission bits are those of POSIX")
def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    state.save(tmp_path, state.make())
    described = Description("http://127.0.0.1:1", "us-east-1", "111122223333", (), ())
    state.announce(tmp_path, described)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
    assert modes == {"state.json": 0o600, "running.json": 0o600}


def spoilt(**changes: Any) -> bytes:
    made = state.make()
    content = {
        "version": 1,
        "account": made.account,
        "port": 1,
        "api_ids": made.api_ids,
        "users": {
            u.user: {"access_key_id": u.access_key_id, "secret_access_key": u.secret_access_key}
            for u in made.iam_users()
        },
    }
    return json.dumps(content | changes).encode()


def test_the_unspoilt_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(spoilt(added="later"))
    assert state.load(tmp_path).port == 1


def test_what_an_older_program_kept_stays_and_the_rest_is_added(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(spoilt(api_ids={"pets_iam": "abcdefghij"}))
    old = state.load(tmp_path)
    assert (old.clients(), old.logins(), old.usage_keys()) == ((), (), ())
    new = state.complete(old)
    assert new.version == state.VERSION
    assert (new.account, new.users, new.port) == (old.account, old.users, 1)
    assert set(new.api_ids) == {api.key for api in APIS}
    assert new.api_ids["pets_iam"] == "abcdefghij"
    assert len(set(new.api_ids.values())) == len(APIS)
    assert [client.client_id for client in new.clients()] == ["pets-reader", "pets-writer"]
    assert [login.username for login in new.logins()] == ["carol", "dave"]
    assert [bool(one.device) for one in new.challenged()] == [True, False, True]
    assert new.pool_secret_client_id != new.pool_client_id
    assert new.pool_client_secret
    assert [key.name for key in new.usage_keys()] == ["pets-plan"]
    assert re.fullmatch(r"us-east-1_[A-Za-z0-9]{9}", new.pool_id)
    assert re.fullmatch(r"[A-Z2-7]{32}", new.mfa_secrets["alice"])
    assert len({new.session_key, new.refresh_key, ""}) == 3
    state.save(tmp_path, new)
    assert state.load(tmp_path) == new
    assert state.complete(new) == new


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"null",
        b"{}",
        b'{"version": 1',
        b"\xff\xfe",
        b"[" * 100_000,
        spoilt(port=70_000),
        spoilt(port="1"),
        spoilt(account="1"),
        spoilt(api_ids={"pets_iam": "no"}),
        spoilt(refresh_key="short"),
        spoilt(session_key="short"),
        spoilt(mfa_secrets={"alice": "not base32"}),
        spoilt(users={"alice": {"access_key_id": "x", "secret_access_key": "y"}}),
        spoilt(version="2"),
    ],
)
def test_a_damaged_one_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "state.json").write_bytes(content)
    with pytest.raises(Problem) as caught:
        state.load(tmp_path)
    assert caught.value.trouble == "storage"
    assert caught.value.finding.id == "practice_state_damaged"
    assert "--fresh" in caught.value.finding.remedy
    assert (tmp_path / "state.json").read_bytes() == content


def test_a_newer_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"version": 4, "shape": "unknown"}')
    with pytest.raises(Problem) as caught:
        state.load(tmp_path)
    assert caught.value.finding.id == "practice_state_newer"
    assert "--fresh" in caught.value.finding.remedy


def test_one_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    with pytest.raises(Problem) as caught:
        state.load(tmp_path)
    assert caught.value.trouble == "storage"


def test_the_word_of_a_running_one(tmp_path: Path) -> None:
    assert state.announced(tmp_path) is None
    described = Description(
        "http://127.0.0.1:1", "us-east-1", "111122223333", (), state.make().iam_users()
    )
    state.announce(tmp_path, described)
    assert state.announced(tmp_path) == described
    (tmp_path / "running.json").write_bytes(b"{")
    assert state.announced(tmp_path) is None
    state.withdraw(tmp_path)
    state.withdraw(tmp_path)
    assert list(tmp_path.iterdir()) == []
