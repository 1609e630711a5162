"""The requests of the sample workspace: for each lesson one that is allowed, and the refusals worth seeing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from apiclient_gui.core.model import ApiKey, Auth, Payload, Request, Row
from apiclient_gui.practice import apis
from apiclient_gui.practice.apis import Api

VARIABLES: Final[Mapping[str, str]] = {
    apis.PETS_IAM.key: "gateway",
    apis.PETS_TOKEN.key: "authorizer_api",
    apis.PETS_YOUR_RANGE.key: "your_range_api",
    apis.PETS_ANOTHER_RANGE.key: "another_range_api",
    apis.PETS_COGNITO.key: "cognito_api",
    apis.PETS_API_KEY.key: "api_key_api",
}
"""The environment's variable that holds the stage URL of each API, by the API's key."""
STS: Final = "sts"
"""The one that holds the endpoint of the security token service."""

_BODY: Final = '{\n  "name": "Rex",\n  "kind": "dog"\n}\n'
_ALICE: Final = Auth("sigv4", "alice")
_BOB: Final = Auth("sigv4", "bob")
_AS_READER: Final = Auth("sigv4", "alice-as-reader")
_AS_ADMIN: Final = Auth("sigv4", "alice-as-admin")
_READER: Final = Auth("bearer", "pets-reader")
_WRITER: Final = Auth("bearer", "pets-writer")
_CAROL: Final = Auth("bearer", "carol")


def _pets(api: Api, path: str = "/pets") -> str:
    return f"{{{{{VARIABLES[api.key]}}}}}{path}"


_LESSONS: Final[tuple[tuple[str, str, tuple[Request, ...]], ...]] = (
    (
        VARIABLES[apis.PETS_IAM.key],
        "1 IAM",
        (
            Request(
                name="List pets, signed",
                url=_pets(apis.PETS_IAM),
                params=(Row("limit", "10"),),
                auth=_ALICE,
            ),
            Request(
                name="Add a pet, signed",
                method="POST",
                url=_pets(apis.PETS_IAM),
                body=Payload("json", _BODY),
                auth=_ALICE,
            ),
            Request(name="As bob, not permitted", url=_pets(apis.PETS_IAM), auth=_BOB),
            Request(
                name="Delete a pet, denied",
                method="DELETE",
                url=_pets(apis.PETS_IAM, "/pets/1"),
                auth=_ALICE,
            ),
            Request(
                name="For the wrong region",
                url=_pets(apis.PETS_IAM),
                auth=Auth("sigv4", "alice", {"region": "eu-west-1"}),
            ),
            Request(name="Not signed at all", url=_pets(apis.PETS_IAM)),
        ),
    ),
    (
        STS,
        "1 IAM",
        (
            Request(
                name="Presigned URL, good for a minute",
                url=_pets(apis.PETS_IAM),
                params=(Row("limit", "10"),),
                auth=Auth("sigv4_query", "alice", {"expires": "60"}),
            ),
            Request(
                name="Signed for every region, SigV4a",
                url=_pets(apis.PETS_IAM),
                auth=Auth("sigv4a", "alice", {"region": "*"}),
            ),
            Request(name="As the reader role", url=_pets(apis.PETS_IAM), auth=_AS_READER),
            Request(
                name="As the reader role, not permitted",
                method="POST",
                url=_pets(apis.PETS_IAM),
                body=Payload("json", _BODY),
                auth=_AS_READER,
            ),
            Request(
                name="Delete a pet as the admin role, with a code",
                method="DELETE",
                url=_pets(apis.PETS_IAM, "/pets/1"),
                auth=_AS_ADMIN,
            ),
            Request(
                name="Ask STS who I am",
                url=f"{{{{{STS}}}}}",
                params=(Row("Action", "GetCallerIdentity"), Row("Version", "2011-06-15")),
                auth=Auth("sigv4", "alice-as-reader", {"service": "sts"}),
            ),
        ),
    ),
    (
        VARIABLES[apis.PETS_TOKEN.key],
        "2 Lambda authorizer",
        (
            Request(name="List pets with a token", url=_pets(apis.PETS_TOKEN), auth=_READER),
            Request(
                name="List orders, from the cache",
                url=_pets(apis.PETS_TOKEN, "/orders"),
                auth=_READER,
            ),
            Request(
                name="Delete a pet without the scope",
                method="DELETE",
                url=_pets(apis.PETS_TOKEN, "/pets/1"),
                auth=_READER,
            ),
            Request(
                name="Delete a pet with the scope",
                method="DELETE",
                url=_pets(apis.PETS_TOKEN, "/pets/1"),
                auth=_WRITER,
            ),
            Request(name="Without a token", url=_pets(apis.PETS_TOKEN)),
        ),
    ),
    (
        VARIABLES[apis.PETS_YOUR_RANGE.key],
        "3 Resource policy",
        (
            Request(name="From a permitted address", url=_pets(apis.PETS_YOUR_RANGE)),
            Request(name="From an address that is denied", url=_pets(apis.PETS_ANOTHER_RANGE)),
        ),
    ),
    (
        VARIABLES[apis.PETS_COGNITO.key],
        "4 Cognito",
        (
            Request(name="List pets with the ID token", url=_pets(apis.PETS_COGNITO), auth=_CAROL),
            Request(
                name="With the access token",
                url=_pets(apis.PETS_COGNITO),
                auth=Auth("bearer", "carol", {"token_kind": "access"}),
            ),
            Request(
                name="With a token of another issuer", url=_pets(apis.PETS_COGNITO), auth=_READER
            ),
        ),
    ),
    (
        VARIABLES[apis.PETS_API_KEY.key],
        "5 API key",
        (
            Request(
                name="With the API key",
                url=_pets(apis.PETS_API_KEY, "/priced/pets"),
                auth=Auth(api_key=ApiKey("pets-plan")),
            ),
            Request(name="Without an API key", url=_pets(apis.PETS_API_KEY, "/priced/pets")),
        ),
    ),
)


def lessons() -> tuple[tuple[str, tuple[tuple[str, Request], ...]], ...]:
    """Return for each lesson the variable by which it is known to be there, and its requests with their paths."""
    position = 0
    made = []
    for variable, folder, requests in _LESSONS:
        placed = []
        for request in requests:
            position += 1
            numbered = msgspec.structs.replace(request, position=position)
            placed.append((f"{folder}/{_slug(request.name)}", numbered))
        made.append((variable, tuple(placed)))
    return tuple(made)


def _slug(name: str) -> str:
    return name.lower().replace(",", "").replace(" ", "-")
