"""Current credentials of identities: obtained, kept while they hold, renewed in time, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from apiclient_gui.core import identity as kinds
from apiclient_gui.core import variables
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import Flow, Given
from apiclient_gui.core.identities.driver import Hands, Person, drive
from apiclient_gui.core.identities.logins import Logins
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import (
    AwsKeys,
    Credentials,
    Identity,
    Login,
    Settings,
    Tokens,
    UserPassword,
    secrets_of,
)
from apiclient_gui.core.named_secrets import Secrets, SecretStore, State
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.transport import Transport

# Renewed from here on, while the old ones still hold: a failure then is nobody's trouble.
ADVISORY: Final = timedelta(minutes=5)
# From here on they may end on the way: they are no longer sent.
MANDATORY: Final = timedelta(seconds=30)


class Identities:
    """Secrets and credentials of identities. Every secret met is made known to the redactor first.

    `folder` is where records of logins are kept; `settings` says how login servers are reached (proxy, CA);
    `other` gives an identity of the workspace by its name, for those that are built on another one.
    """

    def __init__(
        self,
        vault: SecretStore,
        secrets: Secrets,
        redactor: Redactor,
        *,
        folder: Path,
        clock: Clock,
        transport: Transport,
        other: Callable[[str], Identity],
    ) -> None:
        self.secrets = secrets
        self.settings = Settings()
        self._redactor = redactor
        self._logins = Logins(vault, redactor, folder)
        self._clock = clock
        self._transport = transport
        self._other = other

    def credentials(
        self,
        identity: Identity,
        values: Mapping[str, str],
        cancel: Cancel | None = None,
        *,
        person: Person | None = None,
        renew: bool = False,
    ) -> Credentials:
        """Return what the identity yields now. `values` are the variables its facts may name; may block for long.

        Tokens of a login are used while they hold, then renewed or obtained anew, once at a time; with `renew` in any
        case. Raises Problem("refused") when something is missing, Problem("login") when the login is refused or needs
        a person, Problem("storage") when the keyring does not give a secret, Cancelled.
        """
        kind = kind_of(identity)
        cancel = cancel or Cancel()
        given = self._given(identity, kind, values)
        try:
            if not kind.logs_in:
                return self._learnt(self._run(kind.obtain(given), values, cancel, person))
            held = self._logins.load(identity, given.facts)
            if held is not None and not renew and not self._is_due(held):
                return held
            with self._logins.lock(identity, cancel):
                now_held = self._logins.load(identity, given.facts)
                if now_held is not None and now_held != held and not self._is_due(now_held):
                    return now_held  # somebody else renewed them meanwhile
                return self._renewed(identity, kind, given, now_held, values, cancel, person)
        except Problem as problem:
            # Servers repeat in their refusals what they were sent.
            finding = self._redactor.finding(problem.finding)
            raise Problem(problem.trouble, _named(finding, identity.name)) from None

    def log_out(self, identity: Identity) -> None:
        """Forget what a login brought. Raises Problem("storage") when it may still be in the keyring."""
        self._logins.forget(identity)

    def login(self, identity: Identity) -> Login | None:
        """Return what is known of the identity's login, without any secret; None when nobody is logged in."""
        return self._logins.about(identity)

    # ---- secrets of identities

    def secret(self, identity: Identity, field: str) -> Secret | None:
        """Return one secret of an identity: from the environment of this process, else from the vault."""
        return self.secrets.get(identity.name, identity.id, field)

    def put(self, identity: Identity, field: str, secret: Secret) -> Finding | None:
        """Keep one secret in the vault; a finding says when it could not be kept for longer than this run."""
        return self.secrets.put(identity.id, field, secret)

    def forget(self, identity: Identity) -> None:
        """Remove all secrets of an identity from the vault, and what its logins brought."""
        kind = kind_of(identity)
        for field in kind.secret_fields:
            self.secrets.forget(identity.id, field.key)
        if kind.logs_in:
            self._logins.forget(identity)

    def states(self, identity: Identity) -> dict[str, State]:
        """Return for each secret field whether it is set, and whether the environment sets it."""
        return {
            field.key: self.secrets.state(identity.name, identity.id, field.key)
            for field in kind_of(identity).secret_fields
        }

    def in_environment(self, name: str, field: str) -> bool:
        """Return whether the environment of this process sets a secret of the identity of that name."""
        return self.secrets.in_environment(name, field)

    # ---- how it is done

    def _given(self, identity: Identity, kind: Kind, values: Mapping[str, str]) -> Given:
        secrets = {}
        for field in kind.secret_fields:
            secret = self.secret(identity, field.key)
            if secret is not None:
                secrets[field.key] = secret
        facts = {
            key: variables.fill(text, values, f"identity {identity.name}, {key}").text
            for key, text in identity.facts.items()
        }
        return Given(facts, secrets, self._clock.now)

    def _is_due(self, tokens: Tokens) -> bool:
        if tokens.expires_at is None:
            return False
        left = tokens.expires_at - self._clock.now()
        lifetime = tokens.expires_at - (tokens.obtained_at or self._clock.now())
        return left < max(MANDATORY, min(ADVISORY, lifetime / 5))

    def _renewed(
        self,
        identity: Identity,
        kind: Kind,
        given: Given,
        held: Tokens | None,
        values: Mapping[str, str],
        cancel: Cancel,
        person: Person | None,
    ) -> Credentials:
        if kind.refresh is not None and held is not None and "refresh" in held.held:
            try:
                fresh = self._run(kind.refresh(given, held), values, cancel, person)
            except Problem:
                if _holds(held, self._clock.now()):
                    return held  # the next send tries again
                # The refresh token may have ended: the password may still do.
            else:
                return self._kept(identity, given, fresh)
        obtained = self._run(kind.obtain(given), values, cancel, person)
        return self._kept(identity, given, obtained)

    def _kept(self, identity: Identity, given: Given, credentials: Credentials) -> Credentials:
        self._learnt(credentials)
        if isinstance(credentials, Tokens):
            self._logins.keep(identity, given.facts, credentials, self._clock.now())
        return credentials

    def _run(
        self,
        outcome: Credentials | Flow,
        values: Mapping[str, str],
        cancel: Cancel,
        person: Person | None,
    ) -> Credentials:
        if isinstance(outcome, AwsKeys | Tokens | UserPassword):
            return outcome
        hands = Hands(
            self._transport,
            self.settings,
            lambda name: self.credentials(self._other(name), values, cancel, person=person),
            person,
            self._redactor.learn,
        )
        return drive(outcome, hands, cancel)

    def _learnt(self, credentials: Credentials) -> Credentials:
        for secret in secrets_of(credentials):
            self._redactor.learn(secret)
        return credentials


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


def _holds(tokens: Tokens, now: datetime) -> bool:
    return tokens.expires_at is None or tokens.expires_at - now > MANDATORY


def _named(finding: Finding, name: str) -> Finding:
    """Return the finding with the identity among its evidence and in its actions."""
    actions = tuple(
        Action(a.key, a.label, {"identity": name})
        if a.key in {"open_identity", "log_in"} and not a.parameters
        else a
        for a in finding.actions
    )
    evidence = finding.evidence
    if not any(one.label == "Identity" for one in evidence):
        evidence = (Evidence("Identity", name), *evidence)
    return msgspec.structs.replace(finding, evidence=evidence, actions=actions)
