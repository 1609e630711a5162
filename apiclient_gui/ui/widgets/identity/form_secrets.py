"""What the form of an identity says of its secrets: where each one is, and which need not be typed."""

from __future__ import annotations

from collections.abc import Callable

from apiclient_gui.core.named_secrets import State, variable_name
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.secret_state import SecretLine, secret_line

_KEPT = ("set", "environment")


def form_secrets(
    form: IdentityForm, keeping: Keeping | None, set_outside: Callable[[str, str], bool]
) -> tuple[dict[str, SecretLine], frozenset[str] | None]:
    """Return a line for each secret field, and the fields that are set (None while that is not known).

    `keeping` is what the keyring said, None before it did; `set_outside(name, field)` tells whether the environment of
    this process sets a secret of the identity of that name.
    """
    name, fields = form.name or form.identity.name, form.kind.secret_fields
    states: dict[str, State | None] = {}
    for field in fields:
        known = keeping.states.get(field.key) if keeping else None
        if set_outside(form.name, field.key):
            known = "environment"
        elif known == "environment":
            known = "missing"  # a variable of the name before does not set it under the new one
        states[field.key] = known
    lines = {
        field.key: secret_line(
            states[field.key],
            variable_name(name, field.key),
            required=field.required,
            for_run=keeping is not None
            and (form.identity.id, field.key) in keeping.vault.in_memory,
            practice=keeping is not None and keeping.practice,
        )
        for field in fields
    }
    known_all = form.new or keeping is not None
    kept = frozenset(key for key, state in states.items() if state in _KEPT)
    return lines, kept if known_all else None
