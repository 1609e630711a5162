from __future__ import annotations

from pathlib import Path

import pytest
import requests
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Identity, Tokens
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.state.asking import Asking, Shown
from apiclient_gui.ui.state.logins import Logins
from apiclient_gui.ui.tasks import Tasks
from tests.keyring_backends import HangingKeyring
from tests.support.idp_browser import Browser
from tests.support.sockets import Answer, RawServer
from tests.support.vaults import use


class Bench:
    """Logins over the practice gateway's user pool, as the window has them."""

    def __init__(self, qtbot: QtBot, data: Path, gateway: Description) -> None:
        self.qtbot = qtbot
        self.program = Program(data, environ={})
        seed.remember_keys(self.program)
        self.owner = QObject()
        self.tasks = Tasks(self.owner)
        self.logins = self.made()
        pool = gateway.user_pool
        assert pool is not None
        self.person = self.program.workspace.identity(pool.users[0].username)

    def made(self) -> Logins:
        self.asking = Asking(self.tasks, self.owner)
        return Logins(self.program, self.tasks, self.asking, Environment, self.owner)

    def wait(self, identity: Identity) -> None:
        self.qtbot.waitUntil(lambda: not self.logins.about(identity).running, timeout=20_000)

    def strange(self, endpoint: str) -> Identity:
        """An identity whose pool is elsewhere."""
        facts = {**self.person.facts, "endpoint": endpoint}
        made = new_identity("strange", self.person.kind, facts)
        self.program.identities.put(made, "password", Secret("planted-password"))
        return made


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path, gateway: Description) -> Bench:
    return Bench(qtbot, data_folder, gateway)


def test_logging_in_renewing_and_out(bench: Bench) -> None:
    logins, person = bench.logins, bench.person
    told: list[str] = []
    logins.changed.connect(told.append)
    assert logins.about(person).login is None
    logins.log_in(person)
    assert logins.about(person).running
    logins.log_in(person)  # one attempt at a time
    bench.wait(person)
    standing = logins.about(person)
    assert standing.finding is None
    assert standing.login is not None
    assert set(standing.login.kinds) == {"id", "access", "refresh"}
    assert set(standing.sizes) == {"id", "access", "refresh"}
    assert min(standing.sizes.values()) > 20
    assert set(told) == {person.id}
    logins.log_in(person)
    bench.wait(person)
    renewed = logins.about(person).login
    assert renewed is not None
    assert renewed.obtained_at > standing.login.obtained_at
    logins.log_out(person)
    bench.qtbot.waitUntil(lambda: logins.about(person).login is None)
    assert bench.program.identities.login(person) is None


def test_a_login_in_the_browser(bench: Bench, gateway: Description) -> None:
    assert gateway.idp is not None
    browser = Browser(gateway.idp)
    facts = {"issuer": gateway.idp.issuer, "client_id": "desktop", "scope": "openid pets:read"}
    person = new_identity("me", "oidc_code", facts)
    shown: list[Shown] = []
    hidden: list[Shown] = []
    bench.asking.shown.connect(shown.append)
    bench.asking.hidden.connect(hidden.append)
    bench.logins.log_in(person)
    bench.qtbot.waitUntil(lambda: bool(shown), timeout=20_000)
    page = browser.call(shown[0].step.url.removeprefix(gateway.idp.issuer))
    requests.get(browser.log_in(page).headers["location"], timeout=30)
    bench.wait(person)
    bench.qtbot.waitUntil(lambda: hidden == shown)
    standing = bench.logins.about(person)
    assert standing.finding is None
    assert standing.login is not None
    assert set(standing.login.kinds) == {"id", "access"}


def test_tokens_are_fetched_without_a_new_login(bench: Bench) -> None:
    logins, person = bench.logins, bench.person
    logins.log_in(person)
    bench.wait(person)
    before = logins.about(person).login
    found: list[Tokens] = []
    logins.fetch(person, found.append)
    bench.wait(person)
    assert logins.about(person).login == before
    assert set(found[0].held) == {"id", "access", "refresh"}


def test_a_login_from_elsewhere_is_seen_and_asks_no_keyring(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.logins.log_in(bench.person)
    bench.wait(bench.person)
    fresh = bench.made()
    backend = HangingKeyring({})
    use(monkeypatch, backend)
    with bench.qtbot.waitSignal(fresh.changed):
        fresh.look(bench.program.workspace.identities())
    assert fresh.about(bench.person).login == bench.logins.about(bench.person).login
    assert fresh.about(bench.person).sizes == {}
    assert backend.calls == 0


def test_a_refused_login_says_why_and_lets_one_try_again(bench: Bench) -> None:
    person = bench.person
    wrong = new_identity("wrong", person.kind, dict(person.facts))
    bench.program.identities.put(wrong, "password", Secret("planted-wrong"))
    told: list[Finding] = []
    bench.logins.log_in(wrong, lambda: pytest.fail("it logged in"), told.append)
    bench.wait(wrong)
    finding = bench.logins.about(wrong).finding
    assert finding is not None
    assert finding.id == "login_refused"
    assert "planted-wrong" not in repr(finding)
    assert told == [finding]
    bench.logins.log_in(wrong)
    assert bench.logins.about(wrong).finding is None
    bench.wait(wrong)


def test_who_asked_is_told_when_it_is_done(bench: Bench) -> None:
    done: list[str] = []
    bench.logins.log_in(bench.person, lambda: done.append("sent again"))
    bench.wait(bench.person)
    assert done == ["sent again"]


def test_a_hung_login_is_cancelled_at_once(bench: Bench) -> None:
    with RawServer(Answer(then="hang")) as server:
        strange = bench.strange(f"http://{server.host}/")
        bench.logins.log_in(strange)
        server.wait_requests(1)
        bench.logins.cancel(strange)
        standing = bench.logins.about(strange)
        assert (standing.running, standing.finding) == (False, None)
        bench.logins.log_in(strange)  # and may be tried anew
        assert bench.logins.about(strange).running
        bench.logins.cancel(strange)
