"""What is done for environments off the window's thread: variables in the workspace, secret values in the vault."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Environment
from apiclient_gui.core.named_secrets import State
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import VaultState
from apiclient_gui.core.workspace import findings


@dataclass(frozen=True, slots=True)
class SecretDraft:
    """A secret variable as edited. `typed` is its new value, None to keep what the vault has under the name `before`."""

    name: str
    typed: Secret | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class EnvironmentDraft:
    """An environment as edited. `before` is the one it replaces, an empty one for a new one.

    `variables` are the plain ones; `secrets` those whose values go to the vault.
    """

    environment: Environment
    secrets: tuple[SecretDraft, ...] = ()
    before: Environment = field(default_factory=Environment)


@dataclass(frozen=True, slots=True)
class Stock:
    """What the vault says of an environment's secret variables. `trouble` is why `states` is empty."""

    states: Mapping[str, State]
    vault: VaultState
    trouble: Finding | None = None


def ask(program: Program, environment: Environment) -> Stock:
    """Return which secret variables have a value; may wait for the keyring."""
    states: dict[str, State] = {}
    trouble = None
    try:
        for name in environment.secrets:
            states[name] = program.secrets.state(environment.name, environment.id, name)
    except Problem as problem:
        states, trouble = {}, problem.finding
    return Stock(states, program.vault.state(), trouble)


def save(program: Program, draft: EnvironmentDraft) -> tuple[Environment, Finding | None]:
    """Write an environment; return it, and why a secret value is not kept beyond this run.

    Values go to the vault before they leave the file, so that none is lost in between. Raises Problem.
    """
    before, vault, name = draft.before, program.secrets, draft.environment.name
    if name != before.name and any(one.name == name for one in program.workspace.environments()):
        raise findings.name_taken("environment", name)
    key = before.id or (secrets.token_hex(8) if draft.secrets else "")
    environment = msgspec.structs.replace(
        draft.environment, id=key, secrets=tuple(one.name for one in draft.secrets)
    )
    told: list[Finding | None] = []
    moved = {
        one.name: program.vault.get(key, one.before)
        for one in draft.secrets
        if one.typed is None and one.before not in {"", one.name}
    }
    for one in draft.secrets:
        value = one.typed or moved.get(one.name)
        if value:
            told.append(vault.put(key, one.name, value))
    program.workspace.save_environment(environment)
    if before.name and before.name != environment.name:
        program.workspace.delete_environment(before.name)
    for gone in sorted({*before.secrets} - {*environment.secrets}):
        vault.forget(key, gone)
    return environment, next(filter(None, told), None)  # one reason holds for all values


def duplicate(
    program: Program, environment: Environment, name: str
) -> tuple[Environment, Finding | None]:
    """Write a copy of an environment under another name, with its secret values; returns and raises as `save`."""
    values = {one: program.vault.get(environment.id, one) for one in environment.secrets}
    drafts = tuple(SecretDraft(one, values[one]) for one in environment.secrets)
    return save(program, EnvironmentDraft(msgspec.structs.replace(environment, name=name), drafts))


def delete(program: Program, environment: Environment) -> None:
    """Remove an environment, and its secret values from the vault. Raises Problem."""
    for name in environment.secrets:
        program.secrets.forget(environment.id, name)
    program.workspace.delete_environment(environment.name)
