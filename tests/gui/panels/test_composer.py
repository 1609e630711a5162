from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import (
    Auth,
    Environment,
    Exchange,
    Origin,
    Payload,
    Request,
    Row,
    Settings,
)
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import StoredRequest, new_identity
from apiclient_gui.ui.dialogs.copied import CopiedDialog
from apiclient_gui.ui.dialogs.environment import EnvironmentDialog
from apiclient_gui.ui.dialogs.import_request import ImportDialog
from apiclient_gui.ui.dialogs.outside_change import OutsideChangeDialog
from apiclient_gui.ui.dialogs.signing_target import SigningTargetDialog
from apiclient_gui.ui.panels.composer import MEMBER, Composer
from tests.support.sockets import Answer, RawServer, ok
from tests.support.window import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FULL = Request(
    name="Full",
    method="PATCH",
    url="{{base}}/pets?kind=dog",
    params=(Row("limit", "10"), Row("off", "1", enabled=False)),
    headers=(Row("X-One", "1"), Row("X-One", "2")),
    body=Payload("json", '{"a":\u00a01}'),
    auth=Auth("sigv4", "alice", {"region": "eu-west-1", "normalize": False}),
    settings=Settings(connect_timeout=2.5, timeout=7, verify=False, ca_file="/etc/ca.pem"),
    position=3,
)
PLAIN = Request(name="Plain", url="http://127.0.0.1:9/")
DEV = Environment(
    name="dev", region="us-east-1", service="execute-api", variables={"base": "http://h"}
)
CTRL = Qt.KeyboardModifier.ControlModifier


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {"full": FULL, "plain": PLAIN}, (DEV,))
        self.state = self.stage.state
        made = MEMBER.make(self.stage.shared)
        assert isinstance(made, Composer)
        self.panel = made
        self.form = made.form
        self.arrived: list[Exchange] = []
        self.state.arrived.connect(self.arrived.append)
        qtbot.addWidget(made)
        made.resize(1000, 400)
        made.show()
        made.activateWindow()
        qtbot.waitActive(made).__enter__()
        self.stage.load()

    def type_url(self, words: str) -> None:
        self.form.address.url.setFocus()
        self.form.address.url.selectAll()
        QTest.keyClicks(self.form.address.url, words)


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def test_a_request_comes_back_as_it_was_opened(bench: Bench) -> None:
    for stored in bench.state.snapshot.requests:
        bench.state.open(stored)
        assert bench.panel.request() == stored.request
    assert bench.stage.drafts == {}


def test_tabs_say_what_is_in_them(bench: Bench) -> None:
    bench.state.open_path("full")
    bar = bench.form.tabs.tabBar()
    assert [bar.tabText(at) for at in range(bar.count())] == [
        "Params 2",  # one in the URL, one switched on
        "Headers 2",
        "Body · JSON",
        "Auth · SigV4",
        "Settings",
    ]


def test_what_is_typed_stays_when_another_is_opened(bench: Bench) -> None:
    bench.state.open_path("plain")
    bench.type_url("http://other/")
    assert bench.stage.drafts["plain"].url == "http://other/"
    assert bench.form._save.isVisible()
    bench.state.open_path("full")
    assert not bench.form._save.isVisible()
    bench.state.open_path("plain")
    assert bench.panel.request().url == "http://other/"
    bench.type_url(PLAIN.url)
    assert bench.stage.drafts == {}


def test_ctrl_s_saves(bench: Bench) -> None:
    bench.state.open_path("plain")
    bench.type_url("http://other/")
    QTest.keyClick(bench.panel, Qt.Key.Key_S, CTRL)
    bench.stage.wait(lambda: not bench.stage.drafts)
    assert bench.stage.workspace.request("plain").request.url == "http://other/"
    bench.stage.quiet()
    assert not bench.form._save.isVisible()


