"""The APIs of the practice gateway, and what stands behind their methods: small lists of pets and orders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qs

import msgspec

from apiclient_gui.core.model import ApiMethod
from apiclient_gui.practice import refusals
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import JSON, Received, Reply

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_PETS: Final[tuple[Mapping[str, object], ...]] = (
    {"id": 1, "name": "Bella", "kind": "dog", "price": 249.99},
    {"id": 2, "name": "Momo", "kind": "cat", "price": 124.99},
    {"id": 3, "name": "Nemo", "kind": "fish", "price": 0.99},
)
_ORDERS: Final[tuple[Mapping[str, object], ...]] = (
    {"id": 1, "pet": 2, "state": "paid"},
    {"id": 2, "pet": 3, "state": "sent"},
)


@dataclass(frozen=True, slots=True)
class Api:
    """An API as it is deployed; `key` names it in the kept state, where its id stands.

    `authorizer` is the kind of the one that its methods use; `allowed_range` is the block of addresses that its
    resource policy lets in, empty for an API without such a policy.
    """

    key: str
    name: str
    stage: str
    methods: tuple[ApiMethod, ...]
    authorizer: Literal["TOKEN", "COGNITO_USER_POOLS"] | None = None
    allowed_range: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A method that a path was found to name. `path` is the actual one, as in method ARNs: no slash before it."""

    method: ApiMethod
    path: str
    parameters: Mapping[str, str]


PETS_IAM: Final = Api(
    key="pets_iam",
    name="Pets, IAM",
    stage="prod",
    methods=(
        ApiMethod("GET", "/pets", "AWS_IAM"),
        ApiMethod("POST", "/pets", "AWS_IAM"),
        ApiMethod("GET", "/pets/{petId}", "AWS_IAM"),
        ApiMethod("DELETE", "/pets/{petId}", "AWS_IAM"),
    ),
)
PETS_TOKEN: Final = Api(
    key="pets_token",
    name="Pets, Lambda authorizer",
    stage="prod",
    methods=(
        ApiMethod("GET", "/pets", "CUSTOM"),
        ApiMethod("GET", "/orders", "CUSTOM"),
        ApiMethod("GET", "/pets/{petId}", "CUSTOM"),
        ApiMethod("DELETE", "/pets/{petId}", "CUSTOM"),
    ),
    authorizer="TOKEN",
)
_OPEN: Final = (ApiMethod("GET", "/pets", "NONE"), ApiMethod("GET", "/pets/{petId}", "NONE"))
PETS_YOUR_RANGE: Final = Api(
    key="pets_your_range",
    name="Pets, resource policy, your range",
    stage="prod",
    methods=_OPEN,
    allowed_range="127.0.0.0/8",
)
PETS_ANOTHER_RANGE: Final = Api(
    key="pets_another_range",
    name="Pets, resource policy, another range",
    stage="prod",
    methods=_OPEN,
    allowed_range="123.4.5.6/24",
)
PETS_COGNITO: Final = Api(
    key="pets_cognito",
    name="Pets, Cognito",
    stage="prod",
    methods=(
        ApiMethod("GET", "/pets", "COGNITO_USER_POOLS"),
        ApiMethod("GET", "/pets/{petId}", "COGNITO_USER_POOLS"),
    ),
    authorizer="COGNITO_USER_POOLS",
)
PETS_API_KEY: Final = Api(
    key="pets_api_key",
    name="Pets, API key",
    stage="prod",
    methods=(ApiMethod("GET", "/priced/pets", "NONE", api_key_required=True),),
)
APIS: Final = (
    PETS_IAM,
    PETS_TOKEN,
    PETS_YOUR_RANGE,
    PETS_ANOTHER_RANGE,
    PETS_COGNITO,
    PETS_API_KEY,
)


def match(api: Api, method: str, path: tuple[str, ...]) -> Match | None:
    """Return the API's method for a verb and the decoded segments below the stage; None without one."""
    for candidate in api.methods:
        template = candidate.path.strip("/").split("/")
        if candidate.method != method or len(template) != len(path):
            continue
        pairs = list(zip(template, path, strict=True))
        if all(part == given for part, given in pairs if not part.startswith("{")):
            parameters = {part[1:-1]: given for part, given in pairs if part.startswith("{")}
            # A slash within a segment arrived as %2F; in the ARN it must not look like two segments.
            actual = "/".join(given.replace("/", "%2F") for given in path)
            return Match(candidate, actual, parameters)
    return None


def answer(found: Match, request: Received) -> Reply:
    """Return what the backend says to a call that was allowed; raise Refused when the request's body is invalid."""
    pet_id = found.parameters.get("petId")
    if found.method.method == "POST":
        return _reply(201, {"id": len(_PETS) + 1, **_posted(request.body)})
    if found.method.path == "/orders":
        return _reply(200, _ORDERS)
    if pet_id is None:
        return _reply(200, _PETS[: _limit(request.query)])
    pet = next((one for one in _PETS if str(one["id"]) == pet_id), None)
    if pet is None:
        return _reply(404, {"message": f"There is no pet {pet_id}"})
    # Nothing is kept between requests: a deleted pet is there again in the next one.
    return _reply(200, {"deleted": pet} if found.method.method == "DELETE" else pet)


def _posted(body: bytes) -> dict[str, object]:
    try:
        pet = msgspec.json.decode(body, type=dict[str, object])
        msgspec.json.encode(pet)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Refused(refusals.invalid_body()) from None
    return {name: value for name, value in pet.items() if name != "id"}


def _limit(query: bytes) -> int | None:
    given = parse_qs(query.decode("latin-1")).get("limit", [""])[0]
    return int(given) if _NUMBER.fullmatch(given) else None


def _reply(status: int, content: object) -> Reply:
    return Reply(status, (JSON,), msgspec.json.encode(content))
