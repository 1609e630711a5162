from __future__ import annotations

from apiclient_gui.practice.directory import API_KEYS, CLIENTS, POOL_USERS, READ, WRITE
from apiclient_gui.practice.iam import USERS


def test_one_client_may_write_and_one_may_not() -> None:
    assert [client.scopes for client in CLIENTS] == [(READ,), (READ, WRITE)]


def test_no_name_is_used_twice() -> None:
    # Each becomes the name of an identity in the sample workspace.
    names = [
        *(user.name for user in USERS),
        *(client.client_id for client in CLIENTS),
        *POOL_USERS,
        *API_KEYS,
    ]
    assert len(set(names)) == len(names)
