"""The practice gateway's IAM Identity Center: where one logs in, who, and which roles in which accounts there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from apiclient_gui.practice.description import Sso
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.card import line
from apiclient_gui.ui.widgets.fact_grid import Fact
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.party import party
from apiclient_gui.ui.widgets.practice.policy_words import listed

_WHAT: Final = "A login in the browser, where one chooses who one is; nobody has a password."


def sso_card(sso: Sso, open_person: Callable[[], None]) -> Fold:
    """Return the card; `open_person` opens the identity that logs in here."""
    card = Fold("IAM Identity Center", ", ".join(sso.users))
    card.body.addWidget(label.text(_WHAT, "muted"))
    facts = (
        Fact("People", listed(sso.users)),
        Fact("Start URL", sso.start_url, wire=True),
        Fact("Region", sso.region, wire=True),
        Fact("OIDC endpoint", sso.oidc_endpoint, wire=True),
        Fact("Portal endpoint", sso.portal_endpoint, wire=True),
    )
    card.body.addWidget(party("Access portal", facts, open_person))
    for account in sso.accounts:
        card.body.addWidget(line())
        of_account = (
            Fact("Account", account.account_id, wire=True),
            Fact("Roles", ", ".join(account.roles)),
        )
        card.body.addWidget(party(f"Account {account.account_name}", of_account, None))
    return card
