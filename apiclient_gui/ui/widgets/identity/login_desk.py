"""What the buttons of the cards beside an identity do: log in and out, show and inspect tokens, ask AWS who it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import Identity, TokenKind, Tokens
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm


class LoginDesk(QObject):
    """Serves the cards of `detail`; `form` gives the form that is shown, None when there is none."""

    def __init__(
        self, state: State, detail: IdentityDetail, form: Callable[[], IdentityForm | None]
    ) -> None:
        super().__init__(detail)
        self._state = state
        self._detail = detail
        self._form = form
        login, caller = detail.login, detail.caller
        login.logged_in.connect(self._log_in)
        login.logged_out.connect(lambda: self._at_login(state.logins.log_out))
        login.cancelled.connect(lambda: self._at_login(state.logins.cancel))
        login.action.connect(self._do)
        login.tokens.wanted.connect(self._fetch)
        login.tokens.inspected.connect(self._inspect)
        caller.asked.connect(self._ask_caller)
        caller.cancelled.connect(lambda: self._at_form(state.callers.cancel))
        caller.action.connect(self._do)

    def draw(self, form: IdentityForm, *, for_run: bool) -> None:
        """Show how it stands with the identity of a form; `for_run`: what it holds is kept for this run only."""
        logins, callers = self._state.logins, self._state.callers
        self._detail.show_login(form, logins.about(form.identity), for_run=for_run)
        self._detail.show_caller(form, callers.about(form.identity))

    def _at_form(self, act: Callable[[Identity], None]) -> None:
        form = self._form()
        if form is not None:
            act(form.identity)

    def _at_login(self, act: Callable[[Identity], None]) -> None:
        form = self._form()
        if form is not None and form.kind.logs_in:
            act(form.identity)

    def _log_in(self) -> None:
        form = self._form()
        if form is not None and not form.is_edited:
            self._detail.login.tokens.conceal()
            self._at_login(self._state.logins.log_in)

    def _do(self, action: Action) -> None:
        if action.key == "log_in":
            self._log_in()  # of this one, and nothing is sent
        else:
            self._state.perform(action)

    def _ask_caller(self) -> None:
        form = self._form()
        if form is not None and not form.is_edited:
            self._state.callers.ask(form.identity)

    def _fetch(self, kind: TokenKind) -> None:
        form, card = self._form(), self._detail.login
        key = form.identity.id if form else ""

        def show(tokens: Tokens) -> None:
            token, now = tokens.held.get(kind), self._form()
            if (
                now is not None
                and key == now.identity.id
                and token is not None
                and card.isVisible()
            ):
                card.tokens.show_token(kind, token)

        self._at_login(lambda identity: self._state.logins.fetch(identity, show))

    def _inspect(self, kind: TokenKind) -> None:
        self._at_login(
            lambda identity: self._state.perform(
                Action("inspect_token", "Inspect", {"identity": identity.name, "kind": kind})
            )
        )
