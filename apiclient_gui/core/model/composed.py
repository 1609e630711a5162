"""What a person composed and a workspace keeps: typed and checked when read, without any secret."""

from __future__ import annotations

from typing import Literal

import msgspec

from apiclient_gui.core.model.fields import OptionValue


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the parameter or header table; one that is off is kept and not sent."""

    name: str
    value: str = ""
    enabled: bool = True


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a multipart body (RFC 7578): a value, or the file at that path, streamed from disk.

    An empty `content_type` means: none for a value, by the file's name for a file. `filename` is what the part says its
    file is called (§4.2); when it is empty, the name of the file itself, and none for a value.
    """

    name: str
    value: str = ""
    file: str = ""
    content_type: str = ""
    enabled: bool = True
    filename: str = ""


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body as composed. `json` differs from `text` in its default Content-Type only: bytes go out as typed.

    `form` sends `rows` urlencoded, `multipart` sends `parts`, `file` streams the file at that path; `guessed`: with the
    Content-Type that its name tells. What belongs to another kind stays, for when the person goes back to it.
    """

    kind: Literal["none", "text", "json", "form", "multipart", "file"] = "none"
    text: str = ""
    rows: tuple[Row, ...] = ()
    parts: tuple[Part, ...] = ()
    file: str = ""
    guessed: bool = True


class ApiKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """The API key that goes along with whatever else authorises: the token of a fixed-token identity, by name.

    An empty `identity` means that none is sent. `name` is the header's or query parameter's.
    """

    identity: str = ""
    name: str = "x-api-key"
    place: Literal["header", "query"] = "header"


class Auth(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who sends it and how that is put on the request. `options` are those of the scheme's fields that were set."""

    scheme: str = "none"
    identity: str = ""
    options: dict[str, OptionValue] = msgspec.field(default_factory=dict)
    api_key: ApiKey = ApiKey()


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """How it is sent. Times in seconds; `timeout` is the longest silence of the server, not the whole exchange.

    `proxy` is a URL, "none" for no proxy at all, or empty: the preferences' one, else the environment's. `cert_file` is
    a client certificate in PEM form, `key_file` its key when that stands in a file of its own. `follow`: redirects to
    the same origin are followed.
    """

    connect_timeout: float = 5.0
    timeout: float = 30.0
    verify: bool = True
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    proxy: str = ""
    follow: bool = False


class Request(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A request as a person composed it; `{{name}}` stands for a variable of the environment."""

    name: str = ""
    method: str = "GET"
    url: str = ""
    params: tuple[Row, ...] = ()
    headers: tuple[Row, ...] = ()
    body: Payload = Payload()
    auth: Auth = msgspec.field(default_factory=Auth)
    settings: Settings = Settings()
    position: int = 0


class Environment(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Values for variables, and where requests of this environment are signed for when their host does not tell.

    `secrets` are names of variables whose values are in the vault, under the random `id` that stays when the name
    changes.
    """

    name: str = ""
    id: str = ""
    region: str = ""
    service: str = ""
    variables: dict[str, str] = msgspec.field(default_factory=dict)
    secrets: tuple[str, ...] = ()


class Identity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A name for who one is. `id` is random and stays when the name changes: the vault files its secrets under it."""

    name: str
    kind: str
    id: str
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class ApiMethod(msgspec.Struct, frozen=True, omit_defaults=True):
    """A method that an API is known to have; `path` may hold `{parameters}`, `authorization` is AWS's word for it."""

    method: str
    path: str
    authorization: str
    api_key_required: bool = False


class Authorizer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of an API's authorizer. `kind` is AWS's word for it; `ttl` is how long it caches, in seconds.

    `issuer` is whose tokens it takes, `token_use` which of a user pool's ("id" or "access"), `header` where it looks.
    """

    kind: Literal["TOKEN", "COGNITO_USER_POOLS"]
    issuer: str = ""
    audience: str = ""
    token_use: str = ""
    ttl: int = 0
    header: str = "Authorization"


class KnownApi(msgspec.Struct, frozen=True, omit_defaults=True):
    """An API whose methods are known (the practice gateway tells its own): lets a refusal be explained for certain.

    `url` is stage URL without a slash at the end; `methods` hold paths below it; `resource_policy` is its JSON.
    """

    name: str
    url: str
    methods: tuple[ApiMethod, ...]
    authorizer: Authorizer | None = None
    resource_policy: str = ""
