"""The composer: the request of one tab, edited and sent; what is not saved stays as the draft of that tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.exporters.base import Exported, Exporter
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import OptionValue, Origin, Request
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state import outside
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.compose import outline
from apiclient_gui.ui.widgets.compose.address_row import LONGEST_URL
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.compose.request_form import RequestForm, plain
from apiclient_gui.ui.widgets.compose.whereabouts import Whereabouts
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.outside_notice import OutsideNotice
from apiclient_gui.ui.widgets.row_table import MOST_ROWS

_PAUSE_MS: Final = 200  # after the last key, until what would go out is worked out anew
_PLACES: Final = {"param": "params", "header": "headers", "scheme": "auth", "default": "headers"}
_MADE_OF: Final = {
    "host": "url",
    "content-type": "body",
    "content-length": "body",
    "api_key": "api_key",
}


class Composer(QWidget):
    """The request of the tab that is shown. Its draft in the tabs is always what stands here."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._tabs = shared.state.tabs
        self._tasks = Tasks(self)
        self._outlining: Task | None = None
        self._described: tuple[Request, bool] | None = None
        self._certificate = ("", "")  # whose passphrase was looked for last
        self._answers: dict[
            str, Mapping[str, str]
        ] = {}  # what hosts are signed for, as was said last
        self.notice = OutsideNotice()
        self.form = RequestForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.form, 1)
        lead_focus(self, self.form)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._outline)
        self._connect_form()
        self._connect_state()
        self._cancel = self._act("Cancel sending", "Esc", self._state.cancel)
        self._cancel.setEnabled(False)
        self._act("Send", "Ctrl+Return", self.send)
        self._act("Send", "Ctrl+Enter", self.send)
        self._act("Save the request", "Ctrl+S", self.save)
        self._act("Go to the URL", "Ctrl+L", lambda: self.form.go_to("url"))
        self._load(self._state.snapshot)
        self._open()

    def _connect_form(self) -> None:
        form, state = self.form, self._state
        form.changed.connect(self._changed)
        form.saved.connect(self.save)
        form.cut.connect(self._say_cut)
        form.address.command_pasted.connect(self._import_pasted)
        form.address.pressed.connect(self._press)
        form.address.entered.connect(lambda: None if state.is_sending else self.send())
        form.address.environment_chosen.connect(state.choose_environment)
        form.address.environment_edited.connect(self._edit_environment)
        form.copy_as.chosen.connect(self._copy_as)
        form.clock.undone.connect(lambda: state.correct_clock(0.0))
        form.settings.passphrase_typed.connect(self._keep_passphrase)
        self.notice.chosen.connect(self._decide)

    def _connect_state(self) -> None:
        state = self._state
        state.opened.connect(lambda _: self._open())
        state.tabs.changed.connect(self._describe)
        state.added.connect(self._begin)
        state.settling.connect(self.form.settle)
        state.loaded.connect(self._load)
        state.environment_changed.connect(lambda _: self._show_environments())
        state.clock_changed.connect(self.form.clock.show_offset)
        self.form.auth.know_logins(
            lambda identity: state.logins.about(identity).login, state.program.clock.now
        )
        state.logins.changed.connect(self.form.auth.login.draw)
        state.refused.connect(self._ask_target)
        state.asked.connect(self._do)
        state.pointed.connect(self._point)
        Whereabouts(self.form, self).moved.connect(state.located)

    # ---- the request

    def request(self) -> Request:
        """Return the request as it stands here; its name and position are those of its tab."""
        return self.form.request(self._tabs.current.request)

    def send(self) -> None:
        """Send it as it stands, saved or not."""
        self.form.settle()
        if not self._state.is_sending:
            self._state.send(self.request())

    def save(self) -> None:
        """Write it to the workspace; a new one is named after its method and path."""
        self.form.settle()
        self._state.save(self._tabs.current)

    def _open(self) -> None:
        self.form.show_request(self._tabs.current.request)
        self._changed()
        self._outline()

    def _begin(self) -> None:
        if not self._tabs.current.request.url:  # a copy has one
            self.form.go_to("url")

    def _changed(self) -> None:
        tab, request = self._tabs.current, self.request()
        stored = plain(tab.stored.request)
        kept = tab.draft is not None and tab.draft == request
        if not kept:
            self._tabs.keep_draft(tab, request if request != stored else None)
        self._describe()
        self._pause.start()

    def _describe(self) -> None:
        tab = self._tabs.current
        described = (tab.request, tab.unsaved)
        if described != self._described:
            self._described = described
            self.form.describe(tab.request, unsaved=tab.unsaved)
        self._show_sending(on=self._state.is_sending)
        self.notice.show_tab(gone=tab.gone, changed=tab.theirs is not None)

    def _load(self, snapshot: Snapshot) -> None:
        self._show_environments()
        self.form.auth.show_identities(snapshot.identities)

    def _decide(self, choice: str) -> None:
        tab = self._tabs.current
        match choice:
            case "mine":
                outside.keep_mine(self._tabs, tab)
            case "theirs":
                outside.take_theirs(self._tabs, tab)
            case "show" if tab.theirs is not None:
                from apiclient_gui.ui.dialogs.outside_change import (  # noqa: PLC0415  # start-up time
                    OutsideChangeDialog,
                )

                OutsideChangeDialog(tab.name, tab.request, tab.theirs, self).open()
            case "save":
                self.save()
            case "close":
                self._tabs.close(tab)

    # ---- what would go out

    def _outline(self) -> None:
        self._pause.stop()
        self._look_for_passphrase()
        state, request = self._state, self.request()
        environment = state.snapshot.environment(state.environment)
        identity = state.snapshot.identity(request.auth.identity)
        if self._outlining is not None:
            self._outlining.cancel()

        def show(found: Outline) -> None:
            self._outlining = None
            self.form.show_outline(found, request)

        self._outlining = self._tasks.start(
            lambda _: outline.outline(request, environment, identity),
            show,
            state.noticed.emit,
            name="outline",
        )

    # ---- the passphrase of a client certificate

    def _look_for_passphrase(self) -> None:
        settings, program = self.form.settings.settings(), self._state.program
        place = (settings.cert_file, settings.key_file)
        if place == self._certificate:
            return
        self._certificate = place
        self.form.settings.set_passphrase_kept(kept=None if settings.cert_file else False)

        def show(kept: bool) -> None:
            if place == self._certificate:
                self.form.settings.set_passphrase_kept(kept=kept)

        if settings.cert_file:
            self._tasks.start(
                lambda _: program.passphrase(settings) is not None,
                show,
                self._state.noticed.emit,
                name="look for a passphrase",
            )

    def _keep_passphrase(self, passphrase: Secret) -> None:
        settings, state = self.form.settings.settings(), self._state
        program = state.program

        def kept(finding: Finding | None) -> None:
            self.form.settings.set_passphrase_kept(kept=bool(passphrase))
            if finding is not None:
                state.noticed.emit(finding)

        self._tasks.start(
            lambda _: program.keep_passphrase(settings, passphrase),
            kept,
            state.noticed.emit,
            name="keep a passphrase",
        )

    # ---- what the window asks for

    def _do(self, action: Action) -> None:
        match action.key:
            case "open_place":
                self.form.go_to(action.parameters.get("place", ""))
            case "choose_identity":
                self.form.go_to("identity")
            case "choose_api_key":
                self.form.go_to("api_key")
            case "send_with_token_kind":
                kind = action.parameters["kind"]
                self.form.auth.set_option("token_kind", kind)
                words = "ID token" if kind == "id" else f"{kind} token"
                self._state.told.emit(f"This request now sends the {words}", False)
                self.send()
            case "send_with_option":
                self.form.auth.set_option(action.parameters["option"], action.parameters["value"])
                self.send()
            case "send_with_scheme":
                self.form.auth.set_scheme(action.parameters["scheme"])
                self.send()
            case "set_signing_target" if isinstance(finding := self._tabs.current.outcome, Finding):
                self._ask_target(finding)
            case "open_environment":
                name = action.parameters.get("environment", "") or self._state.environment
                self._show_environment(name, action.parameters.get("variable", ""))

    def _ask_target(self, finding: Finding) -> None:
        """Ask what is missing for a signature, and send with the answer; it stays with the request."""
        if not any(action.key == "set_signing_target" for action in finding.actions):
            return
        from apiclient_gui.ui.dialogs.signing_target import SigningTargetDialog  # noqa: PLC0415  # start-up time

        host = next((one.value for one in finding.evidence if one.label == "Host"), "")

        def take(answer: Mapping[str, str]) -> None:
            self._answers.pop(host, None)
            self._answers[host] = answer
            for key, value in answer.items():
                self.form.auth.set_option(key, value)
            self.send()

        SigningTargetDialog(host, self._known_target(host), take, self).open()

    def _known_target(self, host: str) -> Mapping[str, OptionValue]:
        """Return the options of this request, else those said for its host, else the region said last for any."""
        known: dict[str, OptionValue] = {}
        if self._answers:
            known["region"] = list(self._answers.values())[-1]["region"]
        for stored in self._state.snapshot.requests:
            if host and f"//{host}/" in f"{stored.request.url.partition('?')[0]}/":
                known |= {key: value for key, value in stored.request.auth.options.items() if value}
        own = {key: value for key, value in self.request().auth.options.items() if value}
        return known | dict(self._answers.get(host, {})) | own

    # ---- in from other programs, and out to them

    def _import_pasted(self) -> None:
        """Make a request of a command that was pasted into the URL; the URL is what it was before."""
        from apiclient_gui.ui.dialogs import import_request  # noqa: PLC0415  # start-up time

        text, state = self.form.address.url.text(), self._state
        self.form.address.put_back()

        def miss(finding: Finding) -> None:
            state.noticed.emit(finding)
            import_request.ImportDialog(state, text, self).open()

        import_request.read(
            state, text, lambda found: import_request.take(state, found, self), miss
        )

    def _copy_as(self, exporter: Exporter) -> None:
        """Copy the request for another program; what has to be known of the text is shown."""
        self.form.settle()
        request, state = self.request(), self._state
        environment, program, person = state.environment, state.program, state.asking.person

        def work(cancel: Cancel) -> tuple[Exported, str]:
            known = program.environment(environment)
            around = program.surroundings(known, cancel=cancel, person=person)
            made = program.export(request, around, exporter.id)
            return made, program.redactor.text(made.text) if made.secret else made.text

        def copied(outcome: tuple[Exported, str]) -> None:
            from apiclient_gui.ui.dialogs.copied import CopiedDialog, named  # noqa: PLC0415  # start-up time

            exported, shown = outcome
            QApplication.clipboard().setText(exported.text)
            if not exported.secret and not exported.findings:
                state.told.emit(f"Copied as {named(exporter.title)}", False)
                return
            now = program.clock.now()
            CopiedDialog(exporter.title, exported, shown, now, self).open()

        self._tasks.start(work, copied, state.noticed.emit, name="copy the request")

    def _point(self, origin: Origin) -> None:
        place = _PLACES.get(origin.place, origin.place)
        if origin.place in {"default", "scheme"}:
            place = _MADE_OF.get(origin.name.lower(), place)
        if origin.name == "method":
            self.form.address.method.setFocus()
            return
        self.form.go_to(place, None if origin.place == "default" else origin.row)

    def _press(self) -> None:
        if self._state.is_sending:
            self._state.cancel()
        else:
            self.send()

    def _show_sending(self, *, on: bool) -> None:
        self.form.address.show_sending(on=on)
        self._cancel.setEnabled(on)

    def _show_environments(self) -> None:
        names = [one.name for one in self._state.snapshot.environments]
        self.form.address.show_environments(names, self._state.environment)
        self._pause.start()

    def _edit_environment(self, new: bool) -> None:
        self._show_environments()
        self._show_environment("" if new else self._state.environment, "")

    def _show_environment(self, name: str, variable: str) -> None:
        from apiclient_gui.ui.dialogs.environment import EnvironmentDialog  # noqa: PLC0415  # start-up time

        EnvironmentDialog(self._state, name, variable, self).open()

    def _say_cut(self) -> None:
        self._state.noticed.emit(
            Finding(
                id="paste_too_long",
                severity="warning",
                title="That was too long to be pasted as a whole",
                detail=f"A URL and each cell of a table take {LONGEST_URL:,} characters, a paste into a table "
                f"{MOST_ROWS:,} rows.",
                remedy="Send so much data in the body.",
            )
        )

    def _act(self, name: str, keys: str, act: Callable[[], None]) -> QAction:
        made = QAction(name, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: act())  # noqa: PLW0108  # Qt would hand over whether it is checked
        self.addAction(made)
        return made


MEMBER = Panel("composer", Composer)
