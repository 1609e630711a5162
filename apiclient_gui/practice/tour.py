"""The tour: each way in which the practice gateway allows and refuses, sent for real, with the cause it must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.program import Program
from apiclient_gui.practice import stations
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.seed import ENVIRONMENT


class Outcome(msgspec.Struct, frozen=True):
    """What came of one station. `cause` is the id of the first finding; `status` is 0 without a response."""

    method: str
    name: str
    url: str
    expected_status: int
    status: int
    cause: str | None
    ok: bool


def run(
    program: Program, description: Description, advance: Callable[[float], None]
) -> Iterator[Outcome]:
    """Send every station to the gateway described, and yield each outcome as it comes.

    `advance` sets the gateway's clock so many seconds ahead of this computer's: tokens expire by it.
    """
    for station in stations.every(description):
        environment = program.environment(ENVIRONMENT)
        around = program.surroundings(
            environment, credentials=station.credentials, clock=Clock(station.clock_off)
        )
        outgoing = program.prepare(station.request, around)
        if station.spoil:
            outgoing = replace(outgoing, prepared=station.spoil(outgoing.prepared))
        advance(station.gateway_ahead)
        exchange = program.deliver(outgoing, around)
        advance(0)
        status = exchange.response.status if exchange.response else 0
        cause = exchange.findings[0].id if exchange.findings else None
        yield Outcome(
            method=station.method,
            name=station.name,
            url=outgoing.prepared.url,
            expected_status=station.status,
            status=status,
            cause=cause,
            ok=(status, cause) == (station.status, station.cause),
        )
