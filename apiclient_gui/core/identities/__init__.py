"""Current credentials of an identity: obtain, refresh once at a time, forget; the driver of logins."""

from __future__ import annotations

from apiclient_gui.core.identities.current import Identities, kind_of, secrets_of
from apiclient_gui.core.identities.driver import Person
from apiclient_gui.core.identities.logins import Login
from apiclient_gui.core.identities.secrets import Secrets, SecretStore, State, variable_name

__all__ = [
    "Identities",
    "Login",
    "Person",
    "SecretStore",
    "Secrets",
    "State",
    "kind_of",
    "secrets_of",
    "variable_name",
]
