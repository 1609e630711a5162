"""The practice gateway's security token service: its roles, who may take them on, and the MFA device of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from apiclient_gui.core.spans import in_words
from apiclient_gui.practice import samples
from apiclient_gui.practice.description import MfaDevice, Sts, StsRole
from apiclient_gui.practice.roles import ROLES
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import line
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.practice.device_code import DeviceCode
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.lesson import samples_at
from apiclient_gui.ui.widgets.practice.links import links
from apiclient_gui.ui.widgets.practice.party import party
from apiclient_gui.ui.widgets.practice.policy_words import listed, statement_words

_WHAT: Final = (
    "It answers as AWS STS does: a role for keys or for a token, temporary keys, and who one is."
)
_ONCE: Final = "Copy it, then get keys of the role that wants it. Each code is taken once: the next call wants the next one."
_HOLDERS: Final = "whoever holds a token of the identity provider or the user pool"


def roles_card(
    sts: Sts, open_role: Callable[[str], None], open_sample: Callable[[str], None]
) -> Fold:
    """Return the card; the two are called with the ARN of a role whose identity is wanted, and the path of a request."""
    card = Fold("Roles (STS)", f"{len(sts.roles)} roles")
    card.body.addWidget(label.text(_WHAT, "muted"))
    card.body.addWidget(FactGrid([Fact("Endpoint", sts.endpoint, wire=True)]))
    if tries := [(one.name, one.path) for one in samples_at(samples.STS)]:
        card.body.addWidget(links("Try", tries, open_sample, "Open the request", across=False))
    for role in sts.roles:
        card.body.addWidget(line())
        card.body.addWidget(_role(role, open_role))
    return card


def device_card(device: MfaDevice) -> Fold:
    """Return the card of an MFA device, with the code that it shows now."""
    card = Fold("MFA device", device.user)
    facts = (
        Fact("Serial", device.serial, wire=True),
        Fact("Secret", device.secret, wire=True, hidden=True),
    )
    card.body.addWidget(FactGrid(facts))
    card.body.addWidget(DeviceCode(device.secret))
    card.body.addWidget(label.note(_ONCE))
    return card


def _role(role: StsRole, open_role: Callable[[str], None]) -> QWidget:
    facts = [
        Fact("ARN", role.arn, wire=True),
        Fact("Trusts", listed(role.trusted) or _HOLDERS),
        Fact("External id", role.external_id, wire=True),
        Fact("Wants", "a code of the MFA device" if role.mfa_serial else ""),
        Fact("Lasts", f"{in_words(role.longest)} at most"),
    ]
    known = next((one for one in ROLES if one.name == role.name), None)
    words = f"Its policy {statement_words(known.statements)}." if known else ""
    given = [fact for fact in facts if fact.value]
    return party(role.name, given, lambda: open_role(role.arn), words)