def test_a_new_request_is_named_after_what_it_does(bench: Bench) -> None:
    bench.type_url("https://h.example/prod/pets?x=1")
    bench.panel.save()
    bench.stage.wait(lambda: bench.state.current.path == "get-pets")
    bench.stage.quiet()
    assert bench.stage.workspace.request("get-pets").request.name == "GET pets"
    assert bench.stage.drafts == {}


def test_ctrl_enter_sends_also_what_is_being_typed_into_a_cell(bench: Bench) -> None:
    with RawServer(ok(b"{}")) as server:
        bench.type_url(f"http://{server.host}/pets")
        bench.form.tabs.turn_to("headers")
        table = bench.form.headers.table
        table.setFocus()
        QTest.keyClick(table, Qt.Key.Key_Return)
        QTest.keyClicks(QApplication.focusWidget(), "X-Typed")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        QTest.keyClicks(QApplication.focusWidget(), "yes")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
        bench.stage.wait(lambda: bool(bench.arrived))
    assert b"X-Typed: yes\r\n" in server.requests[0]
    assert bench.stage.drafts[""].headers == (Row("X-Typed", "yes"),)


def test_enter_in_the_url_sends(bench: Bench) -> None:
    with RawServer(ok(b"{}")) as server:
        bench.type_url(f"http://{server.host}/pets")
        QTest.keyClick(bench.form.address.url, Qt.Key.Key_Return)
        bench.stage.wait(lambda: bool(bench.arrived))
    assert server.requests[0].startswith(b"GET /pets ")


def test_sending_another_token_changes_the_request_and_says_so(bench: Bench) -> None:
    told: list[str] = []
    bench.state.told.connect(lambda words, _undo: told.append(words))
    bench.state.open(StoredRequest("", Request(name="x", url="http://h/", auth=Auth("bearer"))))
    bench.state.perform(Action("send_with_token_kind", "Send the ID token", {"kind": "id"}))
    assert bench.form.auth.auth().options == {"token_kind": "id"}
    assert told == ["This request now sends the ID token"]
    bench.stage.quiet()  # refused: nobody whose token it could be


def test_escape_cancels_a_hanging_request(bench: Bench) -> None:
    with RawServer(Answer(then="hang")) as server:
        bench.type_url(f"http://{server.host}/")
        width = bench.form.address.send.width()
        bench.panel.send()
        assert bench.form.address.send.text() == "Cancel"
        assert bench.form.address.send.width() == width
        server.wait_requests(1)
        QTest.keyClick(bench.panel, Qt.Key.Key_Escape)
        assert not bench.state.is_sending
        assert bench.form.address.send.text() == "Send"
        bench.stage.wait(lambda: not server.is_open())


@pytest.mark.parametrize(
    ("place", "key"),
    [("params", "params"), ("headers", "headers"), ("body", "body"), ("auth", "auth")],
)
def test_findings_lead_to_their_place(bench: Bench, place: str, key: str) -> None:
    bench.state.open_path("full")
    bench.form.tabs.turn_to("settings")
    bench.state.perform(Action("open_place", "Go there", {"place": place}))
    assert bench.form.tabs.current == key
    assert bench.form.tabs.isAncestorOf(QApplication.focusWidget())


def test_sending_with_an_option_sets_it_and_sends(bench: Bench) -> None:
    with RawServer(ok(b"{}")) as server:
        request = Request(name="x", url=f"http://{server.host}/", auth=Auth("none", ""))
        bench.state.open(StoredRequest("", request))
        bench.state.perform(Action("send_with_scheme", "Sign", {"scheme": "sigv4"}))
        assert bench.form.auth.auth().scheme == "sigv4"
        bench.stage.quiet()  # refused: nobody to sign for
        bench.state.perform(
            Action("send_with_option", "Sign", {"option": "region", "value": "eu-west-1"})
        )
        assert bench.form.auth.auth().options == {"region": "eu-west-1"}
        bench.stage.quiet()
        bench.state.perform(Action("send_with_scheme", "Plain", {"scheme": "none"}))
        bench.stage.wait(lambda: bool(bench.arrived))
    assert bench.arrived[0].request.auth.scheme == "none"


