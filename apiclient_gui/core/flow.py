"""The steps of a login: what a flow wants done for it. A flow is a generator that does no I/O itself.

It yields a step, gets what came of it, and returns credentials in the end; `identities.driver` is the only one that does
what a step says, the same for window and command line. So a flow is tested with a plain list of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from apiclient_gui.core.model import AwsKeys, Credentials, Field
from apiclient_gui.core.secret import Secret

Text = str | Secret


@dataclass(frozen=True, slots=True)
class HttpCall:
    """Send a request, and get an `HttpReply`. `form` is sent urlencoded; the driver refuses http but on loopback."""

    purpose: str
    method: str
    url: str
    headers: tuple[tuple[str, Text], ...] = ()
    form: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What came of an HttpCall, whatever its status. The body may hold tokens: it is never kept or shown."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any] | None:
        """Return the body as a JSON object; None when it is none."""
        try:
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class AwsCall:
    """Call an operation of an AWS service, and get its reply; `AwsRefusal` is thrown into the flow when it refuses.

    `operation` and `parameters` are named as in the service's model, `parameters` may hold `Secret`s at any depth.
    Without `keys` the call is not signed. An empty `endpoint` means the service's own in that region.
    """

    purpose: str
    service: str
    operation: str
    parameters: Mapping[str, Any]
    region: str
    endpoint: str = ""
    keys: AwsKeys | None = None


class AwsRefusal(Exception):  # noqa: N818  # an answer, not a fault of the program
    """An AWS service answered a call with an error: its code and words."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the person, and get a mapping from field key to `Secret` (fields of kind "secret") or text."""

    title: str
    fields: tuple[Field, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Have a place on this computer that a browser can be sent back to, and get its URL (RFC 8252 §7.3).

    `port` 0 means any that is free; a client that has registered one needs that. `host` is what the client has
    registered: 127.0.0.1 or localhost. The place is there until the flow ends.
    """

    port: int = 0
    path: str = "/callback"
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Browse:
    """Open a page in the person's browser, wait for it to be sent back with this `state`, and get the parameters.

    What comes back is a mapping from name to value, with `state` checked by the listener already; it may be an error of
    the server (RFC 6749 §4.1.2.1). What comes with another state, or to another place, is refused there and waited on.
    """

    title: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Show:
    """Show the person a page to open and the code that it asks for (RFC 8628 §3.3); the flow goes on at once.

    `url` has the code in it already where the server gave such a link, and is opened; `code` is to be compared or typed.
    What is shown stays until the login ends.
    """

    title: str
    url: str
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Get the keys of a profile of the AWS configuration files, with all that botocore resolves."""

    name: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many seconds; a cancel ends it."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Need:
    """Get the current credentials of another identity of the workspace, by name."""

    identity: str


FlowStep = HttpCall | AwsCall | Ask | Redirect | Browse | Show | Profile | Wait | Need
Flow = Generator[FlowStep, Any, Credentials]


@dataclass(frozen=True, slots=True)
class Given:
    """What a flow may know: the identity's facts (variables filled in), those secrets that are set, and the time.

    `environ` are the variables of this process's environment: the standard AWS ones are a source of keys.
    """

    facts: Mapping[str, str]
    secrets: Mapping[str, Secret]
    now: Callable[[], datetime]
    environ: Mapping[str, str] = field(default_factory=dict)

    def fact(self, key: str) -> str:
        """Return a fact without blanks around it; empty when it is not set."""
        return self.facts.get(key, "").strip()
