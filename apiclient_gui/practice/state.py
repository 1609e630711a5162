"""What the practice gateway keeps in its folder: account, ids, keys, passwords and port, made once so that identities keep working."""

from __future__ import annotations

import base64
import secrets
import string
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Final, TypeVar

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.practice.apis import APIS
from apiclient_gui.practice.description import (
    ApiKey,
    ChallengedLogin,
    Client,
    Description,
    IamUser,
    Login,
)
from apiclient_gui.practice.directory import (
    API_KEYS,
    CLIENTS,
    IDP_USERS,
    POOL_CHALLENGES,
    POOL_DEVICES,
    POOL_USERS,
)
from apiclient_gui.practice.iam import REGION, USERS
from apiclient_gui.practice.roles import ROLES

VERSION: Final = 3  # 1 had an API with IAM users, and nothing else; 2 had no temporary keys
ALREADY_RUNNING: Final = "practice_already_running"  # the id of the finding that says so
_STATE: Final = "state.json"
_RUNNING: Final = "running.json"
_KEY_ID: Final = string.ascii_uppercase + "234567"  # the alphabet of real key ids
_SECRET: Final = string.ascii_letters + string.digits + "+/"
_PLAIN: Final = string.ascii_lowercase + string.digits
_PASSWORD: Final = string.ascii_letters + string.digits

_Made = TypeVar("_Made")


class _Keys(msgspec.Struct, frozen=True):
    access_key_id: Annotated[str, msgspec.Meta(pattern="^AKIA[A-Z0-9]{16}$")]
    secret_access_key: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9+/]{40}$")]


class _PoolUser(msgspec.Struct, frozen=True):
    sub: str
    password: str


class State(msgspec.Struct, frozen=True):
    """The kept state. `port` is the one used last, 0 before the first start; `api_ids` are by the API's key.

    What an older program did not keep is empty until `complete` adds it. `rsa_keys` are made when they are first used
    (PEM, by name); `pool_devices` are secrets (base32) of users of the user pool, `signed_out` when they
    ended all their logins (epoch seconds). `revoked` are the logins to user pool and IAM Identity Center that were ended, with the time (epoch
    seconds) from which on they are over anyway. `sandbox` is the id of the second account of IAM Identity Center, whose
    tokens are under `sso_key`. `idp_key` is of the identity provider's refresh tokens; `idp_logins` say by a login's id
    how often its token was renewed, and when it is over (epoch seconds). `session_key` seals session tokens; `mfa_secrets` are of devices (base32, by user).
    """

    version: int
    account: Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{11}$")]
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)]
    api_ids: dict[str, Annotated[str, msgspec.Meta(pattern="^[a-z0-9]{10}$")]]
    users: dict[str, _Keys]
    api_keys: dict[str, str] = {}
    client_secrets: dict[str, str] = {}
    pool_id: str = ""
    pool_client_id: str = ""
    pool_secret_client_id: str = ""
    pool_client_secret: str = ""
    pool_users: dict[str, _PoolUser] = {}
    pool_devices: dict[str, Annotated[str, msgspec.Meta(pattern="^[A-Z2-7]{32}$")]] = {}
    signed_out: dict[str, int] = {}
    refresh_key: Annotated[str, msgspec.Meta(pattern="^([A-Za-z0-9_-]{43}=)?$")] = ""
    session_key: Annotated[str, msgspec.Meta(pattern="^([A-Za-z0-9_-]{43}=)?$")] = ""
    mfa_secrets: dict[str, Annotated[str, msgspec.Meta(pattern="^[A-Z2-7]{32}$")]] = {}
    rsa_keys: dict[str, str] = {}
    revoked: dict[str, int] = {}
    sandbox: Annotated[str, msgspec.Meta(pattern="^([1-9][0-9]{11})?$")] = ""
    sso_key: Annotated[str, msgspec.Meta(pattern="^([A-Za-z0-9_-]{43}=)?$")] = ""
    identity_pool_id: str = ""
    idp_key: Annotated[str, msgspec.Meta(pattern="^([A-Za-z0-9_-]{43}=)?$")] = ""
    idp_users: dict[str, _PoolUser] = {}
    idp_logins: dict[str, tuple[int, int]] = {}

    def iam_users(self) -> tuple[IamUser, ...]:
        """Return the IAM users with their keys in clear."""
        return tuple(
            IamUser(user.name, keys.access_key_id, keys.secret_access_key, user.allowed)
            for user in USERS
            if (keys := self.users.get(user.name))
        )

    def usage_keys(self) -> tuple[ApiKey, ...]:
        """Return the API keys in clear."""
        return tuple(ApiKey(name, value) for name in API_KEYS if (value := self.api_keys.get(name)))

    def clients(self) -> tuple[Client, ...]:
        """Return the clients of the identity provider with their secrets in clear."""
        return tuple(
            Client(client.client_id, secret, client.scopes)
            for client in CLIENTS
            if (secret := self.client_secrets.get(client.client_id))
        )

    def logins(self) -> tuple[Login, ...]:
        """Return the users of the user pool with their passwords in clear."""
        return tuple(
            Login(name, user.password) for name in POOL_USERS if (user := self.pool_users.get(name))
        )

    def idp_people(self) -> tuple[Login, ...]:
        """Return the users of the identity provider with their passwords in clear."""
        return tuple(
            Login(name, user.password) for name in IDP_USERS if (user := self.idp_users.get(name))
        )

    def challenged(self) -> tuple[ChallengedLogin, ...]:
        """Return the users of the user pool who are asked for more than a password, with all of it in clear."""
        return tuple(
            ChallengedLogin(name, user.password, challenge, self.pool_devices.get(name, ""))
            for name, challenge in POOL_CHALLENGES.items()
            if (user := self.pool_users.get(name))
        )


