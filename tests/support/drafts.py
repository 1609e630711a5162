"""Drafts of requests for tests of exporters, made by the program's own code without a program."""

from __future__ import annotations

from apiclient_gui.core import exporting
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Draft
from apiclient_gui.core.model import Environment, Request
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Surroundings
from tests.factories import NOW


def draft(request: Request, exporter: str = "curl") -> Draft:
    """Return the draft that an exporter gets; the environment has the secret variable `pin`."""
    around = Surroundings(
        environment=Environment(secrets=("pin",)),
        values={"pin": "not read"},
        credentials_of=lambda _: None,
        identity_region=lambda _: "",
        clock=Clock(0.0, NOW),
        key_of=lambda _: Secret("not read"),
    )
    return exporting.draft(request, around, TABLE[exporter])
