"""The practice user pool against Amazon's own browser library: what it takes, the program's own client can trust."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.practice import totp
from apiclient_gui.practice.description import ChallengedLogin, UserPool
from apiclient_gui.practice.server import serve

PEERS = Path(__file__).resolve().parents[1] / "peers"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None
    or not (PEERS / "node_modules" / "amazon-cognito-identity-js").exists(),
    reason="node or tests/peers/node_modules is not there (npm install in tests/peers)",
)


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[UserPool]:
    with serve(tmp_path / "practice", port=None, fresh=False, judged=lambda _: None) as served:
        assert served.description.user_pool
        yield served.description.user_pool


def log_in(pool: UserPool, logins: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    given = {
        "endpoint": f"{pool.endpoint}/",
        "poolId": pool.id,
        "clientId": pool.client_id,
        "logins": logins,
    }
    ended = subprocess.run(
        [shutil.which("node") or "node", "user_pool.mjs"],
        input=json.dumps(given),
        cwd=PEERS,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    outcomes: list[dict[str, Any]] = json.loads(ended.stdout)
    return outcomes


def challenged(pool: UserPool, username: str) -> ChallengedLogin:
    return next(one for one in pool.challenged if one.username == username)


def with_code(one: ChallengedLogin) -> dict[str, str]:
    code = totp.code(one.device, datetime.now(UTC))
    return {"username": one.username, "password": one.password, "code": code}


def test_a_dozen_logins_prove_the_password(pool: UserPool) -> None:
    carol = pool.users[0]
    login = {"username": carol.username, "password": carol.password}
    outcomes = log_in(pool, [login] * 12)
    assert outcomes == [{"asked": [], "user": "carol", "refresh": True}] * 12


def test_a_wrong_password_and_nobody(pool: UserPool) -> None:
    logins = [{"username": name, "password": "wrong-one"} for name in ("carol", "nobody")]
    assert log_in(pool, logins) == [{"asked": [], "error": "NotAuthorizedException"}] * 2


def test_challenges(pool: UserPool) -> None:
    carol, nina = pool.users[0], challenged(pool, "nina")
    question = {
        "username": carol.username,
        "password": carol.password,
        "flow": "CUSTOM_AUTH",
        "answer": pool.answer,
    }
    new = {
        "username": nina.username,
        "password": nina.password,
        "newPassword": "long enough",
        "attributes": {"name": "Nina"},
    }
    by_code = [with_code(challenged(pool, name)) for name in ("mia", "sam")]
    outcomes = log_in(pool, [question, new, *by_code])
    assert [one.get("user") for one in outcomes] == ["carol", "nina", "mia", "sam"], outcomes
    assert [one["asked"] for one in outcomes] == [
        [["customChallenge", pool.question]],
        [["newPasswordRequired", "name"]],
        [["totpRequired"]],
        [["SELECT_MFA_TYPE"], ["totpRequired"]],
    ]
