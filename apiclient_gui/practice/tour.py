"""The tour: each way in which the practice gateway allows and refuses, sent for real, with the cause it must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.model import Auth, AwsKeys, Payload, Prepared, QueryItem, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Outgoing
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.seed import ENVIRONMENT


@dataclass(frozen=True, slots=True)
class Station:
    """One request of the tour: how it is sent, how it is spoilt on the way, and what has to come of it."""

    name: str
    request: Request
    status: int
    cause: str | None = None
    credentials: AwsKeys | None = None
    clock_off: float = 0.0
    spoil: Callable[[Prepared], Prepared] | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What came of one station. `cause` is the id of the first finding; `status` is 0 without a response."""

    method: str
    name: str
    url: str
    expected_status: int
    status: int
    cause: str | None
    ok: bool


def run(program: Program, description: Description) -> Iterator[Outcome]:
    """Send every station to the gateway described, and yield each outcome as it comes."""
    for station in iam_stations(description):
        environment = program.environment(ENVIRONMENT)
        around = program.surroundings(
            environment, credentials=station.credentials, clock=Clock(station.clock_off)
        )
        outgoing = program.prepare(station.request, around)
        if station.spoil:
            outgoing = Outgoing(
                outgoing.request, station.spoil(outgoing.prepared), outgoing.authorisation
            )
        exchange = program.deliver(outgoing, around)
        status = exchange.response.status if exchange.response else 0
        cause = exchange.findings[0].id if exchange.findings else None
        yield Outcome(
            method="IAM",
            name=station.name,
            url=outgoing.prepared.url,
            expected_status=station.status,
            status=status,
            cause=cause,
            ok=(status, cause) == (station.status, station.cause),
        )


def iam_stations(description: Description) -> tuple[Station, ...]:
    """Return the stations of IAM authorization: allowed twice, then refused in each way that there is."""
    pets = Request(
        url="{{gateway}}/pets", params=(Row("limit", "10"),), auth=Auth("sigv4", "alice")
    )
    alice = next(user for user in description.iam if user.allowed)
    wrong_secret = AwsKeys(alice.access_key_id, Secret("x" * len(alice.secret_access_key)))
    unknown_key = AwsKeys("AKIA" + "X" * 16, Secret(alice.secret_access_key))
    off = timedelta(minutes=20).total_seconds()
    change = msgspec.structs.replace
    return (
        Station("alice lists the pets", pets, 200),
        Station(
            "alice adds a pet",
            change(pets, method="POST", body=Payload("json", '{"name": "Rex"}')),
            201,
        ),
        Station("wrong secret access key", pets, 403, "secret_key_wrong", credentials=wrong_secret),
        Station("unknown access key", pets, 403, "unknown_access_key", credentials=unknown_key),
        Station("signature 20 minutes old", pets, 403, "time_stamp_too_old", clock_off=-off),
        Station("signature 20 minutes ahead", pets, 403, "time_stamp_in_future", clock_off=off),
        Station(
            "signed for another region", _option(pets, "region", "eu-west-1"), 403, "wrong_region"
        ),
        Station(
            "signed for another service",
            _option(pets, "service", "apigateway"),
            403,
            "wrong_service",
        ),
        Station(
            "X-Amz-Date lost on the way", pets, 403, "date_header_missing", spoil=_without_date
        ),
        Station(
            "query changed on the way",
            pets,
            403,
            "request_changed_on_the_way",
            spoil=_with_more_query,
        ),
        Station("not signed", change(pets, auth=Auth()), 403, "unsigned_call_to_iam_method"),
        Station(
            "signed, but no such path",
            change(pets, url="{{gateway}}/petz"),
            403,
            "unknown_path_or_method",
        ),
        Station(
            "a bearer token instead of a signature",
            change(pets, auth=Auth(), headers=(Row("Authorization", "Bearer practice"),)),
            403,
            "bearer_token_where_sigv4_is_parsed",
        ),
        Station(
            "bob, whose policy is silent",
            change(pets, auth=Auth("sigv4", "bob")),
            403,
            "identity_policy_silent",
        ),
        Station(
            "alice deletes, which her policy denies",
            change(pets, method="DELETE", url="{{gateway}}/pets/1", params=()),
            403,
            "identity_policy_denies",
        ),
    )


def _option(request: Request, key: str, value: str) -> Request:
    auth = msgspec.structs.replace(request.auth, options={**request.auth.options, key: value})
    return msgspec.structs.replace(request, auth=auth)


def _without_date(prepared: Prepared) -> Prepared:
    kept = tuple(header for header in prepared.headers if header.name.lower() != "x-amz-date")
    return replace(prepared, headers=kept)


def _with_more_query(prepared: Prepared) -> Prepared:
    more = QueryItem("added", "by-a-proxy", prepared.query[0].origin)
    return replace(prepared, query=(*prepared.query, more))
