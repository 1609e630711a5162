"""The sample workspace: requests, identities and an environment that fit the practice gateway as it runs now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Environment, Identity, KnownApi
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.practice import deployment, samples, state
from apiclient_gui.practice.apis import APIS
from apiclient_gui.practice.description import (
    ApiKey,
    App,
    ChallengedLogin,
    Client,
    Description,
    IamUser,
    IdentityPool,
    Login,
    Sso,
    Sts,
)
from apiclient_gui.practice.iam import REGION
from apiclient_gui.practice.sso_directory import USERS

ENVIRONMENT = "practice"
_ROLES = (
    ("alice-as-reader", "alice"),
    ("alice-as-partner", "alice"),
    ("alice-as-admin", "alice"),
    ("pets-reader-as-web", "pets-reader"),
)
"""For each role the identity that takes it on, and who asks for it: a user, or the holder of a token."""
_PROGRAMS: Mapping[str, tuple[str, str]] = {
    "desktop": ("oidc_code", ""),
    "device": ("oidc_device", "-device"),
    "legacy": ("oauth_password", "-password"),
}
"""For a program of the identity provider the kind of identity, and how its name ends."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """An identity of the practice gateway. `mark` is the fact by which it is known again, whatever its name."""

    name: str
    kind: str
    mark: tuple[str, str]
    secret: tuple[str, str] | None  # None: there is nothing secret about it
    facts: Mapping[str, str]

    def is_in(self, identity: Identity) -> bool:
        key, value = self.mark
        known = identity.facts.get(key, "") if key else identity.name
        return identity.kind == self.kind and known == value


def seed(program: Program, description: Description) -> Workspace:
    """Make the practice workspace, or bring it up to date with what holds now, and return it.

    Requests are written once, when the lesson is new: later they are the person's own. Environment, identities and
    known APIs are rewritten each time, so they fit the port and keys of this run.
    """
    folder = practice_workspace(program.data)
    there = (folder / "workspace.toml").exists()
    workspace = Workspace.open(folder) if there else Workspace.create(folder, "Practice")
    # A workspace of `apiclient identity add`, made before the gateway first ran, has neither of these yet.
    new = not workspace.environments() and not workspace.requests()
    before = _environment(workspace).variables
    for variable, requests in samples.lessons():
        if new or (variable not in before and _is_older(before)):
            for path, request in requests:
                workspace.save_request(path, request)
    _refresh(workspace, description)
    _remember(program, workspace, tuple(_described(description)))
    return workspace


def remember_keys(program: Program) -> None:
    """Hold the secrets of the practice identities in memory, so that they work with no keyring at all.

    They are no secrets: they stand in the practice folder, and open nothing but the practice gateway.
    """
    folder = practice_workspace(program.data)
    practice = program.data / "practice"
    if not (folder / "workspace.toml").exists() or not state.exists(practice):
        return
    try:
        kept = state.load(practice)
        _remember(program, Workspace.open(folder), (*_kept(kept), *_people(kept)))
    except Problem:
        return  # a damaged practice folder is reported when the gateway is started


def has_practice_key(program: Program, identity: Identity) -> bool:
    """Tell whether an identity is one of the practice gateway's, whose secrets stand in the practice folder."""
    return any(one.secret is not None for one in _samples_of(program, identity))


def is_sample(program: Program, identity: Identity) -> bool:
    """Tell whether an identity is one of the practice gateway's, with or without a secret of its own."""
    return bool(_samples_of(program, identity))


def _samples_of(program: Program, identity: Identity) -> tuple[_Sample, ...]:
    if program.workspace.folder != practice_workspace(program.data):
        return ()
    try:
        kept = state.load(program.data / "practice")
    except Problem:
        return ()  # none yet; a damaged one is reported when the gateway is started
    return tuple(sample for sample in _kept(kept) if sample.is_in(identity))


def _described(description: Description) -> Iterator[_Sample]:
    sts = description.sts
    yield from _samples(description.iam, description.api_keys, sts.endpoint if sts else "")
    if sts:
        yield from _roles(sts)
    if idp := description.idp:
        yield from _clients(idp.clients, idp.issuer, idp.token_url)
        yield from _programs(idp.apps, idp.users, idp.issuer)
    if pool := description.user_pool:
        users: tuple[Login | ChallengedLogin, ...] = (*pool.users, *pool.challenged)
        yield from _logins(users, pool.id, pool.client_id, pool.endpoint)
        if description.identity_pool:
            yield _pool_keys(description.identity_pool, pool.users[0].username)
    if sso := description.sso:
        yield _person(sso, sts.endpoint if sts else "")


def _kept(kept: state.State) -> Iterator[_Sample]:
    # Endpoints are not needed to know an identity again.
    yield from _samples(kept.iam_users(), kept.usage_keys(), "")
    yield from _clients(kept.clients(), "", "")
    yield from (sample for sample in _people(kept) if sample.secret)
    users: tuple[Login | ChallengedLogin, ...] = (*kept.logins(), *kept.challenged())
    yield from _logins(users, kept.pool_id, kept.pool_client_id, "")
    for name, _source in _ROLES:
        yield _Sample(name, "aws_role", ("", name), None, {})
    yield _Sample(_person_name(USERS[0]), "aws_sso", ("", _person_name(USERS[0])), None, {})


def _people(kept: state.State) -> Iterator[_Sample]:
    return _programs(deployment.apps(), kept.idp_people(), "")


