from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core import auth
from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui.widgets.result.unsigned_page import UnsignedPage
from tests import factories


@pytest.fixture
def page(qtbot: QtBot) -> UnsignedPage:
    made = UnsignedPage()
    qtbot.addWidget(made)
    made.show()
    return made


def sent_with(scheme: str, headers: list[tuple[str, str]] | None = None) -> Exchange:
    made = factories.exchange(factories.request(headers=headers or []))
    known = auth.TABLE[scheme]
    terms = factories.terms(credentials=factories.of_kind(known.wants))
    prepared, authorisation = known.apply(made.prepared, terms)
    return replace(made, prepared=prepared, authorisation=authorisation)


def test_a_token_that_went_along_instead_is_named_and_not_shown(
    qtbot: QtBot, page: UnsignedPage
) -> None:
    page.show_exchange(sent_with("bearer"))
    assert page.title.text() == "This request was not signed"
    assert "instead" in page.words.text()
    facts = {fact.label: fact.value for fact in page.facts.facts}
    assert facts["Scheme"] == "Bearer token"
    assert facts["Identity"] == "me"
    assert facts["Sent in"] == "Authorization"
    assert factories.ACCESS_TOKEN not in str(facts)
    with qtbot.waitSignal(page.token_wanted):
        page.token.click()


def test_a_password_has_no_token_to_show(page: UnsignedPage) -> None:
    page.show_exchange(sent_with("basic"))
    assert page.token.isHidden()
    assert page.facts.isVisible()


def test_nothing_at_all_leads_to_the_keys(qtbot: QtBot, page: UnsignedPage) -> None:
    page.show_exchange(sent_with("none"))
    assert "Nothing went along" in page.words.text()
    assert page.facts.isHidden()
    with qtbot.waitSignal(page.action) as told:
        page.sign.click()
    assert told.args == [Action("choose_identity", "Choose AWS keys to sign with")]


def test_a_signature_that_was_pasted_is_said_to_be_one(page: UnsignedPage) -> None:
    value = (
        "AWS4-HMAC-SHA256 Credential=A/20260304/r/s/aws4_request, SignedHeaders=host, Signature=0"
    )
    page.show_exchange(sent_with("none", [("Authorization", value)]))
    assert "typed or pasted" in page.words.text()
