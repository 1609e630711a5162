"""One call of an operation of the practice user pool, and what is read from what it was given."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.practice.pool_sessions import Sessions
from apiclient_gui.practice.pool_tokens import PoolError, PoolTokens
from apiclient_gui.practice.tokens.check import Check

Given = Mapping[str, object]

_SHOWN: Final = 128  # characters of what was sent that go into a reply


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation was given, when, and the pool that it was made to."""

    given: Given
    now: datetime
    pool: PoolTokens
    tokens: Check
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation answers, and a sentence about it for the log."""

    content: Given
    detail: str


def text(given: Given, name: str) -> str:
    """Return what has to be given under a name; raise PoolError without it."""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise bad_parameter(f"Missing required parameter {name}", "parameter_missing")
    return value


def members(given: Given, name: str) -> Given:
    """Return the object that has to be given under a name; raise PoolError without it."""
    value = given.get(name)
    if not isinstance(value, dict):
        raise bad_parameter(f"Missing required parameter {name}", "parameter_missing")
    return value


def printed(value: str) -> str:
    """Return what was sent as it may stand in a reply."""
    return files.printable(value, _SHOWN)


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same, in a time that does not tell how far they are."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def checked_client(call: Call) -> str:
    """Return the id of the app client; raise PoolError for one that the pool has not."""
    client_id = text(call.given, "ClientId")
    state = call.pool.deployment.state
    if client_id not in (state.pool_client_id, state.pool_secret_client_id):
        words = f"User pool client {printed(client_id)} does not exist."
        raise PoolError("ResourceNotFoundException", words, "client_unknown")
    return client_id


def check_hash(call: Call, client_id: str, parameters: Given, *usernames: str) -> None:
    """Raise PoolError unless SECRET_HASH is that of one of the user names, or neither needed nor there.

    Source: Cognito Developer Guide, "Computing secret hash values".
    """
    state = call.pool.deployment.state
    given = parameters.get("SECRET_HASH")
    if client_id == state.pool_client_id:
        if given is None:
            return
        usernames = ()
    elif given is None:
        words = f"Client {client_id} is configured with secret but SECRET_HASH was not received"
        raise _unauthorized(words, "secret_hash_missing")
    expected = (_hash(state.pool_client_secret, name + client_id) for name in usernames)
    if not any(same(one, str(given)) for one in expected):
        raise _unauthorized(
            f"Unable to verify secret hash for client {client_id}", "secret_hash_wrong"
        )


def bad_parameter(message: str, reason: str) -> PoolError:
    """Return the refusal of a parameter."""
    return PoolError("InvalidParameterException", message, reason)


def _hash(secret: str, message: str) -> str:
    return base64.b64encode(hmac.digest(_bytes(secret), _bytes(message), "sha256")).decode()


def _bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _unauthorized(words: str, reason: str) -> PoolError:
    return PoolError("NotAuthorizedException", words, reason)