def _samples(
    users: tuple[IamUser, ...], keys: tuple[ApiKey, ...], endpoint: str
) -> Iterator[_Sample]:
    for user in users:
        facts = {"access_key_id": user.access_key_id, "region": REGION}
        if endpoint:
            facts["endpoint"] = endpoint
        yield _Sample(
            user.user,
            "aws_keys",
            ("access_key_id", user.access_key_id),
            ("secret_access_key", user.secret_access_key),
            facts,
        )
    for key in keys:
        yield _Sample(key.name, "fixed_token", ("", key.name), ("token", key.value), {})


def _roles(sts: Sts) -> Iterator[_Sample]:
    for role, (name, source) in zip(sts.roles, _ROLES, strict=True):
        # Session name, duration and session policy are the person's own choice.
        facts = {
            "source": source,
            "role_arn": role.arn,
            "external_id": role.external_id,
            "mfa_serial": role.mfa_serial,
            "region": REGION,
            "endpoint": sts.endpoint,
        }
        yield _Sample(
            name, "aws_role", ("", name), None, {key: text for key, text in facts.items() if text}
        )


def _clients(clients: tuple[Client, ...], issuer: str, token_url: str) -> Iterator[_Sample]:
    for client in clients:
        facts = {
            "issuer": issuer,
            "token_url": token_url,
            "client_id": client.client_id,
            "scope": " ".join(client.scopes),
        }
        yield _Sample(
            client.client_id,
            "client_credentials",
            ("client_id", client.client_id),
            ("client_secret", client.client_secret),
            facts,
        )


def _logins(
    users: tuple[Login | ChallengedLogin, ...], pool_id: str, client_id: str, endpoint: str
) -> Iterator[_Sample]:
    for user in users:
        facts = {
            "pool_id": pool_id,
            "client_id": client_id,
            "username": user.username,
            "endpoint": endpoint,
        }
        yield _Sample(
            user.username,
            "user_pool",
            ("username", user.username),
            ("password", user.password),
            facts,
        )


def _programs(apps: tuple[App, ...], users: tuple[Login, ...], issuer: str) -> Iterator[_Sample]:
    """Yield the first person's login with each program that has a kind of identity of its own."""
    for app in apps:
        if app.client_id in _PROGRAMS and users:
            kind, ending = _PROGRAMS[app.client_id]
            user = users[0]
            name = user.username + ending
            facts = {
                "issuer": issuer,
                "client_id": app.client_id,
                "scope": " ".join(app.scopes),
            }
            secret = None
            if "password" in app.grants:  # the others ask for it in a browser
                facts, secret = {**facts, "username": user.username}, ("password", user.password)
            yield _Sample(name, kind, ("", name), secret, facts)


def _pool_keys(pool: IdentityPool, login: str) -> _Sample:
    name = f"{login}-keys"
    facts = {
        "login": login,
        "identity_pool_id": pool.id,
        "region": pool.region,
        "endpoint": pool.endpoint,
    }
    return _Sample(name, "identity_pool", ("", name), None, facts)


def _person_name(user: str) -> str:
    return f"{user}-sso"


def _person(sso: Sso, endpoint: str) -> _Sample:
    name = _person_name(sso.users[0])
    facts = {
        "start_url": sso.start_url,
        "sso_region": sso.region,
        "region": REGION,
        "oidc_endpoint": sso.oidc_endpoint,
        "portal_endpoint": sso.portal_endpoint,
        "endpoint": endpoint,
    }
    return _Sample(
        name, "aws_sso", ("", name), None, {key: text for key, text in facts.items() if text}
    )


def _remember(program: Program, workspace: Workspace, samples_: tuple[_Sample, ...]) -> None:
    for identity in workspace.identities():
        sample = next((one for one in samples_ if one.is_in(identity)), None)
        if sample is None:
            continue
        if sample.secret:
            field, value = sample.secret
            program.vault.preset(identity.id, field, Secret(value))
        # Known to be empty, so a locked keyring is not even asked for it.
        for optional in _OPTIONAL.get(sample.kind, ()):
            program.vault.preset(identity.id, optional, Secret(""))


_OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "aws_keys": ("session_token",),
    "user_pool": ("client_secret",),
    "oidc_code": ("client_secret",),
    "oidc_device": ("client_secret",),
    "oauth_password": ("client_secret",),
    "client_credentials": ("private_key",),
}


def _refresh(workspace: Workspace, description: Description) -> None:
    environment = _environment(workspace)
    urls = {
        samples.VARIABLES[known.key]: api.url
        for known, api in zip(APIS, description.apis, strict=True)
    }
    if description.sts:
        urls[samples.STS] = description.sts.endpoint
    fresh = msgspec.structs.replace(
        environment,
        region=description.region,
        service="execute-api",
        variables={**environment.variables, **urls},
    )
    if fresh != environment or environment.name not in {e.name for e in workspace.environments()}:
        workspace.save_environment(fresh)
    identities = {identity.name: identity for identity in workspace.identities()}
    for sample in _described(description):
        known = identities.get(sample.name)
        if known is None:
            workspace.save_identity(new_identity(sample.name, sample.kind, dict(sample.facts)))
        elif known.kind == sample.kind and {**known.facts, **sample.facts} != known.facts:
            facts = {**known.facts, **sample.facts}
            workspace.save_identity(msgspec.structs.replace(known, facts=facts))
    apis = tuple(
        KnownApi(api.name, api.url, api.methods, api.authorizer, api.resource_policy)
        for api in description.apis
    )
    if apis != workspace.apis():
        workspace.save_apis(apis)


def _environment(workspace: Workspace) -> Environment:
    named = (one for one in workspace.environments() if one.name == ENVIRONMENT)
    return next(named, Environment(name=ENVIRONMENT))


def _is_older(variables: Mapping[str, str]) -> bool:
    """Whether an older program seeded this, which knew the first lesson alone."""
    return "gateway" in variables
