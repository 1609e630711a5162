"""What is asked before something of an identity goes for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Identity
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.confirm import confirm

_STRANGE: Final = (
    "Its file is removed. Secrets that a newer version of the program gave it stay in your keyring."
)
_PRACTICE: Final = (
    "Its facts are removed. Its secrets stay in the practice folder, and the practice gateway makes it anew when it "
    "starts."
)
_FIRST: Final = 3  # of those that use it, by name


def confirm_deletion(
    parent: QWidget,
    identity: Identity,
    agreed: Callable[[], None],
    *,
    keeping: Keeping | None,
    requests: Sequence[str] = (),
    identities: Sequence[str] = (),
) -> None:
    """Ask before an identity is deleted. `requests` and `identities` are those that use it, by path and name.

    `keeping` says where its secrets are, None where nobody asked yet.
    """
    kind = kinds.TABLE.get(identity.kind)
    words = [_STRANGE if kind is None else _what_goes(kind, keeping)]
    users = filter(None, (_named(requests, "request"), _named(identities, "identity")))
    if used := " and ".join(users):
        words.append(
            f"It is used by {used}. They stay, but cannot be used until they name another."
        )
    told = "\n\n".join(words)
    confirm(parent, f"Delete the identity {identity.name}?", told, "Delete", agreed)


def _what_goes(kind: Kind, keeping: Keeping | None) -> str:
    if keeping is not None and keeping.practice:
        return _PRACTICE
    gone = "Its facts are removed from the workspace"
    what = "its secrets" if kind.secret_fields else "what its logins brought"
    if not kind.secret_fields and not kind.logs_in:
        gone += ". It has no secrets."
    elif keeping is None or keeping.vault.usable:
        gone += f", and {what} from your keyring."
    else:
        gone += f", and {what}: kept for this run only, in no keyring."
    again = keeping is not None and keeping.sample
    return f"{gone} The practice gateway makes it anew when it starts." if again else gone


def _named(names: Sequence[str], noun: str) -> str:
    if not names:
        return ""
    plural = "identities" if noun == "identity" else f"{noun}s"
    more = f" and {len(names) - _FIRST} more" if len(names) > _FIRST else ""
    return f"{len(names)} {noun if len(names) == 1 else plural} ({', '.join(names[:_FIRST])}{more})"


def confirm_removal(
    parent: QWidget, identity: Identity, label: str, agreed: Callable[[], None]
) -> None:
    """Ask before a secret of an identity is removed; `label` is its field's."""
    name = f"{label[:1].lower()}{label[1:]}"
    words = "It is taken out of your keyring and cannot be brought back."
    confirm(parent, f"Remove the {name} of {identity.name}?", words, "Remove", agreed)
