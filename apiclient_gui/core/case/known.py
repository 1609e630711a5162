"""All that is known of one refusal: what was sent, what came back, and the API that answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import msgspec

from apiclient_gui.core import refusal
from apiclient_gui.core.gateway.routes import Route, route
from apiclient_gui.core.model import (
    Authorisation,
    Authorizer,
    Earlier,
    Failure,
    KnownApi,
    Prepared,
    Response,
)

_BY_TOKEN: Final = ("CUSTOM", "COGNITO_USER_POOLS")
_MESSAGE_KEYS = ("message", "Message", "errorMessage")
_MOST_READ = (
    262_144  # bytes; a gateway's own error bodies are a few KB, and each cause reads the message
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that is known of one refusal. `apiclient explain` knows less than `send`: each part may be missing.

    `clock_offset`: seconds, server minus this computer. `region`, `service`: what environment or host would say.
    `environment`, `identity`: names. `apis`: those of the workspace whose methods are known. `earlier`: the latest
    exchanges of this run, the oldest first. `sent_at` is by this computer's clock. `logs_in`: whether the identity's
    credentials come of a login; `ends`: when that login or its keys end. `clock_correction`: seconds that this run adds
    to this computer's clock. `token_unsigned`: the session token was added after signing because that was asked for.
    `proxy`: the address that the request itself names, without what is secret in it.
    """

    response: Response | None = None
    failure: Failure | None = None
    prepared: Prepared | None = None
    authorisation: Authorisation | None = None
    clock_offset: float | None = None
    environment: str = ""
    identity: str = ""
    region: str = ""
    service: str = ""
    apis: tuple[KnownApi, ...] = ()
    sent_at: datetime | None = None
    earlier: tuple[Earlier, ...] = ()
    logs_in: bool = False
    ends: datetime | None = None
    clock_correction: float = 0.0
    token_unsigned: bool = False
    proxy: str = ""

    @property
    def status(self) -> int:
        """The status, 0 when there is no response."""
        return self.response.status if self.response else 0

    @property
    def error_type(self) -> str:
        """The name in `x-amzn-ErrorType`, without what may follow a colon (aws-facts §1.2); empty without one."""
        return self.reply_header("x-amzn-errortype").partition(":")[0].strip()

    @property
    def message(self) -> str:
        """The gateway's own words: `message` or `Message` of a JSON body, else empty."""
        if self.response is None or self.response.body.size > _MOST_READ:
            return ""
        try:
            body = msgspec.json.decode(self.response.body.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return ""
        if not isinstance(body, dict):
            return ""
        return next((body[key] for key in _MESSAGE_KEYS if isinstance(body.get(key), str)), "")

    @property
    def words(self) -> str:
        """The message; when the body is no JSON object with one, the beginning of the body as text."""
        if self.message or self.response is None:
            return self.message
        return self.response.body.content[:_MOST_READ].decode("utf-8", "replace")

    @property
    def judged_at(self) -> datetime | None:
        """When the request was judged, by the gateway's own clock if its reply tells (Date); None when nothing tells."""
        try:
            date = parsedate_to_datetime(self.reply_header("date"))
            return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
        except (ValueError, TypeError, OverflowError):
            return self.sent_at and self.sent_at + timedelta(seconds=self.clock_offset or 0)

    @property
    def reached(self) -> Route | None:
        """Where the request stands in the known API that covers its URL; None when no known API does."""
        return route(self.prepared, self.apis)

    @property
    def authorization(self) -> str:
        """AWS's word for how the method that was reached is protected; empty when it is not known."""
        reached = self.reached
        return reached.method.authorization if reached and reached.method else ""

    @property
    def authorizer(self) -> Authorizer | None:
        """The authorizer of the method that was reached; None when it has none, or it is not known."""
        reached = self.reached
        return reached.api.authorizer if reached and self.authorization in _BY_TOKEN else None

    def reply_header(self, name: str) -> str:
        """Return the first header of that name in the reply; empty without one."""
        return (self.response.header(name) if self.response else None) or ""

    def sent_header(self, name: str) -> str | None:
        """Return the first header of that name as it was sent; None without one, or when nothing sent is known."""
        return self.prepared.header(name) if self.prepared else None

    @property
    def error_code(self) -> str:
        """The name of the refusal: of the header, else of the body (`<Code>` in XML, `__type` in JSON); empty without one."""
        return self.error_type or refusal.code(self._head)

    @property
    def said(self) -> str:
        """The gateway's own words alone: the message of a JSON or an XML body, else the beginning of the body."""
        return self.message or refusal.xml_text(self._head, "Message") or self.words

    @property
    def _head(self) -> str:
        if self.response is None:
            return ""
        return self.response.body.content[: refusal.LONGEST].decode("utf-8", "replace")

    def named(self, *types: str) -> bool:
        """Whether the refusal goes by one of these names (given without the ending "Exception")."""
        name = self.error_code.rpartition("#")[2].lower().removesuffix("exception")
        return bool(name) and name in {one.lower() for one in types}

    def fits(self, *types: str) -> bool:
        """Whether the header names one of these types, or there is none: then the words alone decide."""
        return not self.error_type or self.named(*types)

    def says(self, stem: str) -> bool:
        """Whether the reply's words hold this stem, whatever the case: sentences grew suffixes over the years."""
        return stem.lower() in self.words[: refusal.LONGEST].lower()
