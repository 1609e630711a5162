"""What is asked before something of an identity goes for good."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from apiclient_gui.core.model import Identity
from apiclient_gui.ui.widgets.confirm import confirm

_KNOWN = "Its facts are removed from the workspace and its secrets from your keyring."
_STRANGE = (
    "Its file is removed. Secrets that a newer version of the program gave it stay in your keyring."
)
_REQUESTS = "Requests and identities that name it stay, and cannot be used until they name another."


def confirm_deletion(
    parent: QWidget, identity: Identity, agreed: Callable[[], None], *, known: bool
) -> None:
    """Ask before an identity is deleted; `known`: this version knows which secrets it has."""
    words = f"{_KNOWN if known else _STRANGE} {_REQUESTS}"
    confirm(parent, f"Delete the identity {identity.name}?", words, "Delete", agreed)


def confirm_removal(
    parent: QWidget, identity: Identity, label: str, agreed: Callable[[], None]
) -> None:
    """Ask before a secret of an identity is removed; `label` is its field's."""
    name = f"{label[:1].lower()}{label[1:]}"
    words = "It is taken out of your keyring and cannot be brought back."
    confirm(parent, f"Remove the {name} of {identity.name}?", words, "Remove", agreed)
