"""Credentials that came along with a pasted command: into the keyring as an identity, or away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from apiclient_gui.core import files
from apiclient_gui.core.importers.base.keeping import keeping
from apiclient_gui.core.model import AwsKeys, Credentials, Field, Tokens, UserPassword
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.widgets import dialog_column
from apiclient_gui.ui.widgets.field_form import FieldForm

_WORDS = (
    "They are not written into the request. Kept, they go to your keyring under a name of yours, and the request uses "
    "that identity; else they are forgotten, and the request needs another identity."
)


class KeepCredentialsDialog(QDialog):
    """`agreed` gets the identity to be saved; `taken` are names that are not free, `held` says what it is in other words."""

    def __init__(
        self,
        credentials: Credentials,
        taken: frozenset[str],
        agreed: Callable[[IdentityDraft], None],
        parent: QWidget,
        *,
        held: str = "",
    ) -> None:
        super().__init__(parent)
        self._credentials = credentials
        self._taken = taken
        self._agreed = agreed
        column = dialog_column.begin(self, f"The command holds {held or what(credentials)}", _WORDS)
        self.form = FieldForm((Field("name", "Identity", required=True),))
        self.form.set_values({"name": files.free_name(draft(credentials, "").name, taken)})
        self.form.changed.connect(lambda: self.form.set_errors({}))
        column.addWidget(self.form)
        column.addStretch()
        dialog_column.end(self, column, "Keep in the keyring", self._answer, cancel="Forget them")
        self.form.setFocus()

    def _answer(self) -> None:
        name = str(self.form.values().get("name", "")).strip()
        errors = self.form.missing()
        if name in self._taken:
            errors = {"name": "An identity has this name already."}
        self.form.set_errors(errors)
        if not errors:
            self.accept()
            self._agreed(draft(self._credentials, name))


def what(credentials: Credentials) -> str:
    """Return in words what the credentials are, with nothing of their secrets."""
    match credentials:
        case AwsKeys(access_key_id=key_id):
            return f"AWS keys ({key_id[:4]}…{key_id[-4:]})" if len(key_id) > 8 else "AWS keys"
        case UserPassword(username=username):
            return f"the password of {username[:40]}"
        case Tokens():
            return "a token"


def draft(credentials: Credentials, name: str) -> IdentityDraft:
    """Return the identity that yields these credentials; without a name one is made from what they are."""
    made = keeping(credentials)
    return IdentityDraft(name or made.name, made.kind, made.facts, made.secrets)
