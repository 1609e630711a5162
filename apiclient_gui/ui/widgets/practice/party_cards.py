"""Who may call the practice gateway, a card for each kind: users and roles of IAM, people, clients, holders of API keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from apiclient_gui.practice.description import ApiKey, Description, IamUser, Idp, UserPool
from apiclient_gui.ui.widgets.card import line
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.party import party
from apiclient_gui.ui.widgets.practice.sso_card import sso_card
from apiclient_gui.ui.widgets.practice.sts_card import device_card, roles_card
from apiclient_gui.ui.widgets.practice.user_card import UserCard

_Open = Callable[[str], None]


def party_cards(
    described: Description,
    open_identity: _Open,
    open_with: Callable[[str, str], None],
    open_sample: _Open,
) -> tuple[Fold, ...]:
    """Return a card for each kind of caller that the gateway knows.

    Links call `open_identity` with a name, or `open_with` with a fact that tells which identity is meant; `open_sample` with a path.
    """
    cards = [_iam(described.iam, open_identity)] if described.iam else []
    if described.sts is not None:
        cards.append(roles_card(described.sts, lambda arn: open_with("role_arn", arn), open_sample))
        cards.append(device_card(described.sts.mfa))
    if (sso := described.sso) is not None:
        cards.append(sso_card(sso, lambda: open_with("start_url", sso.start_url)))
    if described.idp is not None:
        cards.append(_idp(described.idp, open_identity))
    if described.user_pool is not None:
        cards.append(_pool(described.user_pool, open_identity))
    if described.api_keys:
        cards.append(_keys(described.api_keys, open_identity))
    return tuple(cards)


def _iam(users: Sequence[IamUser], open_identity: _Open) -> Fold:
    card = Fold("IAM users", _names([user.user for user in users]))
    for number, user in enumerate(users):
        if number:
            card.body.addWidget(line())
        shown = UserCard(user)
        shown.opened.connect(open_identity)
        card.body.addWidget(shown)
    return card


def _idp(idp: Idp, open_identity: _Open) -> Fold:
    card = Fold("Identity provider", _names([user.username for user in idp.users]))
    card.body.addWidget(
        FactGrid(
            [
                Fact("Issuer", idp.issuer, wire=True),
                Fact("Token URL", idp.token_url, wire=True),
                Fact("Keys (JWKS)", idp.jwks_url, wire=True),
            ]
        )
    )
    for number, user in enumerate(idp.users):
        facts = [Fact("Password", user.password, wire=True, hidden=True)]
        # An identity is seeded for the first one; the other one is refused, whatever the program.
        words = "Logs in in the browser." if number == 0 else "May not use any program."
        open_ = None if number else partial(open_identity, user.username)
        card.body.addWidget(party(user.username, facts, open_, words))
    for app in idp.apps:
        facts = [Fact("Grants", " ".join(app.grants), wire=True)]
        if app.redirect_uris:
            facts.append(Fact("Redirect URIs", " ".join(app.redirect_uris), wire=True))
        words = "A program without a secret."
        card.body.addWidget(party(app.client_id, facts, None, words))
    for client in idp.clients:
        facts = [
            Fact("Client secret", client.client_secret, wire=True, hidden=True),
            Fact("Scopes", " ".join(client.scopes)),
        ]
        card.body.addWidget(_of(client.client_id, facts, open_identity))
    return card


def _pool(pool: UserPool, open_identity: _Open) -> Fold:
    card = Fold("User pool", _names([user.username for user in pool.users]))
    card.body.addWidget(
        FactGrid(
            [
                Fact("Pool id", pool.id, wire=True),
                Fact("Client id", pool.client_id, wire=True),
                Fact("Endpoint", pool.endpoint, wire=True),
                Fact("Issuer", pool.issuer, wire=True),
                Fact("Keys (JWKS)", pool.jwks_url, wire=True),
            ]
        )
    )
    for user in pool.users:
        facts = [Fact("Password", user.password, wire=True, hidden=True)]
        card.body.addWidget(_of(user.username, facts, open_identity))
    return card


def _keys(keys: Sequence[ApiKey], open_identity: _Open) -> Fold:
    card = Fold("API keys", _names([key.name for key in keys]))
    for key in keys:
        facts = [Fact("Value", key.value, wire=True, hidden=True)]
        card.body.addWidget(_of(key.name, facts, open_identity))
    return card


def _of(name: str, facts: Sequence[Fact], open_identity: _Open) -> QWidget:
    return party(name, facts, lambda: open_identity(name))


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)
