"""The values of an environment's variables; secret ones come from the vault, and only when a request names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Environment
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.secret import Secret


class Values(Mapping[str, str]):
    """Name -> value. `more` go over the environment's own; reading a secret one may wait for the keyring."""

    def __init__(self, environment: Environment, more: Mapping[str, str], secrets: Secrets) -> None:
        self._plain = {**environment.variables, **more}
        self._hidden = {name for name in environment.secrets if name not in more}
        self._environment = environment
        self._secrets = secrets
        self._read: dict[str, str] = {}
        for name in more.keys() & set(environment.secrets):  # in its place, thus as secret
            secrets.learn(Secret(more[name]))

    def __contains__(self, name: object) -> bool:
        """Whether there is such a variable; asks no keyring."""
        return name in self._plain or name in self._hidden

    def __getitem__(self, name: str) -> str:
        """Return the value. Raises Problem("refused") for a secret that is not set, Problem("storage")."""
        if name not in self._hidden:
            return self._plain[name]
        if name in self._read:
            return self._read[name]
        environment = self._environment
        secret = self._secrets.get(environment.name, environment.id, name)
        if secret is None:
            raise Problem("refused", _unset(name, environment.name))
        return self._read.setdefault(name, secret.reveal())

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._plain.keys() | self._hidden)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._plain.keys() | self._hidden)


def _unset(name: str, environment: str) -> Finding:
    return Finding(
        id="secret_variable_unset",
        severity="error",
        title=f"The secret variable {name} has no value",
        detail="Nothing was sent. Its name stands in the environment, its value is not in the keyring of this computer.",
        evidence=(Evidence("Environment", environment),),
        remedy="Give it a value in the environment.",
        actions=(Action("open_environment", "Open the environment", {"variable": name}),),
    )
