"""What came back, or why nothing did, and how long each phase took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from apiclient_gui.core.model.body import Body

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
    """What the server answered. `headers` in the order received, names as received, repeated ones kept.

    `body` is unpacked; `received` is how many bytes of it came over the wire, None when nobody counted.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: Body
    received_at: datetime
    received: int | None = None

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name, whatever its case; None without one."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    @property
    def redirect(self) -> str | None:
        """Where a redirect leads: its Location as received; None when it is none (RFC 9110 §15.4)."""
        return self.header("location") if self.status in {301, 302, 303, 307, 308} else None

    def text(self) -> str:
        """Return a body in memory as text, whatever its bytes: what is not UTF-8 shows as U+FFFD."""
        return self.body.content.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no response came: the stage that failed, and the words of the library (no secret in them)."""

    stage: Stage
    message: str
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed: what was asked, what the server said, and whether the next request was authorised."""

    method: str
    url: str
    status: int
    location: str
    authorised: bool
