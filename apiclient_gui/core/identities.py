"""Current credentials of an identity: its facts from the workspace, its secrets from environment or vault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from apiclient_gui.core import identity as kinds
from apiclient_gui.core import variables
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Credentials, Identity
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret

State = Literal["set", "missing", "environment"]


class SecretStore(Protocol):
    """What is needed of the vault (core/vault.py)."""

    def get(self, owner: str, field: str) -> Secret | None:
        """Return the secret, None when there is none."""

    def put(self, owner: str, field: str, secret: Secret) -> Finding | None:
        """Keep the secret; a finding says when it lives for this run only."""

    def forget(self, owner: str, field: str) -> None:
        """Remove the secret."""


class Identities:
    """Secrets and credentials of identities. Every secret met is made known to the redactor first."""

    def __init__(self, vault: SecretStore, redactor: Redactor, environ: Mapping[str, str]) -> None:
        self._vault = vault
        self._redactor = redactor
        self._environ = environ

    def credentials(self, identity: Identity, values: Mapping[str, str]) -> Credentials:
        """Return what the identity yields now. `values` are the variables its facts may name.

        Raises Problem("refused") when something is missing, Problem("storage") when the keyring does not give it.
        """
        kind = kind_of(identity)
        secrets = {}
        for field in kind.secret_fields:
            secret = self.secret(identity, field.key)
            if secret is not None:
                secrets[field.key] = secret
        facts = {
            key: variables.fill(text, values, f"identity {identity.name}, {key}").text
            for key, text in identity.facts.items()
        }
        try:
            return kind.obtain(facts, secrets)
        except Problem as problem:
            raise Problem(problem.trouble, _named(problem.finding, identity.name)) from None

    def secret(self, identity: Identity, field: str) -> Secret | None:
        """Return one secret of an identity: from the environment of this process, else from the vault."""
        text = self._environ.get(variable_name(identity.name, field))
        secret = Secret(text) if text else self._vault.get(identity.id, field)
        if not secret:
            return None
        self._redactor.learn(secret)
        return secret

    def put(self, identity: Identity, field: str, secret: Secret) -> Finding | None:
        """Keep one secret in the vault; a finding says when it could not be kept for longer than this run."""
        self._redactor.learn(secret)
        return self._vault.put(identity.id, field, secret)

    def forget(self, identity: Identity) -> None:
        """Remove all secrets of an identity from the vault."""
        for field in kind_of(identity).secret_fields:
            self._vault.forget(identity.id, field.key)

    def states(self, identity: Identity) -> dict[str, State]:
        """Return for each secret field whether it is set, and whether the environment sets it."""
        return {
            field.key: self._state(identity, field.key) for field in kind_of(identity).secret_fields
        }

    def in_environment(self, name: str, field: str) -> bool:
        """Return whether the environment of this process sets a secret of the identity of that name."""
        return bool(self._environ.get(variable_name(name, field)))

    def _state(self, identity: Identity, field: str) -> State:
        if self.in_environment(identity.name, field):
            return "environment"
        return "set" if self.secret(identity, field) is not None else "missing"


def kind_of(identity: Identity) -> Kind:
    """Return the kind of an identity. Raises Problem("usage") for one that this version does not know."""
    kind = kinds.TABLE.get(identity.kind)
    if kind is None:
        raise Problem(
            "usage",
            Finding(
                id="identity_kind_unknown",
                severity="error",
                title=f"This version does not know identities of the kind {identity.kind!r}",
                evidence=(Evidence("Identity", identity.name),),
                remedy=f"It knows: {', '.join(kinds.TABLE)}. A newer version of the program may know more.",
            ),
        )
    return kind


def variable_name(identity: str, field: str) -> str:
    """Return the environment variable that may hold a secret: `APICLIENT_SECRET_<IDENTITY>_<FIELD>`."""
    return "APICLIENT_SECRET_" + re.sub(r"[^A-Z0-9]", "_", f"{identity}_{field}".upper())


def _named(finding: Finding, name: str) -> Finding:
    """Return the finding with the identity among its evidence and in its actions."""
    actions = tuple(
        Action(a.key, a.label, {"identity": name}) if a.key == "open_identity" else a
        for a in finding.actions
    )
    return msgspec.structs.replace(
        finding, evidence=(Evidence("Identity", name), *finding.evidence), actions=actions
    )
