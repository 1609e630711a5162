"""What history is asked for and what it gives: a query, rows of a page, and one exchange as it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Exchange, Stage

BodyState = Literal["kept", "masked", "login", "gone", "unsaved", "summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which exchanges are wanted; what is empty does not narrow, the rest must hold together.

    Every word of `text` must stand somewhere in URL, method, status, identity, environment, scheme, request name, cause
    or request ids, whatever its case. A status below 10 is a class (4: 400 to 499), 0 means that no response came.
    `failed` is: no response, or 400 and more. `since` is included, `until` is not; both with a zone.
    """

    text: str = ""
    statuses: tuple[int, ...] = ()
    methods: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    failed: bool = False
    since: datetime | None = None
    until: datetime | None = None


class Cause(msgspec.Struct, frozen=True):
    """The first finding that explained a refusal or failure."""

    id: str
    title: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """An exchange in a list, masked. `size` is the response body's in bytes, `seconds` the whole exchange's.

    `status` is None when no response came; then `failure` is the stage that failed. `name` is the request's.
    """

    id: int
    sent_at: datetime
    method: str
    url: str
    host: str
    status: int | None = None
    reason: str = ""
    failure: Stage | None = None
    scheme: str = "none"
    identity: str = ""
    environment: str = ""
    name: str = ""
    size: int | None = None
    seconds: float | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, newest first. `more`: older ones follow; `total` counts all that the query finds, on every page."""

    rows: tuple[Row, ...] = ()
    more: bool = False
    total: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in filters: the values that occur, sorted."""

    methods: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How many exchanges are kept, and their bytes with the bodies."""

    entries: int = 0
    bytes: int = 0


class FileNote(msgspec.Struct, frozen=True):
    """A file that was part of a request body: its name and size in bytes."""

    name: str
    size: int


class BodyNote(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a body. `size` in bytes as it was; `sha256` of a request's, empty when nobody computed it.

    `state`: "kept" as it came, "masked" (it repeated a secret of its request), "login" (it belongs to a login and is
    never kept), "gone" (its file is not there any more), "unsaved" (the disk did not take it), "summary" (of request
    bodies size, hash and files are kept, and what was composed).
    """

    size: int = 0
    state: BodyState = "kept"
    sha256: str = ""
    files: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """One exchange as history has it: the masked exchange, and what became of the bodies.

    A body that is not there is empty in `exchange`; `findings` say so. `unfilled` names what has to be typed again
    before it can be sent again ("header X-Api-Key", "body"): those places hold the mask.
    """

    id: int
    exchange: Exchange
    request_body: BodyNote
    response_body: BodyNote | None
    unfilled: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
