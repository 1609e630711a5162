"""What the list says of an identity: how it is called, what it is, and how it stands with its credentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from apiclient_gui.core import identity as kinds
from apiclient_gui.core import pasted_keys
from apiclient_gui.core.identity.base import ENDS, Kind
from apiclient_gui.core.model import Identity, Login
from apiclient_gui.core.named_secrets import State
from apiclient_gui.core.tokens.lifetime import time_words
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.kind_words import icon_of, yields_keys
from apiclient_gui.ui.widgets.identity.login_words import clock, login_words, wording_of

_KEPT = ("set", "environment")


def row_of(
    identity: Identity,
    form: IdentityForm | None,
    login: Login | None,
    keeping: Keeping | None,
    set_outside: Callable[[str, str], bool],
    now: datetime,
    missing: str = "",
) -> IdentityRow:
    """Return the row of an identity as it stands in its form, or in its file.

    `keeping` is what the keyring said of its secrets, if it was asked; `set_outside(name, field)` tells whether the
    environment of this process sets one; `missing` is the identity that it is built on and that is not there.
    """
    key, kind = identity.id, kinds.TABLE.get(identity.kind)
    if kind is None:
        return IdentityRow(key, identity.name, identity.kind, icon="warning")
    states: dict[str, State] = dict(keeping.states) if keeping else {}
    for field in kind.secret_fields:
        if set_outside(identity.name, field.key):
            states[field.key] = "environment"
    facts = form.facts() if form else identity.facts
    state, well = _state(kind, login, states, now)
    if ends := pasted_keys.moment(facts.get(ENDS, "")):
        state, well = _until(ends, now)
    if missing:
        state, well = f"no identity {missing}", False
    row = IdentityRow(
        key,
        identity.name,
        kind.title,
        kind.summary(facts),
        icon=icon_of(kind),
        state=state,
        well=well,
    )
    if form is None:
        return row
    name = form.name or identity.name or "New identity"
    mark = "not saved" if form.new else "edited" if form.is_edited else ""
    return IdentityRow(key, name, row.kind, row.summary, mark, row.icon, state, well)


def _state(
    kind: Kind, login: Login | None, states: Mapping[str, State], now: datetime
) -> tuple[str, bool | None]:
    """Return words for a state, and whether it is a good one; None when it is neither."""
    missing = [f for f in kind.secret_fields if f.required and states.get(f.key) == "missing"]
    if missing:
        return f"{_what(kind)} missing", False
    if kind.logs_in and login is None and yields_keys(kind):
        return "", None  # its keys come when they are needed, often without anybody logging in
    if kind.logs_in:
        said = login_words(login, now, wording_of(kind))
        return said.state, {"ok": True, "warn": False}.get(said.tone)
    required = [f for f in kind.secret_fields if f.required]
    if required and all(states.get(f.key) in _KEPT for f in required):
        return f"{_what(kind)} set", True
    return "", None


def _until(ends: datetime, now: datetime) -> tuple[str, bool]:
    # Temporary keys that were pasted: nothing renews them.
    if ends <= now:
        return f"ended {time_words(ends, now)}", False
    return f"until {clock(ends, now)}", True


def _what(kind: Kind) -> str:
    required = [field for field in kind.secret_fields if field.required]
    name = required[0].label.rpartition(" ")[2]
    return name.lower()
