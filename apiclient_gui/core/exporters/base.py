"""What an exporter is: how a request becomes a text for another program, without any secret but where that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Authorisation, Credentials, OptionValue, Prepared


@dataclass(frozen=True, slots=True)
class Draft:
    """A request to be exported: prepared, not authorised.

    `scheme` is the id of its scheme, `options` those of the request; `wants` the type of its credentials. `region` and
    `service` are what it would be signed for. `stand_ins` are words in `prepared` that stand for secrets, each with the
    name of the environment variable that an exported text takes the secret from. `authorisation` is there for an
    exporter with `signed`: then `prepared` is the authorised request with all its secrets.
    """

    prepared: Prepared
    scheme: str
    options: Mapping[str, OptionValue]
    wants: type[Credentials] | None
    region: str = ""
    service: str = ""
    stand_ins: Mapping[str, str] | None = None
    authorisation: Authorisation | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A text to be copied. `secret`: it authorises whoever has it, until `ends_at` (None: not known).

    `findings` are warnings that belong beside the text.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    secret: bool = False
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exporter:
    """A way out. `signed`: it exports the authorised bytes, secrets and all."""

    id: str
    title: str
    summary: str
    export: Callable[[Draft], Exported]
    signed: bool = False
