from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import ApiMethod, Authorizer
from apiclient_gui.practice import apis
from apiclient_gui.practice.description import Api
from apiclient_gui.ui.widgets.disclosure import Disclosure
from apiclient_gui.ui.widgets.fact_grid import FactGrid
from apiclient_gui.ui.widgets.method_badge import MethodBadge
from apiclient_gui.ui.widgets.practice.api_card import api_card
from apiclient_gui.ui.widgets.practice.fold import Fold
from apiclient_gui.ui.widgets.wire_text import WireText

URL = "http://127.0.0.1:1/abc/prod"


class Bench:
    def __init__(self, qtbot: QtBot, api: Api) -> None:
        self.paths: list[str] = []
        self.names: list[str] = []
        self.card: Fold = api_card(api, self.paths.append, self.names.append)
        qtbot.addWidget(self.card)
        self.card.open()
        self.card.show()

    @property
    def said(self) -> set[str]:
        return {one.text() for one in self.card.findChildren(QLabel) if one.isVisible()}

    @property
    def facts(self) -> dict[str, str]:
        grids = self.card.findChildren(FactGrid)
        return {fact.label: fact.value for grid in grids for fact in grid.facts}

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.card.findChildren(QPushButton) if one.text() == words)


def described(api: apis.Api, **more: object) -> Api:
    return Api("abc", api.name, api.stage, URL, api.methods, **more)  # type: ignore[arg-type]  # as the test gives them


def test_methods_and_who_may_call_them(qtbot: QtBot) -> None:
    methods = (
        ApiMethod("GET", "/pets/{petId}", "AWS_IAM"),
        ApiMethod("POST", "/pets", "LATER"),
        ApiMethod("PUT", "/pets", "CUSTOM", api_key_required=True),
    )
    bench = Bench(qtbot, Api("abc", "Birds", "prod", URL, methods))
    assert bench.card.accessibleName() == "Birds"
    assert bench.facts == {"Stage URL": URL}
    badges = bench.card.findChildren(MethodBadge)
    assert [one.text() for one in badges] == ["GET", "POST", "PUT"]
    assert {"/pets/{petId}", "IAM: signed", "LATER", "Lambda authorizer, API key"} <= bench.said
    assert not {"Try", "With"} & bench.said  # an API of a later version has no samples here


def test_an_authorizer_is_told_with_what_it_wants(qtbot: QtBot) -> None:
    authorizer = Authorizer("TOKEN", issuer="http://i", audience="a", ttl=300)
    bench = Bench(qtbot, described(apis.PETS_TOKEN, authorizer=authorizer))
    assert bench.facts == {
        "Stage URL": URL,
        "Authorizer": "Lambda, of the kind TOKEN",
        "Token in": "Authorization",
        "Issuer": "http://i",
        "Audience": "a",
        "Keeps a policy": "300 s for the same token",
    }
    pool = Authorizer("COGNITO_USER_POOLS", issuer="http://p", token_use="id")
    bench = Bench(qtbot, described(apis.PETS_COGNITO, authorizer=pool))
    assert bench.facts["Which token"] == "the ID token"
    assert "Keeps a policy" not in bench.facts


def test_a_policy_is_shown_on_demand(qtbot: QtBot) -> None:
    bench = Bench(
        qtbot,
        described(
            apis.PETS_ANOTHER_RANGE, resource_policy='{"Version":"2012-10-17","Statement":[]}'
        ),
    )
    policy = next(
        one
        for one in bench.card.findChildren(WireText)
        if one.accessibleName() == "Resource policy"
    )
    assert not policy.isVisible()
    bench.button("Show the resource policy").click()
    assert policy.isVisible()
    assert policy.toPlainText().splitlines()[1] == '  "Version": "2012-10-17",'
    bench.button("Hide the resource policy").click()
    assert not policy.isVisible()
    assert bench.card.findChild(Disclosure).accessibleName().endswith(", resource policy")


def test_what_to_try_leads_to_requests_and_identities(qtbot: QtBot) -> None:
    bench = Bench(qtbot, described(apis.PETS_IAM))
    bench.button("As bob, not permitted").click()
    bench.button("bob").click()
    (path,) = bench.paths
    assert path.endswith("/as-bob-not-permitted")
    assert bench.names == ["bob"]
    assert bench.button("bob").accessibleName() == "Open the identity bob"