def test_links_of_the_signature_lead_to_the_row(bench: Bench) -> None:
    bench.state.open_path("full")
    bench.state.point(Origin("header", 1))
    assert bench.form.tabs.current == "headers"
    assert bench.form.headers.table.currentIndex().row() == 1
    bench.state.point(Origin("url", 0))
    assert bench.form.address.url.selectedText() == "kind=dog"
    bench.state.point(Origin("scheme", name="sigv4"))
    assert bench.form.tabs.current == "auth"
    bench.state.point(Origin("default", name="User-Agent"))
    assert bench.form.tabs.current == "headers"
    bench.state.point(Origin("default", name="Host"))  # it is the URL's
    assert bench.form.address.url.hasFocus()
    bench.state.point(Origin("default", name="Content-Type"))
    assert bench.form.tabs.current == "body"
    bench.state.point(Origin("url", name="method"))
    line = bench.form.address.method.lineEdit()
    assert line is not None
    assert line.hasFocus()


def test_where_the_person_is_in_the_request_is_told(bench: Bench) -> None:
    told: list[Origin] = []
    bench.state.located.connect(told.append)
    bench.state.open_path("full")
    bench.form.go_to("headers", 1)
    assert told[-1] == Origin("header", 1)
    bench.form.go_to("body")
    assert told[-1] == Origin("body")


def test_the_line_below_says_what_will_be_signed(bench: Bench) -> None:
    bench.state.open_path("full")
    words = bench.form.auth._words
    bench.stage.wait(lambda: "Signs" in words.text())
    assert words.text() == (
        "Region set here, service from the environment dev. "
        "Signs content-type, host, x-amz-date and 1 header of yours."
    )
    assert "Content-Type" in bench.form.headers._lines.text()
    bench.state.choose_environment("")
    bench.stage.wait(lambda: "has no value" in words.text())


def test_the_clock_is_told_and_put_back(bench: Bench) -> None:
    bench.form.tabs.turn_to("auth")
    bench.state.correct_clock(372)
    assert bench.form.clock.isVisible()
    assert "+6 min 12 s" in bench.form.clock.words.text()
    bench.form.clock.undone.emit()
    assert bench.stage.program.clock.offset == 0
    assert not bench.form.clock.isVisible()


def test_a_change_on_the_disk_is_shown_unless_something_is_typed(bench: Bench) -> None:
    bench.state.open_path("plain")
    bench.stage.workspace.save_request("plain", Request(name="Plain", url="http://disk/"))
    bench.stage.load()
    assert bench.panel.request().url == "http://disk/"
    assert not bench.panel.notice.isVisible()
    bench.type_url("http://typed/")
    bench.stage.workspace.save_request("plain", Request(name="Renamed", url="http://disk/"))
    bench.stage.load()
    assert bench.panel.request() == Request(name="Renamed", url="http://typed/")
    assert not bench.panel.notice.isVisible(), "nobody edits the name here: nothing to decide"


def conflict(bench: Bench) -> None:
    """Type into a request whose file is then changed outside."""
    bench.state.open_path("plain")
    bench.type_url("http://typed/")
    bench.stage.workspace.save_request("plain", Request(name="Plain", url="http://disk/2"))
    bench.stage.load()
    assert bench.panel.request().url == "http://typed/"
    assert bench.panel.notice.isVisible()


def test_keeping_mine_saves_it_over_the_file(bench: Bench) -> None:
    conflict(bench)
    bench.panel.notice.buttons["mine"].click()
    assert not bench.panel.notice.isVisible()
    bench.panel.save()
    bench.stage.wait(lambda: not bench.stage.drafts)
    bench.stage.quiet()
    assert bench.stage.workspace.request("plain").request.url == "http://typed/"


