"""The program: everything composed from one data folder, for the window and the command line alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from apiclient_gui.core import send
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identities import Identities
from apiclient_gui.core.model import Credentials, Environment, Exchange, KnownApi, Request
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.send import Outgoing, Surroundings
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.vault import Vault
from apiclient_gui.core.workspace import Workspace


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
        self.transport = Transport()
        self.identities = Identities(
            self.vault, self.redactor, os.environ if environ is None else environ
        )
        self._folder = workspace or practice_workspace(data)
        self._workspace: Workspace | None = None

    @property
    def workspace(self) -> Workspace:
        """The open workspace, read on first use. Raises Problem("storage") when it cannot be."""
        if self._workspace is None:
            self._workspace = Workspace.open(self._folder)
        return self._workspace

    def make_workspace(self) -> Workspace:
        """Return the open workspace; the one that is open unless another is named is made if it is not there yet."""
        if not self.has_workspace and self._folder == practice_workspace(self.data):
            self._workspace = Workspace.create(self._folder, "Practice")
        return self.workspace

    def reload(self) -> Workspace:
        """Read the workspace anew, for files that changed outside."""
        # Never None in between: tasks on other threads use it meanwhile.
        self._workspace = workspace = Workspace.open(self._folder)
        return workspace

    @property
    def has_workspace(self) -> bool:
        """Whether the folder to open is there at all."""
        return self._workspace is not None or os.path.exists(self._folder / "workspace.toml")  # noqa: PTH110  # Path's raises for a folder that may not be entered

    def environment(self, name: str) -> Environment:
        """Return an environment by name; an empty one for the empty name."""
        return self.workspace.environment(name) if name else Environment()

    def only_environment(self) -> str:
        """Return the workspace's environment when it has just one, else the empty name: nothing is guessed."""
        every = self.workspace.environments()
        return every[0].name if len(every) == 1 else ""

    def surroundings(
        self,
        environment: Environment,
        *,
        variables: Mapping[str, str] | None = None,
        credentials: Credentials | None = None,
        clock: Clock | None = None,
    ) -> Surroundings:
        """Return what a send may use. `variables` go over the environment's, `credentials` over any identity."""
        merged = {**environment.variables, **(variables or {})}
        if credentials is not None:
            self.learn(credentials)
        return Surroundings(
            environment=msgspec.structs.replace(environment, variables=merged),
            credentials_of=lambda name, values: credentials or self._credentials(name, values),
            identity_region=self._region if credentials is None else lambda _: "",
            clock=clock or self.clock,
            apis=self._apis(),
        )

    def prepare(self, request: Request, around: Surroundings) -> Outgoing:
        """Return the request as it would be sent (send.prepare_only)."""
        return send.prepare_only(request, around)

    def send(
        self, request: Request, around: Surroundings, cancel: Cancel | None = None
    ) -> Exchange:
        """Send a request and return the explained exchange (send.send)."""
        return send.send(request, around, self.transport, cancel or Cancel())

    def deliver(
        self, outgoing: Outgoing, around: Surroundings, cancel: Cancel | None = None
    ) -> Exchange:
        """Send what was prepared before, as it is: for the tour, which spoils requests on purpose."""
        return send.deliver(outgoing, around, self.transport, cancel or Cancel())

    def learn(self, credentials: Credentials) -> None:
        """Have the secrets of credentials masked from now on."""
        self.redactor.learn(credentials.secret_access_key)
        if credentials.session_token:
            self.redactor.learn(credentials.session_token)

    def close(self) -> None:
        """Let connections go."""
        self.transport.close()

    def _credentials(self, name: str, values: Mapping[str, str]) -> Credentials | None:
        if not name:
            return None
        return self.identities.credentials(self.workspace.identity(name), values)

    def _region(self, name: str) -> str:
        return self.workspace.identity(name).facts.get("region", "")

    def _apis(self) -> tuple[KnownApi, ...]:
        # Only an open or existing workspace knows APIs; `send` of a bare URL needs none.
        try:
            return self.workspace.apis() if self.has_workspace else ()
        except Problem:
            return ()


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
