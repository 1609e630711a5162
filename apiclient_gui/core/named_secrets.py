"""The secrets of identities: from the environment of this process, else from the vault; each known to the redactor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, Protocol

from apiclient_gui.core.finding import Finding
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


class Secrets:
    """Secrets by the name of whom they belong to (for the environment's variables) and by id (for the vault)."""

    def __init__(self, vault: SecretStore, redactor: Redactor, environ: Mapping[str, str]) -> None:
        self._vault = vault
        self._redactor = redactor
        self._environ = environ

    def get(self, name: str, id_: str, field: str) -> Secret | None:
        """Return one secret: from the environment of this process, else from the vault; None when it is not set."""
        text = self._environ.get(variable_name(name, field))
        secret = Secret(text) if text else self._vault.get(id_, field)
        if not secret:
            return None
        self._redactor.learn(secret)
        return secret

    def put(self, id_: str, field: str, secret: Secret) -> Finding | None:
        """Keep one secret in the vault; a finding says when it could not be kept for longer than this run."""
        self._redactor.learn(secret)
        return self._vault.put(id_, field, secret)

    def learn(self, secret: Secret) -> None:
        """Have a secret masked that came from elsewhere."""
        self._redactor.learn(secret)

    def forget(self, id_: str, field: str) -> None:
        """Remove one secret from the vault."""
        self._vault.forget(id_, field)

    def state(self, name: str, id_: str, field: str) -> State:
        """Return whether a secret is set, and whether the environment sets it."""
        if self.in_environment(name, field):
            return "environment"
        return "set" if self.get(name, id_, field) is not None else "missing"

    def in_environment(self, name: str, field: str) -> bool:
        """Return whether the environment of this process sets the secret."""
        return bool(self._environ.get(variable_name(name, field)))


def variable_name(owner: str, field: str) -> str:
    """Return the environment variable that may hold a secret: `APICLIENT_SECRET_<OWNER>_<FIELD>`."""
    return "APICLIENT_SECRET_" + re.sub(r"[^A-Z0-9]", "_", f"{owner}_{field}".upper())