def test_taking_theirs_shows_the_file(bench: Bench) -> None:
    conflict(bench)
    bench.panel.notice.buttons["show"].click()
    dialog = bench.panel.findChild(OutsideChangeDialog)
    assert '+ url = "http://disk/2"' in dialog.text.toPlainText()
    dialog.reject()
    bench.panel.notice.buttons["theirs"].click()
    assert not bench.panel.notice.isVisible()
    assert bench.panel.request().url == "http://disk/2"
    assert bench.stage.drafts == {}


def test_a_request_whose_file_is_gone_stays_and_can_be_saved_again(bench: Bench) -> None:
    bench.state.open_path("plain")
    bench.stage.workspace.delete_request("plain")
    bench.stage.load()
    assert bench.state.tabs.current.unsaved
    assert bench.panel.notice.isVisible()
    assert bench.form._save.isVisible()
    bench.panel.notice.buttons["save"].click()
    bench.stage.wait(lambda: not bench.state.tabs.current.unsaved)
    bench.stage.quiet()
    assert bench.stage.workspace.request("plain").request == PLAIN
    assert not bench.panel.notice.isVisible()


def test_each_tab_shows_whether_it_is_sending(bench: Bench) -> None:
    with RawServer(Answer(then="hang")) as server:
        bench.type_url(f"http://{server.host}/")
        bench.panel.send()
        bench.state.open_path("full")
        assert bench.form.address.send.text() == "Send"
        bench.state.tabs.step(-1)
        assert bench.form.address.send.text() == "Cancel"
        bench.state.cancel()
        assert bench.form.address.send.text() == "Send"


def test_a_missing_variable_opens_its_environment(bench: Bench) -> None:
    bench.state.perform(Action("open_environment", "Open", {"variable": "token"}))
    dialog = bench.panel.findChild(EnvironmentDialog)
    assert dialog.table.rows()[-1] == Row("token")
    dialog.reject()


def test_a_paste_that_is_too_long_is_told(bench: Bench) -> None:
    QApplication.clipboard().setText("u" * 10_000_000)
    bench.form.address.url.clear()
    bench.form.address.url.paste()
    assert [one.id for one in bench.stage.noticed] == ["paste_too_long"]
    QApplication.clipboard().clear()


@pytest.mark.parametrize("text", ["http://h/\0", "ht\ntp://h", "//", ""])
def test_bad_urls_are_refused_and_stay(bench: Bench, text: str) -> None:
    bench.form.address.url.setText(text)
    shown = bench.form.address.url.text()
    with bench.stage.qtbot.waitSignal(bench.state.refused):
        bench.panel.send()
    assert bench.form.address.url.text() == shown
    bench.stage.quiet()
    assert bench.stage.noticed == []


def test_tab_leads_through_the_composer_in_order(bench: Bench) -> None:
    bench.state.open_path("full")
    bench.form.address.method.setFocus()
    seen: list[str] = []
    for _ in range(8):
        focused = QApplication.focusWidget()
        seen.append(focused.accessibleName() or focused.text())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == [
        "Method",
        "URL",
        "Environment",
        "Edit the environment",
        "Send",
        "Parts of the request",
        "Move into the table",
        "Parameters",
    ]


# ---- what belongs to a request and stands elsewhere


def test_the_passphrase_of_a_certificate_is_looked_for_kept_and_forgotten(bench: Bench) -> None:
    settings = Settings(cert_file="/no/such.pem")
    bench.state.program.keep_passphrase(settings, Secret("a passphrase"))
    said: list[bool | None] = []
    page = bench.form.settings
    shown = page.set_passphrase_kept
    page.set_passphrase_kept = lambda *, kept: (said.append(kept), shown(kept=kept))[1]  # type: ignore[method-assign]  # listened to
    bench.state.open(StoredRequest("", Request(name="x", url="http://h/", settings=settings)))
    bench.stage.wait(lambda: said == [None, True])
    page.passphrase_typed.emit(Secret(""))
    bench.stage.wait(lambda: said[-1] is False)
    assert bench.state.program.passphrase(settings) is None
    page.passphrase_typed.emit(Secret("another one"))
    bench.stage.wait(lambda: said[-1] is True)
    assert bench.state.program.passphrase(settings) == Secret("another one")
    bench.stage.quiet()


