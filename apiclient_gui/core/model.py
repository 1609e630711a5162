"""The nouns that all layers share: what was composed, what was sent, how it was signed, what came back.

`Request`, `Environment`, `Identity` are what stands in workspace files (msgspec structs: typed and checked when read).
`Prepared` and what follows are frozen values of one send.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.secret import Secret

# ---------------------------------------------------------------- fields of a form

FieldKind = Literal["text", "secret", "switch", "choice", "number"]
OptionValue = str | bool | int


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for: window and command line draw their forms and options from it.

    `fallback` says in words what holds when the field is left empty ("from the host").
    """

    key: str
    label: str
    kind: FieldKind = "text"
    default: OptionValue = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""
    fallback: str = ""


# ---------------------------------------------------------------- what stands in the workspace


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the parameter or header table; one that is off is kept and not sent."""

    name: str
    value: str = ""
    enabled: bool = True


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body as composed. `json` differs from `text` in its default Content-Type only: bytes go out as typed."""

    kind: Literal["none", "text", "json"] = "none"
    text: str = ""


class Auth(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who sends it and how that is put on the request. `options` are those of the scheme's fields that were set."""

    scheme: str = "none"
    identity: str = ""
    options: dict[str, OptionValue] = msgspec.field(default_factory=dict)


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """How it is sent. Times in seconds; `timeout` is the longest silence of the server, not the whole exchange."""

    connect_timeout: float = 5.0
    timeout: float = 30.0
    verify: bool = True
    ca_file: str = ""


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
    """Values for variables, and where requests of this environment are signed for when their host does not tell."""

    name: str = ""
    region: str = ""
    service: str = ""
    variables: dict[str, str] = msgspec.field(default_factory=dict)


class Identity(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A name for who one is. `id` is random and stays when the name changes: the vault files its secrets under it."""

    name: str
    kind: str
    id: str
    facts: dict[str, str] = msgspec.field(default_factory=dict)


class ApiMethod(msgspec.Struct, frozen=True):
    """A method that an API is known to have; `path` may hold `{parameters}`, `authorization` is AWS's word for it."""

    method: str
    path: str
    authorization: str


class KnownApi(msgspec.Struct, frozen=True):
    """An API whose methods are known (the practice gateway tells its own): lets a refusal be explained for certain.

    `url` is stage URL without a slash at the end; `methods` hold paths below it.
    """

    name: str
    url: str
    methods: tuple[ApiMethod, ...]


# ---------------------------------------------------------------- credentials


@dataclass(frozen=True, slots=True)
class AwsKeys:
    """What SigV4 signs with. `expires_at` is None for long-term keys."""

    access_key_id: str
    secret_access_key: Secret
    session_token: Secret | None = None
    expires_at: datetime | None = None


Credentials = AwsKeys

# ---------------------------------------------------------------- what is sent

Place = Literal["url", "param", "header", "body", "scheme", "default"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of a prepared request comes from: the links of the Signature tab point there.

    `row` counts from 0 within the table that `place` names (for `url`: the query item as typed); `name` is the
    scheme's id or says which default; `variables` are those whose values went into the piece.
    """

    place: Place
    row: int | None = None
    name: str = ""
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryItem:
    """One item between two `&`, percent-encoded as it goes on the wire. `value` None: there was no `=`."""

    name: str
    value: str | None
    origin: Origin

    @property
    def text(self) -> str:
        """The item as it stands in the URL."""
        return self.name if self.value is None else f"{self.name}={self.value}"


@dataclass(frozen=True, slots=True)
class Header:
    """One header line as it goes out."""

    name: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Body:
    """Exact bytes of a request's or response's body."""

    content: bytes = b""
    origin: Origin = Origin("body")

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)

    def sha256(self) -> str:
        """Hex SHA-256 of the bytes: what SigV4 calls the payload hash."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request with variables resolved and bytes fixed. What stands here goes on the wire, one to one.

    `host` is host and port as in the URL (lower case, default port left out); `path` begins with `/`; `query` empty
    means that there is no `?`. Each piece knows its origin.
    """

    method: str
    scheme: Literal["http", "https"]
    host: str
    path: str
    query: tuple[QueryItem, ...]
    headers: tuple[Header, ...]
    body: Body
    host_origin: Origin = Origin("url")
    path_origin: Origin = Origin("url")

    @property
    def target(self) -> str:
        """Path and query as they stand in the request line (RFC 9112 §3.2.1)."""
        query = "&".join(item.text for item in self.query)
        return f"{self.path}?{query}" if self.query else self.path

    @property
    def url(self) -> str:
        """The URL on the wire, byte for byte."""
        return f"{self.scheme}://{self.host}{self.target}"

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name, whatever its case; None without one."""
        return next((h.value for h in self.headers if h.name.lower() == name.lower()), None)

    def lines(self) -> tuple[Header, ...]:
        """Return the header lines in wire order: repeated names go out together, at the place of the first.

        requests keeps headers in a multi-dictionary (measured: A, B, A goes out as A, A, B).
        """
        first: dict[str, int] = {}
        for index, header in enumerate(self.headers):
            first.setdefault(header.name.lower(), index)
        return tuple(sorted(self.headers, key=lambda header: first[header.name.lower()]))

    def head(self) -> bytes:
        """Return request line and headers as they go on the wire, with the empty line at the end."""
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{header.name}: {header.value}" for header in self.lines()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


# ---------------------------------------------------------------- how it was authorised

CanonicalPart = Literal["method", "path", "query", "header", "blank", "signed_headers", "payload"]


@dataclass(frozen=True, slots=True)
class CanonicalLine:
    """One line of the canonical request. `origins` are the pieces it was made of (the query line has several)."""

    text: str
    part: CanonicalPart
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """A SigV4 signature and all it was made from, in clear: mask before showing (core/redact.py)."""

    lines: tuple[CanonicalLine, ...]
    string_to_sign: str
    credential_scope: str
    signed_headers: tuple[str, ...]
    signature: str
    authorization: str
    access_key_id: str
    region: str
    service: str
    signed_at: datetime

    @property
    def canonical_request(self) -> str:
        """The canonical request as one text."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of authorising, to be read by a person: what was done and the text it gave."""

    title: str
    detail: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """How a request was authorised. `headers` are the names the scheme wrote; `signature` is None but for SigV4."""

    scheme: str
    identity: str = ""
    headers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    signature: Signature | None = None


# ---------------------------------------------------------------- what came back

Stage = Literal["dns", "connect", "tls", "send", "wait", "receive", "cancelled"]


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds by phase; None where a phase did not take place (a kept connection has no dns, connect, tls)."""

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    download: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answered. `headers` in the order received, names as received, repeated ones kept."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: Body
    received_at: datetime

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name, whatever its case; None without one."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    @property
    def redirect(self) -> str | None:
        """Where a redirect leads: its Location as received; None when it is none (RFC 9110 §15.4)."""
        return self.header("location") if self.status in {301, 302, 303, 307, 308} else None

    def text(self) -> str:
        """Return the body as text, whatever its bytes: what is not UTF-8 shows as U+FFFD."""
        return self.body.content.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no response came: the stage that failed, and the words of the library (no secret in them)."""

    stage: Stage
    message: str
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One send, whole. `request` and `environment` name variables and identity: only that can be sent again."""

    request: Request
    environment: str
    prepared: Prepared
    authorisation: Authorisation
    sent_at: datetime
    response: Response | None
    failure: Failure | None
    timings: Timings
    clock_offset: float | None = None
    findings: tuple[Finding, ...] = ()
