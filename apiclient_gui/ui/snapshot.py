"""Frozen values of the window: the workspace as read last, an identity as edited, its secrets and its login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Identity, Login, TokenKind
from apiclient_gui.core.named_secrets import State as SecretState
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import VaultState
from apiclient_gui.core.workspace import StoredRequest

if TYPE_CHECKING:
    from apiclient_gui.core.whoami import Caller


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The workspace as it was read last; panels draw from it and never from the disk."""

    name: str = ""
    requests: tuple[StoredRequest, ...] = ()
    environments: tuple[Environment, ...] = ()
    identities: tuple[Identity, ...] = ()
    troubles: tuple[Finding, ...] = ()
    folder: Path = Path()
    folders: tuple[str, ...] = ()  # of requests, also empty ones
    mark: str = ""  # of the folder before it was read (Workspace.mark)

    def environment(self, name: str) -> Environment:
        """Return the environment of that name, an empty one when there is none."""
        return next((one for one in self.environments if one.name == name), Environment())

    def request(self, path: str) -> StoredRequest | None:
        """Return the request of that path."""
        return next((one for one in self.requests if one.path == path), None)

    def identity(self, name: str) -> Identity | None:
        """Return the identity of that name."""
        return next((one for one in self.identities if one.name == name), None)

    def built_on(self, identity: str) -> tuple[str, ...]:
        """Return the names of the identities that name that one as the one they build on."""
        known = ((one, kinds.TABLE.get(one.kind)) for one in self.identities)
        sources = (
            (one.name, one.facts.get(kind.source, "").strip()) for one, kind in known if kind
        )
        return tuple(name for name, source in sources if source and source == identity)

    def uses(self, identity: str) -> tuple[str, ...]:
        """Return the paths of the requests that name that identity, as who sends them or as their API key."""
        every = ((path, request.auth) for path, request in self.requests)
        return tuple(
            path
            for path, auth in every
            if identity and identity in {auth.identity, auth.api_key.identity}
        )


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

    `practice`: its key is one of the practice gateway's, which stand in the practice folder; `sample`: it is one of the
    gateway's identities, with a secret of its own or without.
    """

    states: Mapping[str, SecretState]
    vault: VaultState
    trouble: Finding | None = None
    practice: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with an identity's login. `finding` is why the last attempt failed.

    `sizes` (characters) are those of the tokens that were seen in this run: they stand in the keyring, which is not
    asked for a size. `lasting` is the access key id of AWS keys that were found to have no end: no login is kept of those.
    """

    login: Login | None = None
    running: bool = False
    finding: Finding | None = None
    sizes: Mapping[TokenKind, int] = field(default_factory=dict)
    lasting: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who AWS says that an identity is, as far as it was asked in this run. `finding` is why it did not tell."""

    caller: Caller | None = None
    running: bool = False
    finding: Finding | None = None
