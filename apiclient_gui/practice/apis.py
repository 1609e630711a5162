"""The APIs of the practice gateway, and what stands behind their methods: a small list of pets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

import msgspec

from apiclient_gui.core.model import ApiMethod
from apiclient_gui.practice import refusals
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received, Reply

JSON: Final = ("Content-Type", "application/json")
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_PETS: Final[tuple[Mapping[str, object], ...]] = (
    {"id": 1, "name": "Bella", "kind": "dog", "price": 249.99},
    {"id": 2, "name": "Momo", "kind": "cat", "price": 124.99},
    {"id": 3, "name": "Nemo", "kind": "fish", "price": 0.99},
)


@dataclass(frozen=True, slots=True)
class Api:
    """An API as it is deployed; `key` names it in the kept state, where its id stands."""

    key: str
    name: str
    stage: str
    methods: tuple[ApiMethod, ...]


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
APIS: Final = (PETS_IAM,)


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
