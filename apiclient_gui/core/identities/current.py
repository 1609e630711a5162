"""Current credentials of identities: obtained, kept while they hold, renewed in time, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from apiclient_gui.core import auth, pasted_keys, variables, whoami
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import Flow, Given
from apiclient_gui.core.identities import findings, lineage, profiles
from apiclient_gui.core.identities.driver import Hands, Person, drive
from apiclient_gui.core.identities.logins import Held, Logins, basis
from apiclient_gui.core.identities.renewal import PAUSE, holds, is_due, renews
from apiclient_gui.core.identity.base import ENDS, Kind
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
from apiclient_gui.core.whoami import Caller


@dataclass(frozen=True, slots=True)
class _Errand:
    """What credentials are obtained with; `above` are the identities that are built on the one at hand, outermost first."""

    values: Mapping[str, str]
    cancel: Cancel
    person: Person | None
    above: tuple[str, ...] = ()


class Identities:
    """Secrets and credentials of identities. Every secret met is made known to the redactor first.

    `folder` is where records of logins are kept; `settings` says how login servers are reached (proxy, CA);
    `other` gives an identity of the workspace by its name, for those that are built on another one; `environ` are the
    variables of this process.
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
        environ: Mapping[str, str],
    ) -> None:
        self.secrets = secrets
        self.settings = Settings()
        self._redactor = redactor
        self._logins = Logins(vault, redactor, folder)
        self._clock = clock
        self._transport = transport
        self._other = other
        self._environ = environ
        self._failed: dict[str, datetime] = {}

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

        What a login brought is used while it holds, then renewed or obtained anew, once at a time; with `renew` in any
        case. AWS keys without an end are never kept. Raises Problem("refused") when something is missing,
        Problem("login") when the login is refused or needs a person, Problem("storage") when the keyring does not give
        a secret, Cancelled.
        """
        return self._credentials(identity, _Errand(values, cancel or Cancel(), person), renew)

    def caller(
        self,
        identity: Identity,
        values: Mapping[str, str],
        cancel: Cancel | None = None,
        *,
        person: Person | None = None,
    ) -> Caller:
        """Return who AWS STS says that the identity is; blocks.

        Raises Problem("usage") for an identity without AWS keys, Problem("login") when STS refuses them, and what
        `credentials` raises.
        """
        kind, errand = kind_of(identity), _Errand(values, cancel or Cancel(), person)
        with findings.telling(self._redactor, identity):
            if auth.TABLE[kind.scheme].wants is not AwsKeys:
                raise whoami.not_aws(kind.title)
            keys = self._credentials(identity, errand, renew=False)
            assert isinstance(keys, AwsKeys)
            # Keys of AWS in China and GovCloud are known to their own STS alone.
            place = self.region(identity, values), self.endpoint(identity, values)
            asked = whoami.ask(keys, *place)
            caller = drive(asked, self._hands(identity, errand), errand.cancel)
        # What answers at an endpoint of one's own may repeat what it was sent.
        return Caller(*map(self._redactor.text, (caller.account, caller.arn, caller.user_id)))

    def region(self, identity: Identity, values: Mapping[str, str]) -> str:
        """Return where requests of an identity are signed for when nothing else tells; empty when it does not, either.

        It is the identity's own, else that of the one it is built on. Raises Problem for an unknown kind, and for a
        variable without a value.
        """
        found = (one.kind.region(self._known(one.facts)) for one in self._line(identity, values))
        return next(filter(None, found), "")

    def endpoint(self, identity: Identity, values: Mapping[str, str]) -> str:
        """Return where AWS STS is for an identity, in the same way; empty means AWS's own.

        Keys of another AWS, such as the practice gateway's, and those they get never go to the real one.
        """
        return next(filter(None, (one.endpoint for one in self._line(identity, values))), "")

    def _line(self, identity: Identity, values: Mapping[str, str]) -> Iterator[lineage.Forebear]:
        return lineage.line(identity, self._other, lambda one: self.facts(one, values))

    def profile_keys(
        self, name: str, cancel: Cancel | None = None, *, person: Person | None = None
    ) -> AwsKeys:
        """Return the keys of a profile of the AWS configuration files, which needs no identity; blocks.

        Raises as `aws.profile_keys` does.
        """
        keys = profiles.keys(
            name, self._transport, self._redactor, self._environ, cancel or Cancel(), person
        )
        self._learnt(keys)
        return keys

    def api_key(self, identity: Identity, values: Mapping[str, str]) -> Secret:
        """Return the API key that an identity is. Raises Problem("refused") for one that is no fixed token."""
        credentials = self.credentials(identity, values)
        if isinstance(credentials, Tokens) and len(credentials.held) == 1:
            return credentials.held[credentials.default]
        raise findings.no_api_key(identity)

    def facts(self, identity: Identity, values: Mapping[str, str]) -> dict[str, str]:
        """Return the facts with variables filled in. Raises Problem("refused") for a variable without a value."""
        return {
            key: variables.fill(text, values, f"identity {identity.name}, {key}").text
            for key, text in identity.facts.items()
        }

    def log_out(
        self,
        identity: Identity,
        values: Mapping[str, str] | None = None,
        cancel: Cancel | None = None,
    ) -> Finding | None:
        """Forget what a login brought; with `values` have it taken back first, and a note says when it was not.

        Raises Problem("storage") when it may still be in the keyring, Cancelled.
        """
        try:
            if values is not None:
                self._revoke(identity, _Errand(values, cancel or Cancel(), None))
        except Problem as problem:
            return findings.not_revoked(problem)
        finally:
            self._logins.forget(identity)  # after a cancel, too
        return None

    def login(self, identity: Identity) -> Login | None:
        """Return what is known of the identity's login, without any secret; None when nobody is logged in."""
        return self._logins.about(identity)

    def expires_at(self, identity: Identity) -> datetime | None:
        """Return when the identity's login ends, or the keys that were pasted into it; None when that is not known."""
        login = self.login(identity)
        return login.expires_at if login else pasted_keys.moment(identity.facts.get(ENDS, ""))

    def outlook(self, name: str) -> tuple[bool, datetime | None]:
        """Return whether an identity's credentials come of a login, and when that or its keys end, if that is known."""
        try:
            identity = self._other(name)
            return kind_of(identity).logs_in, self.expires_at(identity)
        except Problem:
            return False, None  # it was removed while its request was on the way

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

    def _credentials(self, identity: Identity, errand: _Errand, renew: bool) -> Credentials:
        kind = kind_of(identity)
        facts = self.facts(identity, errand.values)
        with findings.telling(self._redactor, identity):
            if not kind.logs_in:
                given = self._given(identity, kind, facts)
                return self._learnt(self._run(kind.obtain(given), identity, errand))
            on = self._basis(identity, kind, facts, errand)
            held = self._logins.load(identity, on)
            if held is not None and not renew and not self._wants_another(identity, held):
                return held
            spare = held is not None and not renew and holds(held, self._clock.now())
            with self._logins.lock(identity, errand.cancel, wait=not spare) as ours:
                now_held = self._logins.load(identity, on)
                if not ours and now_held is not None:
                    return now_held  # somebody is at it, perhaps for long, and these do meanwhile
                if (
                    now_held is not None
                    and now_held != held
                    and not is_due(now_held, self._clock.now())
                ):
                    return now_held  # somebody else renewed them meanwhile
                if kind.source:
                    facts |= self._inherited(identity, errand.values)
                given = self._given(identity, kind, facts)
                fresh = self._fresh(identity, kind, given, now_held, errand, renew)
                if fresh is None:
                    assert now_held is not None
                    self._failed[identity.id] = self._clock.now()
                    return now_held
                return self._kept(identity, on, fresh)

    def _revoke(self, identity: Identity, errand: _Errand) -> None:
        with findings.telling(self._redactor, identity):
            kind = kind_of(identity)
            if kind.revoke is None or self._logins.about(identity) is None:
                return
            facts = self.facts(identity, errand.values)
            held = self._logins.load(identity, self._basis(identity, kind, facts, errand))
            if held is not None:
                steps = kind.revoke(self._given(identity, kind, facts), held)
                drive(steps, self._hands(identity, errand), errand.cancel)

    def _inherited(self, identity: Identity, values: Mapping[str, str]) -> dict[str, str]:
        return {
            "region": self.region(identity, values),
            "endpoint": self.endpoint(identity, values),
        }

    def _wants_another(self, identity: Identity, held: Held) -> bool:
        """Return whether it is time to renew; soon after one that failed it is not, while the old ones hold."""
        now = self._clock.now()
        failed = self._failed.get(identity.id)
        if failed is not None and abs(now - failed) < PAUSE and holds(held, now):
            return False
        return is_due(held, now)

    def _given(self, identity: Identity, kind: Kind, facts: Mapping[str, str]) -> Given:
        secrets = {}
        for field in kind.secret_fields:
            secret = self.secret(identity, field.key)
            if secret is not None:
                secrets[field.key] = secret
        return Given(facts, secrets, self._clock.now, self._environ)

    def _known(self, facts: Mapping[str, str]) -> Given:
        """Return what is known of an identity without its secrets: the keyring is not asked."""
        return Given(facts, {}, self._clock.now, self._environ)

    def _basis(
        self, identity: Identity, kind: Kind, facts: Mapping[str, str], errand: _Errand
    ) -> str:
        """Return what the login stands on: its facts, what the kind adds, and the same of the identity beneath.

        It also finds a circle before any lock is held: two programs that walk round it would wait for each other.
        """
        depends = kind.depends(self._known(facts))
        name = facts.get(kind.source, "").strip()
        if not name:
            return basis(facts, depends)
        source, below = self._source(name, identity, errand)
        with findings.telling(self._redactor, source):
            its_kind, its_facts = kind_of(source), self.facts(source, errand.values)
            return basis(facts, depends, self._basis(source, its_kind, its_facts, below))

    def _source(self, name: str, user: Identity, errand: _Errand) -> tuple[Identity, _Errand]:
        above = (*errand.above, user.name)
        if name in above:
            raise findings.cycle((*above, name))
        try:
            return self._other(name), replace(errand, above=above)
        except Problem as problem:
            field = kind_of(user).source
            raise findings.no_source(problem, field, lambda one: self._fits(one, above)) from None

    def _fits(self, name: str, above: tuple[str, ...]) -> bool:
        candidate = self._other(name)
        return all(lineage.may_be_source(candidate, one, self._other) for one in above)

    def _fresh(
        self,
        identity: Identity,
        kind: Kind,
        given: Given,
        held: Held | None,
        errand: _Errand,
        renew: bool,
    ) -> Credentials | None:
        """Return new credentials; None when none came and the old ones still hold."""
        spare = held is not None and not renew and holds(held, self._clock.now())
        if spare:
            errand = replace(errand, person=None)  # nobody is asked before it is needed
        if kind.refresh is not None and held is not None and renews(held):
            try:
                return self._run(kind.refresh(given, held), identity, errand)
            except Problem:
                if spare:
                    return None  # the next send tries again
                # The refresh token may have ended: the password may still do.
        try:
            return self._run(kind.obtain(given), identity, errand)
        except Problem:
            if spare:
                return None
            raise

    def _kept(self, identity: Identity, on: str, fresh: Credentials) -> Credentials:
        self._learnt(fresh)
        lasting = isinstance(fresh, AwsKeys) and fresh.expires_at is None
        if lasting and self._logins.about(identity) is not None:
            self._logins.forget(identity)  # of the time when temporary keys came from there
        if not lasting and isinstance(fresh, AwsKeys | Tokens):
            self._logins.keep(identity, on, fresh, self._clock.now())
        return fresh

    def _run(self, outcome: Credentials | Flow, identity: Identity, errand: _Errand) -> Credentials:
        if isinstance(outcome, AwsKeys | Tokens | UserPassword):
            return outcome
        return drive(outcome, self._hands(identity, errand), errand.cancel)

    def _hands(self, identity: Identity, errand: _Errand) -> Hands:
        def credentials_of(name: str) -> Credentials:
            source, below = self._source(name, identity, errand)
            return self._credentials(source, below, renew=False)

        return Hands(
            self._transport,
            self.settings,
            credentials_of,
            errand.person,
            self._redactor.learn,
            self._clock.now,
        )

    def _learnt(self, credentials: Credentials) -> Credentials:
        for secret in secrets_of(credentials):
            self._redactor.learn(secret)
        return credentials


def kind_of(identity: Identity) -> Kind:
    """Return the kind of an identity. Raises Problem("usage") for one that this version does not know."""
    kind = kinds.TABLE.get(identity.kind)
    if kind is None:
        raise findings.unknown_kind(identity)
    return kind
