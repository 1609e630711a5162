"""What the practice gateway keeps in its folder: account, ids, keys and port, made once so that identities keep working."""

from __future__ import annotations

import secrets
import string
from pathlib import Path
from typing import Annotated, Final

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.practice.apis import APIS
from apiclient_gui.practice.description import Description, IamUser
from apiclient_gui.practice.iam import USERS

VERSION: Final = 1
_STATE: Final = "state.json"
_RUNNING: Final = "running.json"
_KEY_ID: Final = string.ascii_uppercase + "234567"  # the alphabet of real key ids
_SECRET: Final = string.ascii_letters + string.digits + "+/"
_API_ID: Final = string.ascii_lowercase + string.digits


class _Keys(msgspec.Struct, frozen=True):
    access_key_id: Annotated[str, msgspec.Meta(pattern="^AKIA[A-Z0-9]{16}$")]
    secret_access_key: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9+/]{40}$")]


class State(msgspec.Struct, frozen=True):
    """The kept state. `port` is the one used last, 0 before the first start; `api_ids` are by the API's key."""

    version: int
    account: Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{11}$")]
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)]
    api_ids: dict[str, Annotated[str, msgspec.Meta(pattern="^[a-z0-9]{10}$")]]
    users: dict[str, _Keys]

    def iam_users(self) -> tuple[IamUser, ...]:
        """Return the users with their keys in clear."""
        return tuple(
            IamUser(user.name, keys.access_key_id, keys.secret_access_key, user.allowed)
            for user in USERS
            for keys in [self.users[user.name]]
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
    if set(state.api_ids) != {api.key for api in APIS} or set(state.users) != {
        u.name for u in USERS
    }:
        raise _unusable(
            path, "practice_state_damaged", "does not name the APIs and users that there are"
        )
    return state


def make() -> State:
    """Return a new state with random account, ids and keys."""
    return State(
        version=VERSION,
        account=secrets.choice("123456789") + _random(string.digits, 11),
        port=0,
        api_ids={api.key: _random(_API_ID, 10) for api in APIS},
        users={
            user.name: _Keys(f"AKIA{_random(_KEY_ID, 16)}", _random(_SECRET, 40)) for user in USERS
        },
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
