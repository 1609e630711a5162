"""What is done for identities off the window's thread: their facts in the workspace, their secrets in the vault."""

from __future__ import annotations

import msgspec

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Identity, Request
from apiclient_gui.core.named_secrets import State as SecretState
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.ui.snapshot import IdentityDraft, Keeping


def save(program: Program, draft: IdentityDraft) -> tuple[Identity, Finding | None]:
    """Write the facts and the new secrets; return the identity, and why a secret is not kept beyond this run.

    Requests and identities in the workspace that name it follow a new name. Raises Problem.
    """
    workspace = program.workspace
    before = draft.before or new_identity(draft.name, draft.kind, draft.facts)
    identity = Identity(name=draft.name, kind=draft.kind, id=before.id, facts=draft.facts)
    workspace.save_identity(identity)  # first: a name that is taken leaves no secret behind
    findings = [
        program.identities.put(identity, key, secret) for key, secret in draft.secrets.items()
    ]
    if before.name not in {"", draft.name}:
        for path, request in workspace.requests():
            renamed = follow(request, before.name, draft.name)
            if renamed != request:
                workspace.save_request(path, renamed)
        for other in workspace.identities():
            built = follow_source(other, before.name, draft.name)
            if built != other:
                workspace.save_identity(built)
    return identity, next(filter(None, findings), None)  # one reason holds for all secrets


def follow(request: Request, before: str, name: str) -> Request:
    """Return the request with the new name of an identity, where it names it: as who sends it, or as its API key."""
    auth = request.auth
    if before and auth.identity == before:
        auth = msgspec.structs.replace(auth, identity=name)
    if before and auth.api_key.identity == before:
        key = msgspec.structs.replace(auth.api_key, identity=name)
        auth = msgspec.structs.replace(auth, api_key=key)
    return request if auth is request.auth else msgspec.structs.replace(request, auth=auth)


def follow_source(identity: Identity, before: str, name: str) -> Identity:
    """Return the identity with the new name of the one it builds on, where it names that."""
    kind = kinds.TABLE.get(identity.kind)
    source = kind.source if kind else ""
    if not source or not before or identity.facts.get(source, "").strip() != before:
        return identity
    return msgspec.structs.replace(identity, facts={**identity.facts, source: name})


def delete(program: Program, identity: Identity) -> None:
    """Remove an identity, and its secrets from the vault; which an unknown kind has nobody knows. Raises Problem."""
    if identity.kind in kinds.TABLE:
        program.identities.forget(identity)
    else:
        program.identities.log_out(identity)
    program.workspace.delete_identity(identity.name)


def ask(program: Program, identity: Identity) -> Keeping:
    """Return where the secrets of an identity are; may wait for the keyring."""
    states: dict[str, SecretState] = {}
    trouble = None
    try:
        states = program.identities.states(identity)
    except Problem as problem:
        trouble = problem.finding
    vault = program.vault.state()
    from apiclient_gui.practice import seed  # noqa: PLC0415  # start-up time

    return Keeping(
        states,
        vault,
        trouble,
        seed.has_practice_key(program, identity),
        seed.is_sample(program, identity),
    )
