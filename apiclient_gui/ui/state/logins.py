"""Logging in and out from the window: one attempt at a time for each identity, and what is known of each login."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.environments import Values
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import AwsKeys, Credentials, Environment, Identity, Login, Tokens
from apiclient_gui.core.program import Program
from apiclient_gui.ui.snapshot import Standing
from apiclient_gui.ui.state.asking import GIVEN_UP, Asking
from apiclient_gui.ui.tasks import GIVEN_UP as ENDED
from apiclient_gui.ui.tasks import Task, Tasks

_UNKNOWN: Final = Standing()


class Logins(QObject):
    """`changed` carries the id of the identity whose Standing is another one now.

    `environment` gives the one that is chosen: facts of an identity may name its variables.
    """

    changed = Signal(str)

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        asking: Asking,
        environment: Callable[[], Environment],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._environment = environment
        self._program = program
        self._tasks = tasks
        self._asking = asking
        self._known: dict[str, Standing] = {}
        self._running: dict[str, Task] = {}

    def about(self, identity: Identity) -> Standing:
        """Return what is known, as of the last `look`."""
        return self._known.get(identity.id, _UNKNOWN)

    def look(self, identities: Iterable[Identity]) -> None:
        """Read anew how it stands with these: a send or another program may have logged in. Asks no keyring."""
        program = self._program
        known = ((one, kinds.TABLE.get(one.kind)) for one in identities)
        wanted = tuple(one for one, kind in known if kind is not None and kind.logs_in)

        def read(_: Cancel) -> tuple[Login | None, ...]:
            return tuple(program.identities.login(one) for one in wanted)

        def take(found: tuple[Login | None, ...]) -> None:
            for one, login in zip(wanted, found, strict=True):
                self._learn(one.id, login)

        if wanted:
            self._tasks.start(read, take, _nothing, name="look at the logins")

    def log_in(
        self,
        identity: Identity,
        done: Callable[[], None] | None = None,
        failed: Callable[[Finding], None] | None = None,
    ) -> None:
        """Log in, or renew what is held; nothing happens while an attempt is under way.

        A failure stands in the Standing, and goes to `failed`, too, for who asked from elsewhere.
        """
        self._obtain(identity, lambda _: done and done(), failed, renew=True)

    def fetch(self, identity: Identity, take: Callable[[Tokens], None]) -> None:
        """Hand over the tokens that would be sent now: the person asked to see one. A failure is one of the login."""

        def hand(found: Credentials) -> None:
            if isinstance(found, Tokens):  # AWS keys are shown nowhere
                take(found)

        self._obtain(identity, hand, None, renew=False)

    def cancel(self, identity: Identity) -> None:
        """End the attempt that is under way, at once."""
        task = self._running.pop(identity.id, None)
        if task is not None:
            task.cancel()
            self._put(identity.id, replace(self.about(identity), running=False))

    def log_out(self, identity: Identity) -> None:
        """Forget what the login brought, here and in the keyring; who gave it is told where that is possible."""
        program, key = self._program, identity.id
        environment = self._environment()
        self.cancel(identity)

        def failed(finding: Finding) -> None:
            self._put(key, Standing(finding=finding))

        self._tasks.start(
            lambda cancel: program.identities.log_out(
                identity, Values(environment, {}, program.secrets), cancel
            ),
            lambda note: self._put(key, Standing(finding=note)),
            failed,
            name="log out",
        )

    def _obtain(
        self,
        identity: Identity,
        take: Callable[[Credentials], object],
        told: Callable[[Finding], None] | None,
        *,
        renew: bool,
    ) -> None:
        key = identity.id
        if key in self._running:
            return
        program, person, environment = self._program, self._asking.person, self._environment()

        def work(cancel: Cancel) -> tuple[Credentials, Login | None]:
            values = Values(environment, {}, program.secrets)
            found = program.identities.credentials(
                identity, values, cancel, person=person, renew=renew
            )
            return found, program.identities.login(identity)

        def done(outcome: tuple[Credentials, Login | None]) -> None:
            found, login = outcome
            self._running.pop(key, None)
            held = found.held if isinstance(found, Tokens) else {}
            sizes = {kind: len(secret.reveal()) for kind, secret in held.items()}
            lasting = found.access_key_id if isinstance(found, AwsKeys) and login is None else ""
            self._put(key, Standing(login, sizes=sizes, lasting=lasting))
            take(found)

        def failed(finding: Finding) -> None:
            self._running.pop(key, None)
            shown = None if finding.id in {GIVEN_UP, ENDED} else finding
            self._put(key, replace(self.about(identity), running=False, finding=shown))
            if told is not None and shown is not None:
                told(shown)

        self._put(key, replace(self.about(identity), running=True, finding=None))
        self._running[key] = self._tasks.start(work, done, failed, name="log in")

    def _learn(self, key: str, login: Login | None) -> None:
        before = self._known.get(key, _UNKNOWN)
        if login != before.login:
            self._put(key, replace(before, login=login, sizes={}))

    def _put(self, key: str, standing: Standing) -> None:
        if standing != self._known.get(key, _UNKNOWN):
            self._known[key] = standing
            self.changed.emit(key)


def _nothing(_: Finding) -> None:
    """Take why a record could not be read: then nobody is known to be logged in."""