def test_a_redirect_to_another_origin_is_followed_on_request_without_authorization(
    bench: Bench,
) -> None:
    with RawServer(ok(b"{}")) as there:
        away = ok(b"", f"Location: http://{there.host}/new", status="302 Found")
        with RawServer(away) as here:
            request = Request(
                name="x",
                url=f"http://{here.host}/old",
                headers=(Row("Authorization", "planted-typed"), Row("X-Plain", "kept")),
                settings=Settings(follow=True),
            )
            bench.state.open(StoredRequest("", request))
            bench.panel.send()
            bench.stage.wait(lambda: len(bench.arrived) == 1)
            (finding,) = bench.arrived[0].findings
            assert finding.id == "redirect_to_other_origin"
            assert there.requests == []  # asked first
            bench.state.perform(finding.actions[0])
            bench.stage.wait(lambda: len(bench.arrived) == 2)
    assert there.requests[0].startswith(b"GET /new HTTP/1.1")
    assert b"planted-typed" not in there.requests[0]
    assert b"X-Plain: kept" in there.requests[0]


def test_what_the_history_cannot_keep_is_told_after_a_send(bench: Bench) -> None:
    noticed: list[str] = []
    bench.state.noticed.connect(lambda finding: noticed.append(finding.id))
    place = bench.state.program.data / "history"
    place.write_bytes(b"")  # a file where the folder should be
    with RawServer(ok(b"{}")) as server:
        bench.type_url(f"http://{server.host}/")
        bench.panel.send()
        bench.stage.wait(lambda: bool(bench.arrived) and bool(noticed))
    assert bench.arrived[0].response is not None
    assert len(noticed) == 1


def hand(bench: Bench, name: str) -> None:
    """Give the workspace an identity with AWS keys."""
    identity = new_identity(name, "aws_keys", {"access_key_id": "AKIDEXAMPLE"})
    bench.stage.program.vault.preset(identity.id, "secret_access_key", Secret("key"))
    bench.stage.program.vault.preset(identity.id, "session_token", Secret(""))
    bench.stage.program.workspace.save_identity(identity)
    bench.stage.load()
    bench.state.choose_environment("")  # the one there is tells region and service


def test_what_a_host_does_not_tell_is_asked_once_and_remembered(bench: Bench) -> None:
    hand(bench, "me")
    with RawServer(ok(b"{}"), ok(b"{}")) as server:
        request = Request(name="x", url=f"http://{server.host}/", auth=Auth("sigv4", "me"))
        bench.state.open(StoredRequest("", request))
        bench.panel.send()
        bench.stage.wait(lambda: bool(bench.panel.findChildren(SigningTargetDialog)))
        assert not server.requests, "nothing is sent before that is known"
        dialog = bench.panel.findChildren(SigningTargetDialog)[0]
        QTest.keyClicks(dialog.form.findChildren(QLineEdit)[0], "eu-west-1")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        bench.stage.wait(lambda: bool(bench.arrived))
        assert b"/eu-west-1/execute-api/aws4_request" in server.requests[0]
        assert bench.form.auth.auth().options == {"region": "eu-west-1", "service": "execute-api"}
        bench.panel.send()
        bench.stage.wait(lambda: len(bench.arrived) == 2)


def test_the_question_can_be_opened_again_from_the_finding(bench: Bench) -> None:
    hand(bench, "me")
    request = Request(name="x", url="http://127.0.0.1:9/", auth=Auth("sigv4", "me"))
    bench.state.open(StoredRequest("", request))
    bench.panel.send()
    bench.stage.wait(lambda: bool(bench.panel.findChildren(SigningTargetDialog)))
    bench.panel.findChildren(SigningTargetDialog)[0].reject()
    bench.stage.wait(lambda: not bench.panel.findChildren(SigningTargetDialog))
    bench.state.perform(Action("set_signing_target", "Say it"))
    assert bench.panel.findChildren(SigningTargetDialog)


