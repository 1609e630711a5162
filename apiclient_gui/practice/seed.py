"""The sample workspace: requests, identities and an environment that fit the practice gateway as it runs now."""

from __future__ import annotations

import msgspec

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    ApiMethod,
    Auth,
    Environment,
    Identity,
    KnownApi,
    Payload,
    Request,
    Row,
)
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.practice import state
from apiclient_gui.practice.description import Description, IamUser

ENVIRONMENT = "practice"
_BODY = '{\n  "name": "Rex",\n  "kind": "dog"\n}\n'


def seed(program: Program, description: Description) -> Workspace:
    """Make the practice workspace, or bring it up to date with what holds now, and return it.

    Requests are written once, when the workspace is made: later they are the person's own. Environment, identities and
    known APIs are rewritten each time, so they fit the port and keys of this run.
    """
    folder = practice_workspace(program.data)
    there = (folder / "workspace.toml").exists()
    workspace = Workspace.open(folder) if there else Workspace.create(folder, "Practice")
    # Made before the gateway first ran (`apiclient identity add` does that), it has neither of these yet.
    if not workspace.environments() and not workspace.requests():
        for path, request in _requests():
            workspace.save_request(path, request)
    _refresh(workspace, description)
    _remember(program, workspace, description.iam)
    return workspace


def remember_keys(program: Program) -> None:
    """Hold the practice users' keys in memory, so that their identities work with no keyring at all.

    They are no secrets: they stand in the practice folder, and open nothing but the practice gateway.
    """
    folder = practice_workspace(program.data)
    practice = program.data / "practice"
    if not (folder / "workspace.toml").exists() or not state.exists(practice):
        return
    try:
        _remember(program, Workspace.open(folder), state.load(practice).iam_users())
    except Problem:
        return  # a damaged practice folder is reported when the gateway is started


def has_practice_key(program: Program, identity: Identity) -> bool:
    """Tell whether an identity's key is a practice user's, so that its secret stands in the practice folder."""
    if program.workspace.folder != practice_workspace(program.data):
        return False
    try:
        users = state.load(program.data / "practice").iam_users()
    except Problem:
        return False  # none yet; a damaged one is reported when the gateway is started
    return any(user.access_key_id == identity.facts.get("access_key_id") for user in users)


def _remember(program: Program, workspace: Workspace, users: tuple[IamUser, ...]) -> None:
    keys = {user.access_key_id: user.secret_access_key for user in users}
    for identity in workspace.identities():
        secret = keys.get(identity.facts.get("access_key_id", ""))
        if secret:
            program.vault.preset(identity.id, "secret_access_key", Secret(secret))
            # Known to be empty, so a locked keyring is not even asked for it.
            program.vault.preset(identity.id, "session_token", Secret(""))


def _refresh(workspace: Workspace, description: Description) -> None:
    old = {environment.name: environment for environment in workspace.environments()}
    environment = old.get(ENVIRONMENT, Environment(name=ENVIRONMENT))
    variables = {**environment.variables, "gateway": description.apis[0].url}
    fresh = msgspec.structs.replace(
        environment, region=description.region, service="execute-api", variables=variables
    )
    if fresh != environment:
        workspace.save_environment(fresh)
    identities = {identity.name: identity for identity in workspace.identities()}
    for user in description.iam:
        facts = {"access_key_id": user.access_key_id, "region": description.region}
        known = identities.get(user.user)
        if known is None:
            workspace.save_identity(new_identity(user.user, "aws_keys", facts))
        elif known.kind == "aws_keys" and {**known.facts, **facts} != known.facts:
            workspace.save_identity(_with_facts(known, facts))
    apis = tuple(
        KnownApi(
            api.name,
            api.url,
            tuple(ApiMethod(m.method, m.path, m.authorization) for m in api.methods),
        )
        for api in description.apis
    )
    if apis != workspace.apis():
        workspace.save_apis(apis)


def _with_facts(identity: Identity, facts: dict[str, str]) -> Identity:
    return msgspec.structs.replace(identity, facts={**identity.facts, **facts})


def _requests() -> tuple[tuple[str, Request], ...]:
    pets, alice, bob = "{{gateway}}/pets", Auth("sigv4", "alice"), Auth("sigv4", "bob")
    requests = (
        Request(name="List pets, signed", url=pets, params=(Row("limit", "10"),), auth=alice),
        Request(
            name="Add a pet, signed",
            method="POST",
            url=pets,
            body=Payload("json", _BODY),
            auth=alice,
        ),
        Request(name="As bob, not permitted", url=pets, auth=bob),
        Request(name="Delete a pet, denied", method="DELETE", url=f"{pets}/1", auth=alice),
        Request(
            name="For the wrong region",
            url=pets,
            auth=Auth("sigv4", "alice", {"region": "eu-west-1"}),
        ),
        Request(name="Not signed at all", url=pets),
    )
    return tuple(
        (f"IAM/{_slug(request.name)}", msgspec.structs.replace(request, position=number))
        for number, request in enumerate(requests, 1)
    )


def _slug(name: str) -> str:
    return name.lower().replace(",", "").replace(" ", "-")
