from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QPlainTextEdit,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Auth, Authorisation, Exchange, Failure, Origin, Request, Row
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.panels import composer as composing
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.panels.result import MEMBER, ResultPanel
from apiclient_gui.ui.state import State, Tab
from apiclient_gui.ui.state.tabs import KEPT_OUTCOMES
from apiclient_gui.ui.widgets.diff_view import THEIRS
from apiclient_gui.ui.widgets.result.signature_view import SignatureView
from tests import factories
from tests.support.meddler import meddler
from tests.support.results import mismatch, signed_exchange
from tests.support.sockets import Answer, RawServer, ok

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FINDING = Finding(
    id="clock",
    severity="error",
    confidence="certain",
    title="The clock is wrong",
    actions=(Action("open_identity", "Open the identity", {"identity": "alice"}),),
)


@dataclass
class Bench:
    """The panel over a real program."""

    state: State
    panel: ResultPanel

    def send(self, qtbot: QtBot, request: Request) -> None:
        with qtbot.waitSignal(self.state.arrived):
            self.state.send(request)

    def stored(self, name: str) -> Request:
        requests = self.state.snapshot.requests
        return next(one.request for one in requests if one.request.name == name)

    @property
    def tabs(self) -> list[str]:
        bar = self.panel.tabs
        return [bar.tabText(at) for at in range(bar.count()) if bar.isTabVisible(at)]


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Iterator[Bench]:
    program = Program(data_folder, environ={})
    state = State(program)
    panel = MEMBER.make(Shared(state, Gateway(state)))
    assert isinstance(panel, ResultPanel)
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    yield Bench(state, panel)
    state.cancel()
    program.close()


@pytest.fixture
def practised(qtbot: QtBot, bench: Bench, gateway: Description) -> Bench:
    assert gateway.iam
    seed.remember_keys(bench.state.program)
    with qtbot.waitSignal(bench.state.loaded):
        bench.state.load()
    return bench


def refused_exchange() -> Exchange:
    answer = factories.response(403, "Forbidden", content=b"{}")
    return factories.exchange(answer=answer, findings=(FINDING,))


def shown_body(bench: Bench) -> str:
    return bench.panel.body.text()


# ---- over the practice gateway


