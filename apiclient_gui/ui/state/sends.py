"""Sending: each tab has at most one request on its way, and what comes of it goes to that tab, shown or not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from apiclient_gui.core import redirects
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Exchange, Request
from apiclient_gui.core.program import Program
from apiclient_gui.ui.state.asking import Asking
from apiclient_gui.ui.state.tabs import Tab, Tabs
from apiclient_gui.ui.tasks import Tasks


class Sends(QObject):
    """Sends in the tab that is shown. All signals but `exchanged` are meant for that one."""

    sending = Signal(object)  # Request
    arrived = Signal(object)  # Exchange
    refused = Signal(object)  # Finding
    stopped = Signal()
    exchanged = Signal(object)  # Exchange of any tab

    def __init__(self, program: Program, tasks: Tasks, tabs: Tabs, asking: Asking) -> None:
        super().__init__(tabs)
        self._person = asking.person
        self._program = program
        self._tasks = tasks
        self._tabs = tabs

    def send(self, request: Request, environment: str) -> None:
        """Send a request with an environment of that name, unless one of this tab is on its way."""
        tab, program, person = self._tabs.current, self._program, self._person
        if tab.sending is not None:
            return

        def work(cancel: Cancel) -> Exchange:
            known = program.environment(environment)
            around = program.surroundings(known, cancel=cancel, person=person)
            return program.send(request, around, cancel)

        tab.sent = request
        tab.sending = self._tasks.start(
            work,
            lambda exchange: self._take(tab, exchange),
            lambda finding: self._take(tab, finding),
            name="send",
        )
        tab.preview = False
        self.sending.emit(request)
        self._tabs.changed.emit()

    def follow(self, environment: Environment) -> None:
        """Send what the redirect that is shown asks for, to the other origin, without anything that authorises."""
        exchange = self._tabs.current.outcome
        if isinstance(exchange, Exchange) and exchange.response is not None:
            request = redirects.without_authorization(
                exchange.request, exchange.prepared, exchange.response, environment.secrets
            )
            self.send(request, environment.name)

    def cancel(self) -> None:
        """End the request of the tab that is shown, at once."""
        tab = self._tabs.current
        if tab.sending is not None:
            task, tab.sending = tab.sending, None
            task.cancel()
            self.stopped.emit()
            self._tabs.changed.emit()

    def _take(self, tab: Tab, outcome: Exchange | Finding) -> None:
        tab.sending = None
        self._tabs.keep_outcome(tab, outcome)
        if isinstance(outcome, Exchange):
            self.exchanged.emit(outcome)
        if tab is self._tabs.current:
            (self.arrived if isinstance(outcome, Exchange) else self.refused).emit(outcome)
