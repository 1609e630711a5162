"""The stations of the tour: for each method of protection what is allowed, and each refusal with its cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import msgspec

from apiclient_gui.core.model import (
    Auth,
    AwsKeys,
    Credentials,
    Payload,
    Prepared,
    QueryItem,
    Request,
    Row,
    Tokens,
)
from apiclient_gui.core.secret import Secret
from apiclient_gui.practice.description import Description

IAM: Final = "IAM"
AUTHORIZER: Final = "Lambda authorizer"
POLICY: Final = "resource policy"
COGNITO: Final = "Cognito"
_LATER: Final = timedelta(hours=2).total_seconds()  # tokens of the practice gateway last for one


@dataclass(frozen=True, slots=True)
class Station:
    """One request of the tour: how it is sent, how it is spoilt on the way, and what has to come of it.

    `clock_off` is how wrong the client's clock is, `gateway_ahead` how far the gateway's is moved, both in seconds.
    """

    name: str
    request: Request
    status: int
    cause: str | None = None
    credentials: Credentials | None = None
    clock_off: float = 0.0
    gateway_ahead: float = 0.0
    spoil: Callable[[Prepared], Prepared] | None = None
    method: str = IAM


def every(description: Description) -> tuple[Station, ...]:
    """Return all stations, in the order in which they are sent: what a cache answers depends on it."""
    return (
        *iam_stations(description),
        *key_stations(),
        *authorizer_stations(),
        *policy_stations(),
        *cognito_stations(),
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


def key_stations() -> tuple[Station, ...]:
    """Return the stations of presigned URLs and of temporary keys, which a role gives."""
    pets = Request(url="{{gateway}}/pets", params=(Row("limit", "10"),))
    presigned = msgspec.structs.replace(pets, auth=Auth("sigv4_query", "alice", {"expires": 60}))
    reader = msgspec.structs.replace(pets, auth=Auth("sigv4", "alice-as-reader"))
    lost = AwsKeys("ASIA" + "X" * 16, Secret("x" * 40), Secret("not-a-session-of-anybody"))
    return (
        Station("a presigned URL", presigned, 200),
        Station(
            "the same URL, two hours later",
            presigned,
            403,
            "presigned_url_expired",
            gateway_ahead=_LATER,
        ),
        Station("the reader's role lists the pets", reader, 200),
        Station(
            "the reader's role adds a pet",
            msgspec.structs.replace(reader, method="POST", body=Payload("json", '{"name": "Rex"}')),
            403,
            "identity_policy_silent",
        ),
        Station(
            "the role's session has ended",
            reader,
            403,
            "session_token_expired",
            clock_off=_LATER,
            gateway_ahead=_LATER,
        ),
        Station("a session token of nobody", reader, 403, "unknown_access_key", credentials=lost),
    )


def authorizer_stations() -> tuple[Station, ...]:
    """Return the stations of the Lambda authorizer; the second one gets the policy that the first one had cached."""
    pets = Request(url="{{authorizer_api}}/pets", auth=Auth("bearer", "pets-reader"))
    change = msgspec.structs.replace
    wrong = Tokens({"access": Secret("not-a-token-of-anybody")}, "access")
    stations = (
        Station("pets-reader lists the pets", pets, 200),
        Station(
            "the cached policy knows no orders",
            change(pets, url="{{authorizer_api}}/orders"),
            403,
            "authorizer_policy_cached",
        ),
        Station(
            "pets-writer, asked first, lists the orders",
            change(pets, url="{{authorizer_api}}/orders", auth=Auth("bearer", "pets-writer")),
            200,
        ),
        Station(
            "pets-reader deletes, without the scope",
            change(pets, method="DELETE", url="{{authorizer_api}}/pets/1"),
            403,
            "authorizer_policy_denies",
        ),
        Station("no token", change(pets, auth=Auth()), 401, "token_missing"),
        Station(
            "a word that is no token", pets, 401, "token_refused_by_authorizer", credentials=wrong
        ),
        Station("an expired token", pets, 401, "token_expired", gateway_ahead=_LATER),
        Station(
            "a token, but no such path",
            change(pets, url="{{authorizer_api}}/petz"),
            403,
            "bearer_token_where_sigv4_is_parsed",
        ),
    )
    return tuple(replace(station, method=AUTHORIZER) for station in stations)


def policy_stations() -> tuple[Station, ...]:
    """Return the stations of resource policies: an address in the range, and one that is not."""
    stations = (
        Station("an address in the range", Request(url="{{your_range_api}}/pets"), 200),
        Station(
            "an address outside of it",
            Request(url="{{another_range_api}}/pets"),
            403,
            "resource_policy_denies",
        ),
        Station(
            "no such path", Request(url="{{your_range_api}}/petz"), 403, "unknown_path_or_method"
        ),
    )
    return tuple(replace(station, method=POLICY) for station in stations)


def cognito_stations() -> tuple[Station, ...]:
    """Return the stations of Cognito: the ID token is wanted, and nothing else."""
    pets = Request(url="{{cognito_api}}/pets", auth=Auth("bearer", "carol"))
    change = msgspec.structs.replace
    stations = (
        Station("carol's ID token", pets, 200),
        Station(
            "carol's access token", _option(pets, "token_kind", "access"), 401, "wrong_token_kind"
        ),
        Station(
            "a token of another issuer",
            change(pets, auth=Auth("bearer", "pets-reader")),
            401,
            "wrong_token_issuer",
        ),
        Station("an expired ID token", pets, 401, "token_expired", gateway_ahead=_LATER),
        Station("no token", change(pets, auth=Auth()), 401, "token_missing"),
    )
    return tuple(replace(station, method=COGNITO) for station in stations)


def _option(request: Request, key: str, value: str) -> Request:
    auth = msgspec.structs.replace(request.auth, options={**request.auth.options, key: value})
    return msgspec.structs.replace(request, auth=auth)


def _without_date(prepared: Prepared) -> Prepared:
    kept = tuple(header for header in prepared.headers if header.name.lower() != "x-amz-date")
    return replace(prepared, headers=kept)


def _with_more_query(prepared: Prepared) -> Prepared:
    more = QueryItem("added", "by-a-proxy", prepared.query[0].origin)
    return replace(prepared, query=(*prepared.query, more))
