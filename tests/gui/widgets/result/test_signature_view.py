from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange, Origin
from apiclient_gui.ui.widgets.diff_view import OURS
from apiclient_gui.ui.widgets.result.signature_view import SignatureView
from tests import factories
from tests.support.results import mismatch, presigned_exchange, signed_exchange

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

REQUEST = factories.request(params=[("limit", "10"), ("kind", "dog")])


@pytest.fixture
def view(qtbot: QtBot) -> SignatureView:
    made = SignatureView(redact.canonical)
    qtbot.addWidget(made)
    made.resize(900, 240)
    with qtbot.waitExposed(made):
        made.show()
    return made


def refused(exchange: Exchange) -> Exchange:
    signature = exchange.authorisation.signature
    assert signature is not None
    theirs = signature.canonical_request.replace("limit=10", "limit=11")
    return replace(exchange, response=mismatch(theirs, signature.string_to_sign))


def choose(qtbot: QtBot, view: SignatureView, row: int) -> None:
    view.canonical.setCurrentIndex(view.canonical.model().index(row, OURS))
    qtbot.keyClick(view.canonical, Qt.Key.Key_Return)


def test_a_line_leads_to_where_it_was_composed(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    with qtbot.waitSignal(view.pointed) as told:
        choose(qtbot, view, 0)
    assert told.args == [Origin("url", name="method")]


def test_each_item_of_the_query_leads_to_its_row(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    for row, number in ((2, 1), (3, 0)):
        with qtbot.waitSignal(view.pointed) as told:
            choose(qtbot, view, row)
        assert told.args == [Origin("param", number)]


def test_a_header_of_several_rows_asks_which(qtbot: QtBot, view: SignatureView) -> None:
    request = factories.request(headers=[("X-Pet", "a"), ("X-Pet", "b")])
    view.show_exchange(signed_exchange(request))
    choose(qtbot, view, row_of(view, "x-pet:a,b"))
    menu = view.findChild(QMenu)
    assert [one.text() for one in menu.actions()] == ["Header row 1: X-Pet", "Header row 2: X-Pet"]
    with qtbot.waitSignal(view.pointed) as told:
        menu.actions()[1].trigger()
    assert told.args == [Origin("header", 1)]
    menu.close()


def test_a_line_of_the_string_to_sign_leads_to_auth(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    view.to_sign.setCurrentIndex(view.to_sign.model().index(2, OURS))
    with qtbot.waitSignal(view.pointed) as told:
        qtbot.keyClick(view.to_sign, Qt.Key.Key_Return)
    assert told.args == [Origin("scheme")]


def test_a_line_of_nothing_leads_nowhere(qtbot: QtBot, view: SignatureView) -> None:
    exchange = signed_exchange(REQUEST)
    view.show_exchange(exchange)
    blank = row_of(view, "")
    with qtbot.assertNotEmitted(view.pointed):
        choose(qtbot, view, blank)


def test_the_gateways_version_stands_beside_ours(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(refused(signed_exchange(REQUEST)))
    assert view.canonical.differing == (3,)
    assert view.verdict.text() == "1 line differs"
    with qtbot.waitSignal(view.pointed) as told:  # the reason leads there, too
        choose(qtbot, view, 4)
    assert told.args == [Origin("param", 0)]
    view.resize(900, 160)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.show_difference()

    def in_sight() -> bool:
        row = view.canonical.visualRect(view.canonical.model().index(3, OURS))
        top = view.canonical.viewport().mapTo(view, row.topLeft()).y()
        return 0 <= top < view.viewport().height()

    qtbot.waitUntil(in_sight)
    view.show_exchange(signed_exchange(REQUEST))
    assert view.verdict.isHidden()


def test_the_signature_shows_when_asked_for(qtbot: QtBot, view: SignatureView) -> None:
    exchange = signed_exchange(REQUEST, token=factories.SESSION_TOKEN)
    signature = exchange.authorisation.signature
    assert signature is not None

    def words() -> str:
        model = view.canonical.model()
        ours = [model.index(row, OURS).data() for row in range(model.rowCount())]
        return "\n".join([*ours, view.final.text.toPlainText()])

    view.show_exchange(exchange)
    assert factories.SESSION_TOKEN not in words()
    assert signature.signature not in words()
    assert "Signature=••••" in words()
    with qtbot.waitSignal(view.copied) as told:
        copy_button(view, "Copy the canonical request as it is shown").click()
    assert factories.SESSION_TOKEN not in told.args[1]
    view.eye.findChild(QToolButton).click()
    assert factories.SESSION_TOKEN in words()
    assert signature.signature in words()
    with qtbot.waitSignal(view.copied) as told:
        copy_button(view, "Copy the Authorization header as it is shown").click()
    assert told.args == ["Authorization header copied", signature.authorization]
    view.show_exchange(exchange)
    assert signature.signature not in words()


def test_the_key_is_explained_and_never_shown(view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    words = " ".join(one.text() for one in view.findChildren(QLabel))
    assert "“AWS4” and the secret access key" in words
    assert "never shown" in words
    assert factories.SECRET_KEY not in words


def test_the_head_says_who_signed_how_and_for_what(view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    assert view._about.text() == (
        f"Signed by me ({factories.KEY_ID}) with AWS4-HMAC-SHA256 for execute-api in eu-west-1, "
        "in the Authorization header."
    )
    view.show_exchange(presigned_exchange(REQUEST, scheme="sigv4a", region="*", expires=60))
    assert "with AWS4-ECDSA-P256-SHA256 for execute-api in *, in the query." in view._about.text()


def test_a_presigned_url_stands_before_the_steps(qtbot: QtBot, view: SignatureView) -> None:
    def is_first() -> bool:
        page = view.widget()
        assert page is not None
        places = [one.mapTo(page, QPoint(0, 0)).y() for one in (view.final, view.canonical)]
        return places[0] < places[1]

    view.show_exchange(presigned_exchange(REQUEST))
    qtbot.waitUntil(is_first)
    url = view.final.text.toPlainText()
    assert url.startswith(factories.URL)
    assert url.endswith("X-Amz-Signature=••••")
    view.eye.findChild(QToolButton).click()
    assert view.final.text.toPlainText().startswith(f"{url[:-4]}")
    assert "••••" not in view.final.text.toPlainText()
    view.show_exchange(signed_exchange(REQUEST))
    qtbot.waitUntil(lambda: not is_first())


def test_the_same_texts_on_both_sides_tell_that_the_key_differs(view: SignatureView) -> None:
    exchange = signed_exchange(REQUEST)
    signature = exchange.authorisation.signature
    assert signature is not None
    answer = mismatch(signature.canonical_request, signature.string_to_sign)
    view.show_exchange(replace(exchange, response=answer))
    assert view.verdict.text() == "✓ The gateway computed the same"
    assert "it is the key that differs" in view.note.text()


def test_a_place_of_the_request_has_its_lines_marked(view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    view.show_origin(Origin("param", 0))
    assert view.canonical.marked == (3,)
    view.eye.findChild(QToolButton).click()
    assert view.canonical.marked == (3,)
    view.show_origin(None)
    assert view.canonical.marked == ()


def test_a_mark_is_of_one_exchange(view: SignatureView) -> None:
    view.show_exchange(signed_exchange(REQUEST))
    view.show_origin(Origin("param", 0))
    view.show_exchange(signed_exchange(factories.request()))
    assert view.canonical.marked == ()
    view.show_origin(Origin("param", 0))
    assert view.canonical.marked == ()


def test_a_marked_line_comes_into_sight(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(signed_exchange(factories.request(text="Rex")))
    view.resize(900, 160)
    view.show_origin(Origin("body"))
    row = view.canonical.marked[-1]

    def in_sight() -> bool:
        room = view.canonical.visualRect(view.canonical.model().index(row, OURS))
        top = view.canonical.viewport().mapTo(view, room.topLeft()).y()
        return 0 <= top < view.viewport().height()

    qtbot.waitUntil(in_sight)


def test_a_header_that_is_not_signed_is_said(view: SignatureView) -> None:
    request = factories.request(headers=[("User-Agent", "me")])
    view.show_exchange(signed_exchange(request))
    usual = view.note.text()
    view.show_origin(Origin("header", 0))
    assert view.note.text().startswith("Header row 1: User-Agent is not signed")
    view.show_origin(Origin("url"))
    assert view.note.text() == usual


def test_without_a_signature_it_tells_what_went_along(qtbot: QtBot, view: SignatureView) -> None:
    view.show_exchange(factories.exchange(REQUEST))
    assert view.unsigned.isVisible()
    assert not view.canonical.isVisible()
    with qtbot.waitSignal(view.action) as told:
        view.unsigned.sign.click()
    assert told.args[0].key == "choose_identity"
    view.show_origin(Origin("param", 0))
    assert view.canonical.marked == ()
    view.show_exchange(signed_exchange(REQUEST))
    view.show_exchange(factories.exchange(REQUEST))
    view.show_origin(Origin("header", 0))
    assert view.canonical.marked == ()
    view.show_exchange(signed_exchange(REQUEST))
    assert not view.unsigned.isVisible()
    assert view.canonical.isVisible()


def row_of(view: SignatureView, text: str) -> int:
    return next(row for row, line in enumerate(view.canonical.lines) if line.ours == text)


def copy_button(view: SignatureView, name: str) -> QToolButton:
    return next(one for one in view.findChildren(QToolButton) if one.accessibleName() == name)
