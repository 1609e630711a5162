"""An API of the practice gateway as a lesson: where it stands, how it is protected, and what to try on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.model import ApiMethod, Authorizer
from apiclient_gui.practice import samples
from apiclient_gui.practice.apis import (
    APIS,
    PETS_ANOTHER_RANGE,
    PETS_API_KEY,
    PETS_COGNITO,
    PETS_IAM,
    PETS_TOKEN,
    PETS_YOUR_RANGE,
)
from apiclient_gui.practice.description import Api
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.method_badge import MethodBadge
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.practice.lesson import samples_at
from apiclient_gui.ui.widgets.practice.links import links
from apiclient_gui.ui.widgets.wire_text import WireText

# How a method is protected, in AWS's word and in ours.
_WORDS: Final[Mapping[str, str]] = {
    "AWS_IAM": "IAM: signed",
    "CUSTOM": "Lambda authorizer",
    "COGNITO_USER_POOLS": "Cognito authorizer",
    "NONE": "open to all",
}
_AUTHORIZERS: Final[Mapping[str, str]] = {
    "TOKEN": "Lambda, of the kind TOKEN",
    "COGNITO_USER_POOLS": "Cognito user pool",
}
_TRY: Final[Mapping[str, str]] = {
    PETS_IAM.key: "Signed with SigV4, alice may read and add, but not delete; bob may not. Unsigned, or signed for another "
    "region, it is refused before any policy is asked.",
    PETS_TOKEN.key: "The authorizer checks a token of the identity provider and returns a policy for the paths it was asked "
    "about, kept for the same token: list pets, then orders, and the kept policy refuses the second.",
    PETS_YOUR_RANGE.key: "Its policy denies every address outside a range. Yours is inside, so it answers.",
    PETS_ANOTHER_RANGE.key: "The same policy with a range that your address is not in: every call is denied.",
    PETS_COGNITO.key: "A user of the pool logs in. The ID token is let through; the access token and tokens of others are not.",
    PETS_API_KEY.key: "Only with a key of the usage plan in the header x-api-key; who calls is not asked.",
}


def api_card(
    api: Api, open_sample: Callable[[str], None], open_identity: Callable[[str], None]
) -> Fold:
    """Return the card; the two are called with the path of a request, and the name of an identity."""
    card = Fold(api.name, _aside(api))
    card.body.addWidget(FactGrid([Fact("Stage URL", api.url, wire=True)]))
    card.body.addLayout(_methods(api.methods))
    if api.authorizer is not None:
        card.body.addWidget(FactGrid(_authorizer(api.authorizer)))
    if api.resource_policy:
        card.body.addWidget(_policy(api.resource_policy))
    tries = samples_at(samples.VARIABLES.get(_key(api), ""))
    if words := _TRY.get(_key(api)):
        card.body.addSpacing(theme.XS)
        card.body.addWidget(label.text(words, "muted"))
    if tries:
        named = [(one.name, one.path) for one in tries]
        card.body.addWidget(links("Try", named, open_sample, "Open the request", across=False))
    if names := list(dict.fromkeys(one.identity for one in tries if one.identity)):
        with_ = [(name, name) for name in names]
        card.body.addWidget(links("With", with_, open_identity, "Open the identity", across=True))
    return card


def _key(api: Api) -> str:
    return next((one.key for one in APIS if one.name == api.name), "")


def _aside(api: Api) -> str:
    if api.resource_policy:
        return "resource policy"
    if any(method.api_key_required for method in api.methods):
        return "API key"
    words = {_WORDS.get(method.authorization, method.authorization) for method in api.methods}
    return words.pop() if len(words) == 1 else ""


def _methods(methods: Sequence[ApiMethod]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.M)
    grid.setVerticalSpacing(theme.XS)
    grid.setColumnStretch(1, 1)
    for number, method in enumerate(methods):
        path = label.text(method.path, wrap=False)
        path.setFont(theme.mono())
        words = _WORDS.get(method.authorization, method.authorization)
        if method.api_key_required:
            words = "API key" if method.authorization == "NONE" else f"{words}, API key"
        protection = label.text(words, "muted", theme.NOTE)
        protection.setWordWrap(False)
        protection.setToolTip(f"authorizationType {method.authorization}")
        grid.addWidget(MethodBadge(method.method), number, 0)
        grid.addWidget(path, number, 1)
        grid.addWidget(protection, number, 2, Qt.AlignmentFlag.AlignRight)
    return grid


def _authorizer(authorizer: Authorizer) -> tuple[Fact, ...]:
    facts = [
        Fact("Authorizer", _AUTHORIZERS.get(authorizer.kind, authorizer.kind)),
        Fact("Token in", authorizer.header),
        Fact("Issuer", authorizer.issuer, wire=True),
        Fact("Audience", authorizer.audience, wire=True),
    ]
    if authorizer.token_use:
        facts.append(Fact("Which token", f"the {authorizer.token_use.upper()} token"))
    if authorizer.ttl:
        facts.append(Fact("Keeps a policy", f"{authorizer.ttl} s for the same token"))
    return tuple(fact for fact in facts if fact.value)


def _policy(text: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, theme.XS, 0, 0)
    column.setSpacing(theme.XS)
    turn = button("Show the resource policy", "link")
    turn.setCheckable(True)
    body = WireText(
        msgspec.json.format(text.encode(), indent=2).decode(), "Resource policy", parent=made
    )
    body.hide()

    def show(on: bool) -> None:
        turn.setText(f"{'Hide' if on else 'Show'} the resource policy")
        body.setVisible(on)

    turn.toggled.connect(show)
    row = QHBoxLayout()
    row.addWidget(turn)
    row.addStretch()
    column.addLayout(row)
    column.addWidget(body)
    return made