def test_the_empty_panel_teaches(practised: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = practised.panel
    assert "List pets" not in panel.empty._words.text()  # nobody would answer it
    monkeypatch.setattr(panel._gateway, "status", "running")
    panel._gateway.changed.emit()
    assert panel.empty.isVisible()
    assert not panel.tabs.isVisible()
    assert panel.status.words == ""
    words = " ".join(one.text() for one in panel.empty.findChildren(type(panel.empty._title)))
    assert "Send a request to see what comes back" in words
    assert "Ctrl+Enter" in words
    assert "“List pets, signed” in the list" in words


def test_an_allowed_request_shows_its_body(qtbot: QtBot, practised: Bench) -> None:
    practised.send(qtbot, practised.stored("List pets, signed"))
    panel = practised.panel
    assert practised.tabs == ["Body", "Headers 6", "Signature", "Sent", "Timing"]
    assert panel.tabs.current == "body"
    assert panel.status.words.startswith("✓ 200 OK  ")
    assert '    "name": "Bella"' in shown_body(practised)
    assert panel.signature.canonical.model().rowCount() == 8
    assert panel.signature.canonical.isColumnHidden(THEIRS)
    assert panel.signature.hash.isHidden()
    assert "Authorization: ••••" in panel.sent.code.viewer.toPlainText()


def test_a_refusal_shows_why_and_a_success_the_body_again(qtbot: QtBot, practised: Bench) -> None:
    practised.send(qtbot, practised.stored("As bob, not permitted"))
    panel = practised.panel
    assert panel.tabs.current == "why"
    assert practised.tabs[0] == "Why refused"
    assert "403 Forbidden" in panel.status.words
    assert "x-amzn-ErrorType: AccessDeniedException" in panel.status.words
    assert panel.why.cards[0].finding.id == "identity_policy_silent"
    panel.tabs.turn_to("sent")
    practised.send(qtbot, practised.stored("List pets, signed"))
    assert panel.tabs.current == "body"
    assert "Why refused" not in practised.tabs


def test_a_button_of_the_finding_hands_its_focus_to_the_tabs_of_the_answer(
    qtbot: QtBot, practised: Bench
) -> None:
    panel = practised.panel
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    practised.send(qtbot, practised.stored("Not signed at all"))
    panel.why.cards[0].findChildren(QAbstractButton)[-1].setFocus()
    assert panel.why.isAncestorOf(QApplication.focusWidget())
    practised.send(qtbot, practised.stored("List pets, signed"))
    qtbot.waitUntil(lambda: QApplication.focusWidget() is panel.tabs.tabBar())


def test_the_wrong_region_is_explained(qtbot: QtBot, practised: Bench) -> None:
    practised.send(qtbot, practised.stored("For the wrong region"))
    assert practised.panel.why.cards[0].finding.id == "wrong_region"
    scope = practised.panel.signature.to_sign.lines[2].ours
    assert scope is not None
    assert scope.endswith("/eu-west-1/execute-api/aws4_request")


def test_an_unsigned_request_says_so_in_the_place_of_the_signature(
    qtbot: QtBot, practised: Bench
) -> None:
    practised.send(qtbot, practised.stored("Not signed at all"))
    panel = practised.panel
    assert "Signature" in practised.tabs
    panel.tabs.turn_to("signature")
    assert panel.signature.unsigned.isVisible()
    with qtbot.waitSignal(practised.state.asked) as told:
        panel.signature.unsigned.sign.click()
    assert told.args[0].key == "choose_identity"
    assert panel.status.copies[-1] == "Raw request, with its secrets in clear"


def changed_on_the_way(
    qtbot: QtBot, bench: Bench, request: Request, change: Callable[[bytes], bytes]
) -> SignatureView:
    """Send a request through a hop that changes its head, and turn to its signature."""
    environment = bench.state.snapshot.environment(bench.state.environment)
    (name,) = [one for one in environment.variables if f"{{{{{one}}}}}" in request.url]
    with meddler(environment.variables[name], change) as url:
        bench.send(
            qtbot,
            msgspec.structs.replace(request, url=request.url.replace(f"{{{{{name}}}}}", url)),
        )
    bench.panel.tabs.turn_to("signature")
    return bench.panel.signature


def test_what_a_hop_changed_stands_beside_what_was_signed(qtbot: QtBot, practised: Bench) -> None:
    pets = practised.stored("List pets, signed")
    signed = msgspec.structs.replace(
        pets, params=(Row("limit", "10"), Row("kind", "dog")), headers=(Row("X-Pet", "Rex"),)
    )
    view = changed_on_the_way(
        qtbot, practised, signed, lambda head: head.replace(b"kind=dog", b"kind=cat")
    )
    assert practised.panel.why.cards[0].finding.id == "request_changed_on_the_way"
    assert view.verdict.text() == "1 line differs"
    (row,) = view.canonical.differing
    assert view.canonical.lines[row].shown == ("kind=dog", "kind=cat")
    reasons = [line for line in view.canonical.lines if line.reason]
    assert [line.link for line in reasons] == ["Show parameter row 2: kind"]
    assert len(view.to_sign.differing) == 1


def test_the_wrong_key_is_told_by_texts_that_are_the_same(qtbot: QtBot, practised: Bench) -> None:
    alice = practised.state.snapshot.identity("alice")
    assert alice is not None
    practised.state.program.vault.preset(alice.id, "secret_access_key", Secret("x" * 40))
    practised.send(qtbot, practised.stored("List pets, signed"))
    view = practised.panel.signature
    assert view.verdict.text() == "✓ The gateway computed the same"
    assert "it is the key that differs" in view.note.text()


@pytest.mark.parametrize(
    ("change", "verdict"),
    [(b"", "✓ Arrived as it was sent"), (b"x", "Changed on the way")],
)
def test_a_hash_of_the_header_tells_which_side_changed_it(
    qtbot: QtBot, practised: Bench, change: bytes, verdict: str
) -> None:
    bearer = practised.stored("List pets with the ID token")
    signed = practised.stored("List pets, signed")  # this method reads a token as a signature
    view = changed_on_the_way(
        qtbot,
        practised,
        msgspec.structs.replace(bearer, url=signed.url),
        lambda head: head.replace(b"Authorization: Bearer ", b"Authorization: Bearer " + change),
    )
    assert view.unsigned.isVisible()
    assert view.hash.isVisible()
    assert view.hash.verdict.text() == verdict


def test_a_presigned_url_is_accepted_and_copied(qtbot: QtBot, practised: Bench) -> None:
    pets = practised.stored("List pets, signed")
    auth = Auth("sigv4_query", pets.auth.identity, {"expires": 600})
    practised.send(qtbot, msgspec.structs.replace(pets, auth=auth))
    panel = practised.panel
    assert panel.status.words.startswith("✓ 200 OK")
    panel.tabs.turn_to("signature")
    final = panel.signature.final
    assert final.lifetime.text().startswith("holds until ")
    assert final.text.toPlainText().endswith("X-Amz-Signature=••••")
    final.copy_url.click()
    assert panel.toast.accessibleName().startswith("Presigned URL copied, its signature in clear")
    url = QApplication.clipboard().text()
    practised.send(qtbot, Request(url=url))
    assert panel.status.words.startswith("✓ 200 OK")


def test_a_line_and_its_row_lead_to_each_other(qtbot: QtBot, practised: Bench) -> None:
    state, panel = practised.state, practised.panel
    composer = composing.MEMBER.make(Shared(state, Gateway(state)))
    assert isinstance(composer, composing.Composer)
    qtbot.addWidget(composer)
    composer.resize(900, 400)
    composer.show()
    composer.activateWindow()
    qtbot.waitUntil(composer.isActiveWindow)
    pets = msgspec.structs.replace(
        practised.stored("List pets, signed"),
        params=(Row("limit", "10"), Row("kind", "dog")),
        headers=(Row("X-Pet", "Rex"),),
    )
    state.open(StoredRequest("", pets))
    with qtbot.waitSignal(state.arrived):
        composer.send()
    panel.tabs.turn_to("signature")
    view, form = panel.signature.canonical, composer.form

    def choose(text: str) -> None:
        row = next(row for row, line in enumerate(view.lines) if line.ours == text)
        view.chosen.emit(row)
        assert row in view.marked

    choose("kind=dog")
    assert form.params.table.currentIndex().row() == 1
    choose("x-pet:Rex")
    assert form.tabs.current == "headers"
    choose("GET")
    assert form.address.method.isAncestorOf(QApplication.focusWidget())
    choose(view.lines[-1].ours or "")
    assert form.tabs.current == "body"
    form.go_to("params", 0)
    assert [view.lines[row].ours for row in view.marked] == ["limit=10"]
    composer.hide()


def test_where_the_person_is_in_the_request_is_marked_in_its_signature(
    qtbot: QtBot, practised: Bench
) -> None:
    state, view = practised.state, practised.panel.signature
    pets = msgspec.structs.replace(
        practised.stored("List pets, signed"), params=(Row("limit", "10"), Row("kind", "dog"))
    )
    state.open(StoredRequest("", pets))
    practised.send(qtbot, pets)
    state.located.emit(Origin("param", 0))
    assert [view.canonical.lines[row].ours for row in view.canonical.marked] == ["limit=10"]
    practised.send(qtbot, pets)
    assert [view.canonical.lines[row].ours for row in view.canonical.marked] == ["limit=10"]
    # What was edited since then is not what was signed.
    edited = msgspec.structs.replace(pets, params=(Row("limit", "20"), Row("kind", "dog")))
    state.tabs.keep_draft(state.tabs.current, edited)
    state.located.emit(Origin("param", 0))
    assert view.canonical.marked == ()
    for origin in (
        Origin("param", 1),
        Origin("url"),
        Origin("url", name="method"),
        Origin("body"),
        Origin("scheme"),
    ):
        state.located.emit(origin)
        assert view.canonical.marked, origin
    state.located.emit(Origin("header", 3))
    assert view.canonical.marked == ()
    state.begin_request()
    state.located.emit(Origin("url"))
    assert view.canonical.marked == ()


def test_the_token_that_was_sent_has_a_tab(qtbot: QtBot, practised: Bench) -> None:
    practised.send(qtbot, practised.stored("List pets with the ID token"))
    assert "Token" in practised.tabs
    assert "carol" in practised.panel.token.about.text()
    practised.panel.signature.token_wanted.emit()
    assert practised.panel.tabs.current == "token"
    with qtbot.waitSignal(practised.state.asked) as caught:
        practised.panel.token.opened.emit()
    assert caught.args == [Action("inspect_sent_token", "Open in Tokens")]
    practised.send(qtbot, practised.stored("Not signed at all"))
    assert "Token" not in practised.tabs


def test_a_request_that_cannot_be_sent_says_why(qtbot: QtBot, practised: Bench) -> None:
    pets = practised.stored("List pets, signed")
    with qtbot.waitSignal(practised.state.refused):
        practised.state.send(msgspec.structs.replace(pets, auth=Auth("sigv4", "nobody")))
    panel = practised.panel
    assert panel.status.words == "Not sent"
    assert practised.tabs == ["Why not sent"]
    assert len(panel.why.cards) == 1


def test_nobody_listening_is_no_response(qtbot: QtBot, practised: Bench) -> None:
    with RawServer() as server:
        port = server.port
    practised.send(qtbot, Request(url=f"http://127.0.0.1:{port}/"))
    panel = practised.panel
    assert panel.status.words.startswith("No response  ")
    assert practised.tabs == ["Why no response", "Signature", "Sent", "Timing"]
    assert panel.why.cards[0].finding.id == "connection_refused"


# ---- while it is on its way


def test_a_slow_answer_dims_the_old_result_and_can_be_cancelled(
    qtbot: QtBot, practised: Bench
) -> None:
    practised.send(qtbot, practised.stored("List pets, signed"))
    panel, before = practised.panel, shown_body(practised)
    place = panel.tabs.mapTo(panel, panel.tabs.rect().topLeft())
    with RawServer(Answer(then="hang")) as server:
        practised.state.send(Request(method="PUT", url=f"http://{server.host}/slow"))
        qtbot.waitUntil(panel.busy.isVisible)
        assert panel.busy.accessibleName() == f"PUT http://{server.host}/slow"
        assert panel.veiled.dimmed
        assert not panel.status.isVisible()
        assert panel.tabs.mapTo(panel, panel.tabs.rect().topLeft()) == place
        cancel = next(one for one in buttons(panel.busy) if one.text() == "Cancel")
        with qtbot.waitSignal(practised.state.stopped):
            cancel.click()
    assert not panel.veiled.dimmed
    assert panel.status.isVisible()
    assert "Cancelled" in panel.status.words
    assert shown_body(practised) == before


def test_a_quick_answer_shows_no_progress(qtbot: QtBot, bench: Bench) -> None:
    with RawServer(ok(b"fine")) as server:
        seen: list[bool] = []
        bench.state.arrived.connect(lambda _: seen.append(bench.panel.busy.isVisible()))
        bench.state.send(Request(url=f"http://{server.host}/"))
        assert not bench.panel.busy.isVisible()
        qtbot.waitUntil(lambda: bool(seen))
    assert shown_body(bench) == "fine"


def test_a_cancel_before_any_result_leaves_the_panel_empty(qtbot: QtBot, bench: Bench) -> None:
    with RawServer(Answer(then="hang")) as server:
        bench.state.send(Request(url=f"http://{server.host}/"))
        server.wait_requests(1)
        bench.state.cancel()
    assert bench.panel.empty.isVisible()
    assert bench.panel.status.words == "Cancelled"


# ---- tabs and actions


def test_from_one_success_to_the_next_the_tab_stays(bench: Bench) -> None:
    bench.state.arrived.emit(factories.exchange())
    assert bench.panel.tabs.current == "body"
    bench.panel.tabs.turn_to("timing")
    bench.state.arrived.emit(factories.exchange())
    assert bench.panel.tabs.current == "timing"
    bench.state.arrived.emit(refused_exchange())
    assert bench.panel.tabs.current == "why"
    bench.panel.tabs.turn_to("timing")
    bench.state.arrived.emit(refused_exchange())
    assert bench.panel.tabs.current == "why"


def test_a_tab_that_is_gone_gives_way(bench: Bench) -> None:
    how = Authorisation("bearer", headers=("Authorization",), token_kind="id")
    bench.state.arrived.emit(factories.exchange(authorisation=how))
    bench.panel.tabs.turn_to("token")
    bench.state.arrived.emit(factories.exchange())
    assert bench.panel.tabs.current == "body"


def test_the_button_of_a_finding_is_done_by_the_state(qtbot: QtBot, bench: Bench) -> None:
    bench.state.arrived.emit(refused_exchange())
    with qtbot.waitSignal(bench.state.asked) as told:
        next(one for one in buttons(bench.panel.why) if one.text() == "Open the identity").click()
    assert told.args == [FINDING.actions[0]]


def test_comparing_brings_the_signature_to_the_front(qtbot: QtBot, bench: Bench) -> None:
    exchange = signed_exchange(factories.request(params=[("limit", "10")]))
    signature = exchange.authorisation.signature
    assert signature is not None
    theirs = signature.canonical_request.replace("limit=10", "limit=10&more=1")
    answer = mismatch(theirs, signature.string_to_sign)
    bench.state.arrived.emit(replace(exchange, response=answer, findings=(FINDING,)))
    bench.state.perform(Action("compare_signatures", "Compare"))
    assert bench.panel.tabs.current == "signature"
    canonical = bench.panel.signature.canonical
    assert canonical.differing == (3,)
    assert not canonical.isColumnHidden(THEIRS)
    with qtbot.waitSignal(bench.state.pointed) as told:
        qtbot.keyClick(canonical, Qt.Key.Key_Return)
    assert told.args == [Origin("param")]  # only the gateway has this one


# ---- each request has its own result


def open_and_send(bench: Bench, path: str, outcome: Exchange | Finding) -> Tab:
    bench.state.open(StoredRequest(path, Request(name=path)))
    tab = bench.state.tabs.current
    tab.sent = Request(name=path)
    bench.state.tabs.keep_outcome(tab, outcome)
    (bench.state.arrived if isinstance(outcome, Exchange) else bench.state.refused).emit(outcome)
    return tab


def test_a_result_stays_with_its_tab(bench: Bench) -> None:
    pets = open_and_send(bench, "pets", refused_exchange())
    bench.state.open(StoredRequest("dogs", Request(name="d")))
    dogs = bench.state.tabs.current
    assert bench.panel.empty.isVisible()
    bench.state.tabs.show(pets)
    assert bench.panel.tabs.current == "why"
    bench.state.tabs.keep_outcome(dogs, FINDING)  # while the pets are shown
    assert bench.panel.status.words.startswith("403")
    bench.state.tabs.show(dogs)
    assert bench.panel.status.words == "Not sent"


def test_sending_again_means_the_tab_that_is_shown(qtbot: QtBot, bench: Bench) -> None:
    again = Finding(
        id="clock",
        severity="error",
        title="The clock is wrong",
        actions=(
            Action("send_with_clock", "Correct and send", {"offset": "372.5"}),
            Action("send_again", "Send again"),
        ),
    )
    pets = open_and_send(bench, "pets", again)
    open_and_send(bench, "dogs", factories.exchange())
    bench.state.tabs.show(pets)
    for words in ("Send again", "Correct and send"):
        with qtbot.waitSignal(bench.state.sending) as told:
            press(bench.panel.why, words)
        assert told.args == [Request(name="pets")]
        bench.state.cancel()
    assert bench.state.program.clock.offset == 372.5


def test_a_tab_that_is_still_sending_shows_so_when_it_comes_back(
    qtbot: QtBot, bench: Bench
) -> None:
    with RawServer(Answer(then="hang")) as server:
        url = f"http://{server.host}/slow"
        bench.state.send(Request(url=url))
        qtbot.waitUntil(bench.panel.busy.isVisible)
        bench.state.open(StoredRequest("dogs", Request(name="d")))
        assert not bench.panel.busy.isVisible()
        bench.state.tabs.step(1)
        assert bench.panel.busy.isVisible()
        assert bench.panel.busy.accessibleName() == f"GET {url}"
        bench.state.cancel()
        assert not bench.panel.busy.isVisible()


def test_a_request_saved_after_it_was_sent_keeps_its_result(qtbot: QtBot, practised: Bench) -> None:
    state = practised.state
    pets = practised.stored("List pets, signed")
    state.open(StoredRequest("", pets))
    practised.send(qtbot, pets)
    with qtbot.waitSignal(state.loaded):
        state.save(state.tabs.current)
    assert state.current.path
    assert practised.panel.tabs.isVisible()
    state.begin_request()
    assert practised.panel.empty.isVisible()
    state.tabs.step(-1)
    assert practised.panel.tabs.isVisible()


def test_a_result_that_was_let_go_is_said(bench: Bench) -> None:
    first = open_and_send(bench, "r0", factories.exchange())
    for number in range(KEPT_OUTCOMES):
        open_and_send(bench, f"r{number + 1}", factories.exchange())
    bench.state.tabs.show(first)
    assert bench.panel.empty.isVisible()
    assert bench.panel.empty._title.text() == "This result is not kept any more"
    bench.state.tabs.step(1)
    assert bench.panel.tabs.isVisible()


# ---- copy and save


def test_copies_go_to_the_clipboard(bench: Bench) -> None:
    bench.state.arrived.emit(factories.exchange(answer=factories.response(content=b"Rex")))
    bench.panel.status.copy("Body")
    assert QApplication.clipboard().text() == "Rex"
    assert bench.panel.toast.isVisible()
    assert bench.panel.toast.accessibleName() == "Body copied"


def test_the_body_is_saved_to_the_byte(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    content = bytes(range(256))
    headers = [("Content-Type", "application/json")]
    answer = factories.response(headers=headers, content=content)
    bench.state.arrived.emit(factories.exchange(answer=answer))
    press(bench.panel.status, "Save body")
    dialog = bench.panel.findChild(QFileDialog)
    assert dialog.isVisible()
    assert Path(dialog.selectedFiles()[0]).name == "pets.json"
    place = tmp_path / "out.bin"
    dialog.fileSelected.emit(str(place))
    dialog.close()
    qtbot.waitUntil(bench.panel.toast.isVisible)
    assert place.read_bytes() == content


def test_a_place_that_takes_no_file_is_noticed(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    bench.state.arrived.emit(factories.exchange(answer=factories.response(content=b"Rex")))
    press(bench.panel.status, "Save body")
    dialog = bench.panel.findChild(QFileDialog)
    with qtbot.waitSignal(bench.state.noticed) as told:
        dialog.fileSelected.emit(str(tmp_path / "missing" / "out"))
    dialog.close()
    assert told.args[0].severity == "error"


# ---- for everybody


def test_a_large_body_is_laid_out_off_the_windows_thread(qtbot: QtBot, bench: Bench) -> None:
    large = msgspec.json.encode([{"name": "Rex"}] * 400_000)
    headers = [("Content-Type", "application/json")]
    answer = factories.response(headers=headers, content=large)
    with qtbot.waitSignal(bench.panel.body.shown):
        bench.state.arrived.emit(factories.exchange(answer=answer))
        assert "Laying it out" in bench.panel.body.about
    assert shown_body(bench).startswith('[\n  {\n    "name": "Rex"')


def test_everything_has_a_name_and_takes_the_focus(bench: Bench) -> None:
    exchange = signed_exchange(factories.request(headers=[("Cookie", "a=secret")]))
    bench.state.arrived.emit(replace(exchange, findings=(FINDING,)))
    for one in bench.panel.findChildren(QWidget):
        if isinstance(one, QAbstractButton | QPlainTextEdit | QTableView) and not inner(one):
            assert one.accessibleName() or one.text(), one  # type: ignore[union-attr]  # buttons have one
            assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one


def test_a_failure_after_the_signature_shows_it(bench: Bench) -> None:
    exchange = signed_exchange(factories.request())
    failed = replace(exchange, response=None, failure=Failure("connect", "no"), findings=(FINDING,))
    bench.state.arrived.emit(failed)
    assert bench.tabs == ["Why no response", "Signature", "Sent", "Timing"]


def buttons(parent: QWidget) -> list[QAbstractButton]:
    return parent.findChildren(QAbstractButton)


def press(parent: QWidget, words: str) -> None:
    next(one for one in buttons(parent) if one.text() == words).click()


def inner(widget: QWidget) -> bool:
    """Whether it is a part that Qt makes: scroll buttons of a tab bar, the corner of a table, icons in a line."""
    around = widget.parent()
    kind = type(around).__name__
    return kind in {"TabBar", "SearchField"} or (
        isinstance(around, QTableView) and not isinstance(widget, QToolButton)
    )
