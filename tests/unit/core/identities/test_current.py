"""Whose credentials, and from where: the environment before the vault, everything learnt by the redactor first."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Self

import msgspec
import pytest

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.identities.current import Identities
from apiclient_gui.core.model import AwsKeys, Credentials, Identity, Tokens
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.transport import Transport
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN
from tests.support.drawer import Drawer
from tests.support.sockets import RawServer, ok

FULL = {("id-1", "secret_access_key"): SECRET_KEY, ("id-1", "session_token"): SESSION_TOKEN}
VARIABLE = "APICLIENT_SECRET_ME_SECRET_ACCESS_KEY"


def made(
    kept: dict[tuple[str, str], str] | None = None, environ: dict[str, str] | None = None
) -> tuple[Identities, Drawer, Redactor]:
    drawer, redactor = Drawer(kept), Redactor()
    return whole(drawer, redactor, environ), drawer, redactor


def whole(drawer: Drawer, redactor: Redactor, environ: dict[str, str] | None = None) -> Identities:
    def other(name: str) -> Identity:
        raise AssertionError(name)

    return Identities(
        drawer,
        Secrets(drawer, redactor, environ or {}),
        redactor,
        folder=Path("nowhere"),
        clock=Clock(),
        transport=Transport(),
        other=other,
        environ={},
    )


def test_credentials_from_the_vault() -> None:
    every, _, redactor = made(FULL)
    keys = every.credentials(factories.identity(), {})
    assert keys == AwsKeys(KEY_ID, Secret(SECRET_KEY), Secret(SESSION_TOKEN))
    assert redactor.text(f"{SECRET_KEY} {SESSION_TOKEN}") == f"{MASK} {MASK}"


def test_the_environment_goes_before_the_vault_which_is_not_asked() -> None:
    every, drawer, redactor = made(FULL, {VARIABLE: " from-environment\n"})
    keys = every.credentials(factories.identity(), {})
    assert keys.secret_access_key == Secret("from-environment")
    assert drawer.asked == [("id-1", "session_token")]
    assert redactor.text("key from-environment.") == f"key {MASK}."


def test_an_empty_variable_is_none() -> None:
    every, _, _ = made(FULL, {VARIABLE: ""})
    assert every.credentials(factories.identity(), {}).secret_access_key == Secret(SECRET_KEY)


def test_secrets_lie_under_the_id_and_not_the_name() -> None:
    every, drawer, _ = made(FULL)
    every.credentials(factories.identity("another name"), {})
    assert drawer.asked == [("id-1", "secret_access_key"), ("id-1", "session_token")]


def test_facts_may_name_variables() -> None:
    every, _, _ = made(FULL)
    me = factories.identity(facts={"access_key_id": "{{key}}"})
    assert every.credentials(me, {"key": KEY_ID}).access_key_id == KEY_ID
    with pytest.raises(Problem) as refused:
        every.credentials(me, {})
    finding = refused.value.finding
    assert finding.id == "variable_unknown"
    assert finding.evidence[0].value == "identity me, access_key_id"


def test_what_is_missing_is_told_with_the_identity() -> None:
    every, _, _ = made()
    with pytest.raises(Problem) as refused:
        every.credentials(factories.identity("my keys"), {})
    finding = refused.value.finding
    assert refused.value.trouble == "refused"
    assert finding.id == "identity_incomplete"
    assert (finding.evidence[0].label, finding.evidence[0].value) == ("Identity", "my keys")
    assert finding.actions[0].key == "open_identity"
    assert finding.actions[0].parameters == {"identity": "my keys"}


def test_the_keyrings_trouble_comes_through() -> None:
    class Locked(Drawer):
        def get(self, owner: str, field: str) -> Secret | None:
            raise Problem(
                "storage", Finding(id="locked", severity="error", title=f"{owner} {field}")
            )

    every = whole(Locked(), Redactor())
    with pytest.raises(Problem) as refused:
        every.credentials(factories.identity(), {})
    assert refused.value.trouble == "storage"


def test_an_unknown_kind_is_told_with_the_known_ones() -> None:
    every, drawer, _ = made(FULL)
    stranger = factories.identity(kind="passkey")
    for ask in (lambda: every.credentials(stranger, {}), lambda: every.states(stranger)):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.trouble == "usage"
        assert refused.value.finding.id == "identity_kind_unknown"
        assert "'passkey'" in refused.value.finding.title
        assert "aws_keys" in refused.value.finding.remedy
    assert drawer.asked == []


def test_putting_learns_and_hands_on_what_the_vault_says() -> None:
    every, drawer, redactor = made()
    warning = every.put(factories.identity(), "secret_access_key", Secret(SECRET_KEY))
    assert warning is not None
    assert warning.id == "kept"
    assert drawer.kept == {("id-1", "secret_access_key"): Secret(SECRET_KEY)}
    assert redactor.text(SECRET_KEY) == MASK


def test_forgetting_takes_this_identitys_secrets_only() -> None:
    every, drawer, _ = made({**FULL, ("id-2", "secret_access_key"): "other"})
    every.forget(factories.identity())
    assert list(drawer.kept) == [("id-2", "secret_access_key")]


@pytest.mark.parametrize(
    ("kept", "environ", "state"),
    [
        ({}, {}, "missing"),
        (FULL, {}, "set"),
        (FULL, {VARIABLE: "x"}, "environment"),
        ({}, {VARIABLE: "x"}, "environment"),
        ({}, {VARIABLE: ""}, "missing"),
    ],
)
def test_states(kept: dict[tuple[str, str], str], environ: dict[str, str], state: str) -> None:
    every, _, _ = made(kept, environ)
    states = every.states(factories.identity())
    assert states["secret_access_key"] == state
    assert set(states) == {"secret_access_key", "session_token"}


def test_no_finding_and_no_picture_of_credentials_tells_a_secret() -> None:
    every, _, _ = made(FULL)
    keys = every.credentials(factories.identity(), {})
    assert SECRET_KEY not in repr(keys)
    assert SESSION_TOKEN not in str(keys)
    with pytest.raises(TypeError):
        msgspec.json.encode(keys)


def test_whether_the_environment_sets_a_secret_is_known_without_the_vault() -> None:
    every, drawer, _ = made(FULL, {VARIABLE: "x"})
    assert every.in_environment("me", "secret_access_key")
    assert not every.in_environment("me", "session_token")
    assert not every.in_environment("you", "secret_access_key")
    assert drawer.asked == []


# ---------------------------------------------------------------- logins


class Pool:
    """A user pool of our own that answers InitiateAuth: it counts, and gives tokens of so many seconds."""

    def __init__(self, *lifetimes: int, refused: bool = False) -> None:
        self.lifetimes = lifetimes
        self.refused = refused

    def __enter__(self) -> Self:
        answers = [
            ok(
                json.dumps(
                    {
                        "AuthenticationResult": {
                            "IdToken": f"id-token-{n}",
                            "AccessToken": f"access-token-{n}",
                            "RefreshToken": f"refresh-token-{n}",
                            "ExpiresIn": seconds,
                        }
                    }
                ).encode(),
                "Content-Type: application/x-amz-json-1.1",
            )
            for n, seconds in enumerate(self.lifetimes, 1)
        ]
        if self.refused:
            words = b'{"__type": "NotAuthorizedException", "message": "No more."}'
            answers.append(ok(words, status="400 Bad Request"))
        self._server = RawServer(*answers)
        self._server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.__exit__(None, None, None)

    @property
    def flows(self) -> list[str]:
        bodies = [one.partition(b"\r\n\r\n")[2] for one in self._server.requests]
        return [json.loads(body)["AuthFlow"] for body in bodies]

    @property
    def identity(self) -> Identity:
        facts = {
            "pool_id": "eu-west-1_AbC",
            "client_id": "c",
            "username": "ann",
            "flow": "USER_PASSWORD_AUTH",
            "endpoint": f"http://{self._server.host}/",
        }
        return factories.identity(kind="user_pool", facts=facts)


def pool_user(folder: Path, clock: Clock) -> Identities:
    def other(name: str) -> Identity:
        raise AssertionError(name)

    drawer, redactor = Drawer({("id-1", "password"): "correct horse"}), Redactor()
    return Identities(
        drawer,
        Secrets(drawer, redactor, {}),
        redactor,
        folder=folder / "logins",
        clock=clock,
        transport=Transport(),
        other=other,
        environ={},
    )


def default_of(credentials: Credentials) -> str:
    assert isinstance(credentials, Tokens)
    return credentials.held[credentials.default].reveal()


def test_a_login_is_kept_while_it_holds(tmp_path: Path) -> None:
    every = pool_user(tmp_path, Clock())
    with Pool(3600) as pool:
        assert default_of(every.credentials(pool.identity, {})) == "id-token-1"
        assert default_of(every.credentials(pool.identity, {})) == "id-token-1"
        assert pool.flows == ["USER_PASSWORD_AUTH"]
        login = every.login(pool.identity)
    assert login is not None
    assert login.kinds == ("id", "access", "refresh")


def test_near_its_end_it_is_refreshed(tmp_path: Path) -> None:
    clock = Clock(fixed=factories.NOW)
    with Pool(3600, 3600) as pool:
        pool_user(tmp_path, clock).credentials(pool.identity, {})
        every = pool_user(tmp_path, Clock(fixed=factories.NOW + timedelta(minutes=56)))
        every.put(pool.identity, "login", kept_by_the_first())
        assert default_of(every.credentials(pool.identity, {})) == "id-token-2"
        assert pool.flows == ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"]


def kept_by_the_first() -> Secret:
    """Return what the first program put into its vault: the two of this test do not share one."""
    held = {"id": "id-token-1", "access": "access-token-1", "refresh": "refresh-token-1"}
    return Secret(json.dumps({"held": held, "default": "id"}))


def test_a_refresh_that_fails_is_nobodys_trouble_while_the_tokens_hold(tmp_path: Path) -> None:
    with Pool(3600, refused=True) as pool:
        pool_user(tmp_path, Clock(fixed=factories.NOW)).credentials(pool.identity, {})
        every = pool_user(tmp_path, Clock(fixed=factories.NOW + timedelta(minutes=56)))
        every.put(pool.identity, "login", kept_by_the_first())
        assert default_of(every.credentials(pool.identity, {})) == "id-token-1"


def test_after_their_end_the_password_is_tried_and_then_the_refusal_is_told(
    tmp_path: Path,
) -> None:
    with Pool(3600, refused=True) as pool:
        pool_user(tmp_path, Clock(fixed=factories.NOW)).credentials(pool.identity, {})
        every = pool_user(tmp_path, Clock(fixed=factories.NOW + timedelta(hours=2)))
        every.put(pool.identity, "login", kept_by_the_first())
        with pytest.raises(Problem) as refused:
            every.credentials(pool.identity, {})
        assert pool.flows == ["USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "USER_PASSWORD_AUTH"]
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "login_refused")
    assert finding.actions[0].parameters == {"identity": "me"}
    assert "correct horse" not in repr(finding)


def test_renewing_on_request_asks_again(tmp_path: Path) -> None:
    every = pool_user(tmp_path, Clock())
    with Pool(3600, 3600) as pool:
        every.credentials(pool.identity, {})
        assert default_of(every.credentials(pool.identity, {}, renew=True)) == "id-token-2"


def test_two_sends_at_once_cause_one_login(tmp_path: Path) -> None:
    every = pool_user(tmp_path, Clock())
    found: list[str] = []
    with Pool(3600, 3600) as pool:
        who = pool.identity
        threads = [
            threading.Thread(target=lambda: found.append(default_of(every.credentials(who, {}))))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert pool.flows == ["USER_PASSWORD_AUTH"]
    assert found == ["id-token-1"] * 4


def test_logged_out_is_gone_and_the_password_stays(tmp_path: Path) -> None:
    every = pool_user(tmp_path, Clock())
    with Pool(3600, 3600) as pool:
        every.credentials(pool.identity, {})
        every.log_out(pool.identity)
        assert every.login(pool.identity) is None
        assert default_of(every.credentials(pool.identity, {})) == "id-token-2"


def test_another_user_in_the_identity_is_another_login(tmp_path: Path) -> None:
    every = pool_user(tmp_path, Clock())
    with Pool(3600, 3600) as pool:
        every.credentials(pool.identity, {})
        facts = {**pool.identity.facts, "username": "bob"}
        bob = msgspec.structs.replace(pool.identity, facts=facts)
        assert default_of(every.credentials(bob, {})) == "id-token-2"
