"""The program: everything composed from one data folder, for the window and the command line alike."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from apiclient_gui.core import hosts, preferences, send
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.environments import Values
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    AwsKeys,
    Credentials,
    Earlier,
    Environment,
    Exchange,
    Identity,
    KnownApi,
    Request,
    Settings,
    secrets_of,
)
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.preferences import MEGABYTE, Preferences
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Outgoing, Surroundings
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.vault import Vault

if TYPE_CHECKING:
    from apiclient_gui.core.exporters.base import Exported
    from apiclient_gui.core.history import History
    from apiclient_gui.core.identities.current import Identities
    from apiclient_gui.core.identities.driver import Person
    from apiclient_gui.core.keys import KeyStore
    from apiclient_gui.core.whoami import Caller
    from apiclient_gui.core.workspace import Workspace
    from apiclient_gui.core.workspace.known import KnownWorkspaces

CERTIFICATE: Final = "certificate"
"""Whose passphrase `APICLIENT_SECRET_CERTIFICATE_PASSPHRASE` is: that of the client certificate's key."""
_REMEMBERED: Final = 100


class Program:
    """All parts over one data folder; everything the program keeps lies under it.

    `data/workspaces/practice` is the workspace that is open unless another is named, `data/practice` belongs to the
    practice gateway. Making a Program reads nothing and imports nothing heavy: the window shows first.
    """

    def __init__(
        self,
        data: Path,
        *,
        workspace: Path | None = None,
        environ: Mapping[str, str] | None = None,
        notify: Callable[[], None] | None = None,
    ) -> None:
        self.data = data
        self.redactor = Redactor()
        self.clock = Clock()
        self.vault = Vault(data, notify=notify)
        self.transport = Transport(data / "spool", usual=self._usual)
        self.environ = os.environ if environ is None else environ
        self.secrets = Secrets(self.vault, self.redactor, self.environ)
        self._identities: Identities | None = None
        self._earlier: deque[Earlier] = deque(maxlen=_REMEMBERED)
        self._named = workspace
        self._workspace: Workspace | None = None
        self._preferences: Preferences | None = None
        self._damage: Finding | None = None
        self._settings: Settings | None = None
        self._history: History | None = None
        self._keys: KeyStore | None = None
        self._making = threading.RLock()

    @property
    def identities(self) -> Identities:
        """Current credentials of identities; a request without one needs none of it."""
        with self._making:
            if self._identities is None:
                from apiclient_gui.core.identities.current import Identities  # noqa: PLC0415  # start-up time

                self._identities = Identities(
                    self.vault,
                    self.secrets,
                    self.redactor,
                    folder=self.data / "logins",
                    clock=self.clock,
                    transport=self.transport,
                    other=self._identity,
                    environ=self.environ,
                )
            return self._identities

    @property
    def history(self) -> History:
        """Every exchange of this data folder; nothing is read before the first use."""
        with self._making:
            if self._history is None:
                from apiclient_gui.core.history import History  # noqa: PLC0415  # 8 ms, for SQLite

                prefer = self.preferences
                self._history = History(
                    self.data / "history",
                    self.redactor,
                    keep=prefer.keep,
                    bytes_kept=prefer.megabytes * MEGABYTE,
                )
            return self._history

    @property
    def preferences(self) -> Preferences:
        """What is preferred for all requests; read on first use."""
        with self._making:
            if self._preferences is None:
                self._preferences, self._damage = preferences.load(self.data)
            return self._preferences

    def preferences_damage(self) -> Finding | None:
        """Return why the preferences could not be read, so that the usual ones hold; None when all is well."""
        assert self.preferences
        return self._damage

    def apply(self, prefer: Preferences) -> None:
        """Have these preferences hold from now on, for what is sent and for what is kept."""
        with self._making:
            self._preferences, self._damage, self._settings = prefer, None, None
            if self._history is not None:
                self._history.limit(prefer.keep, prefer.megabytes * MEGABYTE)

    def keep_preferences(
        self, prefer: Preferences, password: Secret | None = None
    ) -> Finding | None:
        """Write and apply preferences; `password` is a new one for the proxy. It goes when no user is named any more.

        A finding says why the password is kept for this run only. Raises Problem("storage").
        """
        before, told = self.preferences, None
        if password:
            told = self.secrets.put(preferences.OWNER, preferences.PASSWORD, password)
        preferences.save(self.data, prefer)
        self.apply(prefer)
        if before.proxy_user and not prefer.proxy_user:
            self.forget_proxy_password()
        return told

    def proxy_password(self) -> Secret | None:
        """Return the password of the preferred proxy: from the environment of this process, else from the vault."""
        owner = preferences.OWNER
        return self.secrets.get(owner, owner, preferences.PASSWORD)

    def forget_proxy_password(self) -> None:
        """Remove the proxy's password from the vault. Raises Problem("storage")."""
        self.secrets.forget(preferences.OWNER, preferences.PASSWORD)
        with self._making:
            self._settings = None

    @property
    def keys(self) -> KeyStore:
        """Public keys of issuers, fetched when asked for and kept for a while."""
        with self._making:
            if self._keys is None:
                from apiclient_gui.core.keys import KeyStore  # noqa: PLC0415  # start-up time

                self._keys = KeyStore(self.transport)
            return self._keys

    @property
    def folder(self) -> Path:
        """The folder of the open workspace: the one named, else the one opened last, else the practice workspace."""
        return self._named or self.known.current()

    @property
    def known(self) -> KnownWorkspaces:
        """The workspaces that this data folder knows."""
        from apiclient_gui.core.workspace.known import KnownWorkspaces  # noqa: PLC0415  # start-up time

        return KnownWorkspaces(self.data, practice_workspace(self.data))

    @property
    def workspace(self) -> Workspace:
        """The open workspace, read on first use. Raises Problem("storage") when it cannot be."""
        from apiclient_gui.core.workspace import Workspace  # noqa: PLC0415  # start-up time

        if self._workspace is None:
            self._workspace = Workspace.open(self.folder)
        return self._workspace

    def make_workspace(self) -> Workspace:
        """Return the open workspace; the one that is open unless another is named is made if it is not there yet."""
        from apiclient_gui.core.workspace import Workspace  # noqa: PLC0415  # start-up time

        if not self.has_workspace and self.folder == practice_workspace(self.data):
            self._workspace = Workspace.create(self.folder, "Practice")
        return self.workspace

    def reload(self) -> Workspace:
        """Read the workspace anew, for files that changed outside."""
        from apiclient_gui.core.workspace import Workspace  # noqa: PLC0415  # start-up time

        # Never None in between: tasks on other threads use it meanwhile.
        self._workspace = workspace = Workspace.open(self.folder)
        return workspace

    @property
    def has_workspace(self) -> bool:
        """Whether the folder to open is there at all."""
        return self._workspace is not None or os.path.exists(self.folder / "workspace.toml")  # noqa: PTH110  # Path's raises for a folder that may not be entered

    def environment(self, name: str) -> Environment:
        """Return an environment by name; an empty one for the empty name."""
        return self.workspace.environment(name) if name else Environment()

    def only_environment(self) -> str:
        """Return the workspace's environment when it has just one, else the empty name: nothing is guessed."""
        every = self.workspace.environments()
        return every[0].name if len(every) == 1 else ""

    def values(self, environment: str) -> Values:
        """Return the values of an environment's variables, by its name; none for the empty name."""
        return Values(self.environment(environment), {}, self.secrets)

    def surroundings(
        self,
        environment: Environment,
        *,
        variables: Mapping[str, str] | None = None,
        credentials: Credentials | None = None,
        api_key: Secret | None = None,
        clock: Clock | None = None,
        cancel: Cancel | None = None,
        person: Person | None = None,
    ) -> Surroundings:
        """Return what a send may use.

        `variables` go over the environment's, `credentials` and `api_key` over any identity; `person` can be asked
        when an identity has to log in, `cancel` ends that.
        """
        values = Values(environment, variables or {}, self.secrets)
        if credentials is not None:
            self.learn(credentials)

        def credentials_of(name: str) -> Credentials | None:
            if credentials is not None or not name:
                return credentials
            identity = self.workspace.identity(name)
            return self.identities.credentials(identity, values, cancel, person=person)

        def region_of(name: str) -> str:
            if credentials is not None:
                return ""
            return self.identities.region(self.workspace.identity(name), values)

        def key_of(name: str) -> Secret:
            return api_key or self.identities.api_key(self.workspace.identity(name), values)

        return Surroundings(
            environment=environment,
            values=values,
            credentials_of=credentials_of,
            identity_region=region_of,
            clock=clock or self.clock,
            key_of=key_of,
            passphrase_of=self.passphrase,
            apis=self._apis,
            earlier=lambda: tuple(self._earlier),
            login_of=self.identities.outlook if credentials is None else lambda _: (False, None),
            redactor=self.redactor,
        )

    def prepare(self, request: Request, around: Surroundings) -> Outgoing:
        """Return the request as it would be sent (send.prepare_only)."""
        return send.prepare_only(request, around)

    def export(self, request: Request, around: Surroundings, exporter_id: str) -> Exported:
        """Return the request as a text for another program (exporting.export)."""
        from apiclient_gui.core import exporting  # noqa: PLC0415  # start-up time

        return exporting.export(request, around, exporter_id)

    def send(
        self, request: Request, around: Surroundings, cancel: Cancel | None = None
    ) -> Exchange:
        """Send a request and return the explained exchange (send.send)."""
        return self._noted(send.send(request, around, self.transport, cancel or Cancel()))

    def deliver(
        self, outgoing: Outgoing, around: Surroundings, cancel: Cancel | None = None
    ) -> Exchange:
        """Send what was prepared before, as it is: for the tour, which spoils requests on purpose."""
        return self._noted(send.deliver(outgoing, around, self.transport, cancel or Cancel()))

    def _noted(self, exchange: Exchange) -> Exchange:
        self._earlier.append(send.earlier(exchange))
        self.history.record(exchange)
        return exchange

    def whoami(
        self,
        identity: Identity,
        environment: str = "",
        cancel: Cancel | None = None,
        *,
        person: Person | None = None,
    ) -> Caller:
        """Return who AWS STS says that an identity is (Identities.caller); `environment` fills variables in its facts."""
        return self.identities.caller(identity, self.values(environment), cancel, person=person)

    def profile_keys(
        self, name: str, cancel: Cancel | None = None, *, person: Person | None = None
    ) -> AwsKeys:
        """Return the keys of a profile of the AWS configuration files (Identities.profile_keys)."""
        return self.identities.profile_keys(name, cancel, person=person)

    def learn(self, credentials: Credentials) -> None:
        """Have the secrets of credentials masked from now on."""
        for secret in secrets_of(credentials):
            self.redactor.learn(secret)

    def passphrase(self, settings: Settings) -> Secret | None:
        """Return the passphrase of the client certificate's key; None when there is none."""
        if not settings.cert_file:
            return None
        return self.secrets.get(CERTIFICATE, *_passphrase_place(settings))

    def keep_passphrase(self, settings: Settings, passphrase: Secret) -> Finding | None:
        """Keep the passphrase of a client certificate's key in the vault; an empty one is forgotten."""
        owner, field = _passphrase_place(settings)
        if passphrase:
            return self.secrets.put(owner, field, passphrase)
        self.secrets.forget(owner, field)
        return None

    def close(self) -> None:
        """Let connections go, and wait for what is still being written to the history."""
        self.transport.close()
        if self._history is not None:
            self._history.close()

    def _usual(self, host: str) -> Settings:
        prefer = self.preferences
        if hosts.is_loopback(host):  # called directly, whatever keyring holds the proxy's password
            return msgspec.structs.replace(prefer.settings(None), proxy=preferences.NO_PROXY)
        with self._making:
            known = self._settings
        if known is None:
            known = prefer.settings(self.proxy_password() if prefer.proxy_user else None)
            with self._making:
                if self._preferences is prefer:
                    self._settings = known
        return known

    def _identity(self, name: str) -> Identity:
        # The workspace is not read yet when this is handed out.
        return self.workspace.identity(name)

    def _apis(self) -> tuple[KnownApi, ...]:
        # Only an open or existing workspace knows APIs; `send` of a bare URL needs none.
        try:
            return self.workspace.apis() if self.has_workspace else ()
        except Problem:
            return ()


def _passphrase_place(settings: Settings) -> tuple[str, str]:
    path = settings.key_file or settings.cert_file
    return f"certificate-{hashlib.sha256(path.encode()).hexdigest()[:24]}", "passphrase"


def practice_workspace(data: Path) -> Path:
    """Return the folder of the workspace that the practice gateway fills."""
    return data / "workspaces" / "practice"


def data_folder(chosen: str | None) -> Path:
    """Return the data folder: the one named, else `APICLIENT_DATA_DIR`, else the system's place for it."""
    named = chosen or os.environ.get("APICLIENT_DATA_DIR")
    if named:
        return named_folder(named)
    import platformdirs  # noqa: PLC0415  # 10 ms, and most scripts name the folder

    return platformdirs.user_data_path("apiclient-gui", appauthor=False)


def named_folder(text: str) -> Path:
    """Return a folder that a person named, absolute; `~` is their home."""
    return Path(os.path.expanduser(text)).absolute()  # noqa: PTH111  # Path's raises for an unknown user
