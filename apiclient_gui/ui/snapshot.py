"""Frozen values of the window: the workspace as read last, an identity as edited, where its secrets are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.identities import State as SecretState
from apiclient_gui.core.model import Environment, Identity
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import VaultState
from apiclient_gui.core.workspace import StoredRequest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The workspace as it was read last; panels draw from it and never from the disk."""

    name: str = ""
    requests: tuple[StoredRequest, ...] = ()
    environments: tuple[Environment, ...] = ()
    identities: tuple[Identity, ...] = ()
    troubles: tuple[Finding, ...] = ()

    def environment(self, name: str) -> Environment:
        """Return the environment of that name, an empty one when there is none."""
        return next((one for one in self.environments if one.name == name), Environment())

    def request(self, path: str) -> StoredRequest | None:
        """Return the request of that path."""
        return next((one for one in self.requests if one.path == path), None)

    def identity(self, name: str) -> Identity | None:
        """Return the identity of that name."""
        return next((one for one in self.identities if one.name == name), None)


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """An identity as edited in its form. `before` is the one it replaces; `secrets` are only those typed anew."""

    name: str
    kind: str
    facts: dict[str, str]
    secrets: dict[str, Secret] = field(default_factory=dict)
    before: Identity | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the secrets of an identity are. `trouble` is why `states` is empty: the keyring did not tell.

    `practice`: its key is one of the practice gateway's, which stand in the practice folder.
    """

    states: Mapping[str, SecretState]
    vault: VaultState
    trouble: Finding | None = None
    practice: bool = False
