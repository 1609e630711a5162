"""An STS of our own on loopback: it answers AssumeRole as told, and counts; and the workspace of identities before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.identities.current import Identities
from apiclient_gui.core.model import Identity
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.transport import Transport
from tests import factories
from tests.support.drawer import Drawer
from tests.support.sockets import RawServer, ok

ROLE = "arn:aws:iam::123456789012:role/pets-reader"
_GIVEN = """<{0}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{0}Result>
<Credentials><AccessKeyId>ASIAROLE{1:012}</AccessKeyId><SecretAccessKey>role-secret-{1}</SecretAccessKey>
<SessionToken>role-token-{1}</SessionToken><Expiration>{2:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials>
</{0}Result></{0}Response>"""
_REFUSED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>{}</Code><Message>{}</Message></Error></ErrorResponse>"""


class Sts:
    """Gives keys that end at these times, one after the other; then it refuses."""

    def __init__(self, *ends: datetime, operation: str = "AssumeRole") -> None:
        self._answers = [
            ok(_GIVEN.format(operation, n, end).encode(), "Content-Type: text/xml")
            for n, end in enumerate(ends, 1)
        ]
        said = _REFUSED.format("AccessDenied", "Not today.").encode()
        self._answers.append(ok(said, "Content-Type: text/xml", status="403 Forbidden"))

    def __enter__(self) -> Self:
        self._server = RawServer(*self._answers)
        self._server.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.__exit__(None, None, None)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{self._server.host}"

    @property
    def asked(self) -> list[Mapping[str, str]]:
        """The parameters of each call."""
        bodies = [one.partition(b"\r\n\r\n")[2].decode() for one in self._server.requests]
        return [{key: values[0] for key, values in parse_qs(one).items()} for one in bodies]

    @property
    def scopes(self) -> list[str]:
        """Region and service that each call was signed for."""
        heads = [one.partition(b"\r\n\r\n")[0].decode() for one in self._server.requests]
        found = [re.search(r"Credential=[^/]+/\d+/([^/]+/[^/]+)/", head) for head in heads]
        return [one[1] if one else "" for one in found]

    def role(self, name: str = "reader", source: str = "dev", **facts: str) -> Identity:
        """Return an identity with a role that this STS gives."""
        given = {"source": source, "role_arn": ROLE, "endpoint": self.url, **facts}
        return factories.identity(name, kind="aws_role", facts=given, identifier=f"id-of-{name}")


def dev() -> Identity:
    """Return an identity with keys of its own; `people` has its secret."""
    return factories.identity("dev", identifier="id-of-dev")


def people(
    folder: Path,
    *identities: Identity,
    now: datetime = factories.NOW,
    clock: Clock | None = None,
    drawer: Drawer | None = None,
    environ: Mapping[str, str] | None = None,
) -> Identities:
    """Return the identities of one program; programs with the same folder and drawer share their logins."""
    drawer = Drawer() if drawer is None else drawer
    drawer.put("id-of-dev", "secret_access_key", factories.keys().secret_access_key)
    redactor = Redactor()
    return Identities(
        drawer,
        Secrets(drawer, redactor, {}),
        redactor,
        folder=folder / "logins",
        clock=clock or Clock(fixed=now),
        transport=Transport(),
        other=_among(identities),
        environ=environ or {},
    )


def hour(minutes: float = 60) -> datetime:
    """Return a time so many minutes after the factories' now."""
    return factories.NOW + timedelta(minutes=minutes)


def _among(identities: tuple[Identity, ...]) -> Callable[[str], Identity]:
    known = {one.name: one for one in identities}

    def other(name: str) -> Identity:
        if name not in known:
            unknown = Finding(
                id="unknown_identity",
                severity="error",
                title=f"There is no identity named {name}",
                evidence=tuple(Evidence("Similar", one) for one in known),
                remedy=f"Did you mean {' or '.join(known)}?",
            )
            raise Problem("usage", unknown)
        return known[name]

    return other
