from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.finding import Action
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.login_desk import LoginDesk
from tests.support.window import Stage


def test_the_cards_do_what_their_buttons_say(qtbot: QtBot, data_folder: Path) -> None:
    stage = Stage(qtbot, data_folder, {})
    state = stage.state
    detail = IdentityDetail(state.program.clock.now)
    qtbot.addWidget(detail)
    pool = kinds.TABLE["user_pool"]
    identity = new_identity("jo", pool.id, {})  # nothing is filled in: each login ends in a finding
    form = IdentityForm(identity, pool, new=False)
    detail.add_form(form)
    shown: list[IdentityForm | None] = [form]
    desk = LoginDesk(state, detail, lambda: shown[0])
    detail.show_form(form)
    asked: list[Action] = []
    state.asked.connect(asked.append)

    detail.login.action.emit(Action("log_in", "Log in"))
    stage.wait(lambda: state.logins.about(identity).finding is not None)
    desk.draw(form, for_run=True)
    assert detail.login.finding is not None

    detail.caller.asked.emit()
    stage.wait(lambda: state.callers.about(identity).finding is not None)

    detail.login.tokens.inspected.emit("id")
    detail.login.action.emit(Action("open_identity", "Open", {"identity": "jo"}))
    assert [action.key for action in asked] == ["inspect_token", "open_identity"]

    shown[0] = None  # the page shows the chooser of kinds
    detail.login.logged_in.emit()
    detail.caller.asked.emit()
    stage.quiet()