def test_a_command_pasted_into_the_url_becomes_a_request(bench: Bench) -> None:
    bench.type_url("https://h.example/before")
    QApplication.clipboard().setText(
        "curl -X DELETE \\\n  https://h.example/pets/1 -H 'X-One: 1'\n"
    )
    bench.form.address.url.selectAll()
    bench.form.address.url.paste()
    bench.stage.wait(lambda: bench.form.address.method.currentText() == "DELETE")
    assert bench.form.address.url.text() == "https://h.example/pets/1"
    assert bench.form.headers.table.rows() == (Row("X-One", "1"),)
    assert "https://h.example/before" in {tab.request.url for tab in bench.state.tabs.all}


def test_typing_the_word_curl_is_typing(bench: Bench) -> None:
    bench.type_url("curl is no command here")
    assert bench.form.address.url.text() == "curl is no command here"


def test_a_pasted_command_that_cannot_be_read_is_opened_to_be_mended(bench: Bench) -> None:
    QApplication.clipboard().setText("curl 'https://h.example/unfinished")
    bench.form.address.url.clear()
    bench.form.address.url.paste()
    bench.stage.wait(lambda: bool(bench.panel.findChildren(ImportDialog)))
    dialog = bench.panel.findChildren(ImportDialog)[0]
    assert "unfinished" in dialog.text.toPlainText()
    assert bench.form.address.url.text() == ""
    bench.stage.quiet()


def test_the_request_is_copied_for_curl_without_its_secrets(bench: Bench) -> None:
    hand(bench, "me")
    bench.state.open(
        StoredRequest(
            "",
            Request(
                name="x",
                url="https://abc.execute-api.eu-west-1.amazonaws.com/prod/pets?b=1&a=2",
                auth=Auth("sigv4", "me"),
            ),
        )
    )
    bench.form.copy_as.fill()
    menu = bench.form.copy_as.menu_
    next(action for action in menu.actions() if action.text() == "curl").trigger()
    bench.stage.wait(lambda: bool(bench.panel.findChildren(CopiedDialog)))
    text = QApplication.clipboard().text()
    assert "--aws-sigv4" in text
    assert "aws:amz:eu-west-1:execute-api" in text
    assert "AKIDEXAMPLE" not in text
    dialog = bench.panel.findChildren(CopiedDialog)[0]
    assert dialog.findings.cards, "older versions of curl do not sort the query"
    dialog.accept()
    raw = next(action for action in menu.actions() if action.text().startswith("Raw"))
    raw.trigger()
    bench.stage.wait(lambda: "Signature=" in QApplication.clipboard().text())
    bench.stage.wait(lambda: len(bench.panel.findChildren(CopiedDialog)) > 0)


def test_what_was_said_of_a_host_is_proposed_again(bench: Bench) -> None:
    bench.state.open_path("plain")
    assert bench.panel._known_target("127.0.0.1:9") == {}
    bench.panel._answers["other.example.com"] = {"region": "eu-west-3", "service": "s3"}
    assert bench.panel._known_target("127.0.0.1:9") == {"region": "eu-west-3"}
    bench.panel._answers["127.0.0.1:9"] = {"region": "eu-west-1", "service": "lambda"}
    bench.panel._answers["third.example.com"] = {"region": "us-west-2", "service": "s3"}
    known = {"region": "eu-west-1", "service": "lambda"}
    assert bench.panel._known_target("127.0.0.1:9") == known
    bench.form.auth.set_option("region", "ca-central-1")
    assert bench.panel._known_target("127.0.0.1:9")["region"] == "ca-central-1"


def test_another_request_shows_its_options_closed(bench: Bench) -> None:
    bench.state.open_path("full")
    more = next(b for b in bench.form.auth.findChildren(QPushButton) if "options" in b.text())
    more.setChecked(True)
    bench.form.auth.set_option("region", "eu-west-2")
    assert more.text() == "Fewer options"
    bench.state.open_path("plain")
    bench.state.open_path("full")
    assert more.text().startswith("More options")
