"""What a running practice gateway tells about itself: the first line of `apiclient practice --json`."""

from __future__ import annotations

import msgspec

from apiclient_gui.core.model import ApiMethod


class Api(msgspec.Struct, frozen=True):
    """One API: `url` is the URL of its stage, without a slash at the end; methods have paths below it."""

    api_id: str
    name: str
    stage: str
    url: str
    methods: tuple[ApiMethod, ...]


class IamUser(msgspec.Struct, frozen=True):
    """A user with keys in clear (they open nothing but this gateway). `allowed`: whether the policy lets it read."""

    user: str
    access_key_id: str
    secret_access_key: str
    allowed: bool


class ApiKey(msgspec.Struct, frozen=True):
    """An API key of a usage plan."""

    name: str
    value: str


class Description(msgspec.Struct, frozen=True):
    """The whole gateway. `idp` and `user_pool` stand in the JSON as null: it has neither."""

    base_url: str
    region: str
    account: str
    apis: tuple[Api, ...]
    iam: tuple[IamUser, ...]
    api_keys: tuple[ApiKey, ...] = ()
    idp: None = None
    user_pool: None = None