def exists(folder: Path) -> bool:
    """Tell whether a practice gateway ever kept its state in this folder."""
    return (folder / _STATE).exists()


def load(folder: Path) -> State:
    """Return the kept state; raise Problem("storage") when it is not there, damaged, or of a newer program."""
    path = folder / _STATE
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise files.problem(error, path, "read") from error
    try:
        version = msgspec.json.decode(content, type=dict[str, object]).get("version")
        if isinstance(version, int) and version > VERSION:
            raise _unusable(
                path, "practice_state_newer", "was written by a newer version of this program"
            )
        state = msgspec.json.decode(content, type=State)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise _unusable(path, "practice_state_damaged", f"cannot be read: {error}") from error
    return state


def make() -> State:
    """Return a new state with random account, ids, keys and passwords."""
    return complete(State(VERSION, _account(), 0, {}, {}))


def complete(state: State) -> State:
    """Return the state with what it lacks made anew, and all that it has as it is."""
    return msgspec.structs.replace(
        state,
        version=VERSION,
        api_ids=_all(state.api_ids, (api.key for api in APIS), lambda: _random(_PLAIN, 10)),
        users=_all(
            state.users,
            (user.name for user in USERS),
            lambda: _Keys(f"AKIA{_random(_KEY_ID, 16)}", _random(_SECRET, 40)),
        ),
        api_keys=_all(state.api_keys, API_KEYS, lambda: _random(_PASSWORD, 40)),
        client_secrets=_all(
            state.client_secrets,
            (client.client_id for client in CLIENTS),
            lambda: _random(_PASSWORD, 40),
        ),
        pool_id=state.pool_id or f"{REGION}_{_random(_PASSWORD, 9)}",
        pool_client_id=state.pool_client_id or _random(_PLAIN, 26),
        pool_users=_all(
            state.pool_users,
            (*POOL_USERS, *POOL_CHALLENGES),
            lambda: _PoolUser(str(uuid.uuid4()), _random(_PASSWORD, 16)),
        ),
        pool_secret_client_id=state.pool_secret_client_id or _random(_PLAIN, 26),
        pool_client_secret=state.pool_client_secret or _random(_PLAIN, 51),
        pool_devices=_all(state.pool_devices, POOL_DEVICES, lambda: _random(_KEY_ID, 32)),
        refresh_key=state.refresh_key or _key(),
        session_key=state.session_key or _key(),
        mfa_secrets=_all(
            state.mfa_secrets,
            (role.mfa_of for role in ROLES if role.mfa_of),
            lambda: _random(_KEY_ID, 32),
        ),
        sandbox=state.sandbox or _account(),
        sso_key=state.sso_key or _key(),
        identity_pool_id=state.identity_pool_id or f"{REGION}:{uuid.uuid4()}",
        idp_key=state.idp_key or _key(),
        idp_users=_all(
            state.idp_users,
            IDP_USERS,
            lambda: _PoolUser(str(uuid.uuid4()), _random(_PASSWORD, 16)),
        ),
    )


def save(folder: Path, state: State) -> None:
    """Keep the state, for the user's eyes only; raise Problem("storage") when it cannot be written."""
    files.write(folder / _STATE, _json(state), mode=0o600)


def announce(folder: Path, description: Description) -> None:
    """Leave word of the running gateway in its folder; raise Problem("storage") when that cannot be written."""
    files.write(folder / _RUNNING, _json(description), mode=0o600)


def announced(folder: Path) -> Description | None:
    """Return the word that a running gateway left; None without one that can be read."""
    try:
        return msgspec.json.decode((folder / _RUNNING).read_bytes(), type=Description)
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
        return None


def withdraw(folder: Path) -> None:
    """Take that word away; raise OSError when that cannot be done."""
    (folder / _RUNNING).unlink(missing_ok=True)


def _all(
    kept: dict[str, _Made], names: Iterable[str], make_one: Callable[[], _Made]
) -> dict[str, _Made]:
    return {**{name: make_one() for name in names if name not in kept}, **kept}


def _account() -> str:
    return secrets.choice("123456789") + _random(string.digits, 11)


def _key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _unusable(path: Path, key: str, what: str) -> Problem:
    return Problem(
        "storage",
        Finding(
            id=key,
            severity="error",
            title="The practice gateway cannot use what it kept",
            detail=files.printable(f"The file with its keys and ids {what}."),
            evidence=(Evidence("File", files.printable(str(path))),),
            remedy="Start it with --fresh: it makes new keys, users and ids.",
        ),
    )
