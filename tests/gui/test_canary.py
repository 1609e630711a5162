"""The canary in the window: planted secrets, every tab and copy, then a search of all that is shown, copied, written.

What a person types stands in the composer as typed; the response body stands as it came. See tests/end2end/test_canary.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import (
    ApiKey,
    Auth,
    Exchange,
    Part,
    Payload,
    Request,
    Row,
    Settings,
    Tokens,
)
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.main_window import MainWindow
from apiclient_gui.ui.panels.result import ResultPanel
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.widgets.result.status_line import StatusLine
from tests.support.canary import SECRETS, leaks, leaks_below
from tests.support.mirror import mirror
from tests.support.shown import Ears, leaks_shown, look_into_history, open_window, send, turn, words

TYPED = (
    Row("X-Api-Key", SECRETS["api key"]),
    Row("Cookie", SECRETS["cookie"]),
)


@pytest.fixture
def window(qtbot: QtBot, gateway: Description, data_folder: Path) -> Iterator[MainWindow]:
    with open_window(qtbot, data_folder) as made:
        yield made


def requests(gateway: Description) -> list[Request]:
    pets = f"{gateway.apis[0].url}/pets"
    where = {"region": "us-east-1", "service": "execute-api"}
    planted = Auth("sigv4", "planted", where)
    return [
        Request(name="known", url=pets, headers=TYPED, auth=Auth("sigv4", "alice", where)),
        Request(name="planted", url=pets, headers=TYPED, auth=planted),
        Request(
            name="posted", method="POST", url=pets, body=Payload("text", "x"), auth=planted,
            params=(Row("X-Amz-Meta", "1"),),
        ),
        Request(name="twice", url=pets, headers=(Row("Authorization", SECRETS["typed header"]),), auth=planted),
        Request(name="bearer", url=pets, headers=(Row("Authorization", f"Bearer {SECRETS['typed header']}"),)),
        Request(name="password", url=f"https://user:{SECRETS['url password']}@h/x"),
        Request(name="nobody there", url="http://127.0.0.1:1/x", headers=TYPED, auth=planted),
    ]  # fmt: skip


def test_nothing_shown_copied_or_written_holds_a_secret(
    qtbot: QtBot,
    window: MainWindow,
    gateway: Description,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    draft = IdentityDraft(
        "planted",
        "aws_keys",
        {"access_key_id": "AKIAPLANTEDPLANTED00"},
        {
            "secret_access_key": Secret(SECRETS["secret key"]),
            "session_token": Secret(SECRETS["session token"]),
        },
    )
    saved: list[object] = []
    window.state.save_identity(draft, saved.append)
    qtbot.waitUntil(lambda: bool(saved), timeout=20_000)
    panel = window.findChild(ResultPanel)
    status = window.findChild(StatusLine)
    assert panel is not None
    assert status is not None
    met = set()
    for request in requests(gateway):
        outcome = send(qtbot, window, request)
        met.add(type(outcome))
        shown = "\n".join(words(panel))
        assert request.name == "password" or "•" in shown or isinstance(outcome, Finding)
        assert not leaks(shown.encode("utf-8", "replace")), request.name
        for what in status.copies:
            if what.startswith("Raw request") or what == "Body":
                continue  # asked for in clear, and said so
            status.copy(what)
            copied = QGuiApplication.clipboard().text()
            assert copied, what
            assert not leaks(copied.encode()), (request.name, what)
        assert not leaks(window.windowTitle().encode())
    assert met == {Exchange, Finding}
    for page in ("identities", "practice"):
        window.rail.choose(page)
        qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
        shown = "\n".join(words(window.pages.currentWidget()))
        assert page == "practice" or "planted" in shown
        assert not leaks(shown.encode("utf-8", "replace")), page
    window._remember()
    # What is typed and not saved is kept as typed, for the user only, as it would stand in the request's file.
    kept = [
        path
        for path in data_folder.rglob("*")
        if path.is_file() and data_folder / "drafts" not in path.parents
    ]
    assert any("planted" in path.name for path in kept)
    for path in kept:
        assert not leaks(path.read_bytes()), path
    assert not leaks(caplog.text.encode())


# ---------------------------------------------------------------- logins, variables, history

PIN = "planted\"var\\iable/with+signs&more=~*'x"
MORE = SECRETS | {
    "client secret": "planted+client/secret:of an&app=",
    "password": "planted pass:word/of+a%user",
    "fixed token": "planted.fixed-token.value~and/more+of=it",
    "variable": PIN,
    "proxy password": "planted-proxy-password",
    "set cookie": "planted-session=0123456789abcdef",
    "location token": "planted-token-in-a-location",
}
# What is typed and not saved is kept as typed, for the user only, as it would stand in the request's file.
IN_FILES = {"drafts": frozenset({"typed header", "api key", "cookie", "url password"})}


def plant(program: Program, gateway: Description, server: str) -> None:
    """Add identities with planted secrets, and a secret variable to the practice environment."""
    seed.remember_keys(program)
    workspace = program.workspace
    environment = workspace.environments()[0]
    hidden = {"pin": "variable", "proxy_password": "proxy password"}
    workspace.save_environment(
        msgspec.structs.replace(environment, id="id-of-it", secrets=tuple(hidden))
    )
    for key, name in hidden.items():
        assert program.identities.secrets.put("id-of-it", key, Secret(MORE[name])) is None
    assert gateway.idp
    assert gateway.user_pool
    pool = {"pool_id": gateway.user_pool.id, "client_id": "app", "username": "planted"}
    both = {"password": "password", "client_secret": "client secret"}
    secret = {"client_secret": "client secret"}
    for name, kind, secrets, facts in (
        ("fixed", "fixed_token", {"token": "fixed token"}, {}),
        ("key", "fixed_token", {"token": "api key"}, {}),
        ("basic", "user_password", {"password": "password"}, {"username": "me"}),
        ("idp-wrong", "client_credentials", secret, {"token_url": gateway.idp.token_url, "client_id": "app"}),
        ("idp-echo", "client_credentials", secret, {"token_url": f"{server}/oauth", "client_id": "app"}),
        ("idp-html", "client_credentials", secret, {"token_url": f"{server}/html", "client_id": "app"}),
        ("pool-wrong", "user_pool", both, {"endpoint": gateway.user_pool.endpoint, **pool}),
        ("pool-echo", "user_pool", both, {"endpoint": f"{server}/echo", **pool}),
    ):  # fmt: skip
        identity = new_identity(name, kind, facts)
        workspace.save_identity(identity)
        for key, planted in secrets.items():
            assert program.identities.put(identity, key, Secret(MORE[planted])) is None


def more_requests(gateway: Description, server: str) -> list[Request]:
    token, cognito = gateway.apis[1].url, gateway.apis[4].url
    in_query = ApiKey("key", "my_key", "query")
    odd = {"header": "X-Token", "prefix": "none"}
    where = {"region": "us-east-1", "service": "execute-api"}
    made = [
        Request(name="carol", url=f"{cognito}/pets", auth=Auth("bearer", "carol")),
        Request(name="access", url=f"{cognito}/pets", auth=Auth("bearer", "carol", {"token_kind": "access"})),
        Request(name="reader", url=f"{token}/pets", auth=Auth("bearer", "pets-reader")),
        Request(name="fixed", url=f"{token}/pets", auth=Auth("bearer", "fixed", {}, in_query)),
        Request(name="basic", url=f"{token}/pets", auth=Auth("basic", "basic")),
        Request(name="host", url="{{pin}}"), Request(name="method", method="{{pin}}", url=server),
    ]  # fmt: skip
    made += [
        Request(name=name, url=f"{token}/pets", auth=Auth("bearer", name))
        for name in ("idp-wrong", "idp-echo", "idp-html", "pool-wrong", "pool-echo")
    ]
    rows = (Row("pin", "{{pin}}"),)
    for place in ("refuse", "unauthorized", "reason", "away", "elsewhere"):
        url, settings = f"{server}/{place}", Settings(follow=True)
        made += [
            Request(name="token", url=url, auth=Auth("bearer", "fixed", odd, in_query)),
            Request(name="password", url=url, auth=Auth("basic", "basic"), settings=settings),
            Request(name="typed", url=url, headers=(*TYPED, Row("Authorization", SECRETS["typed header"]))),
            Request(name="path", url=f"{url}/{{{{pin}}}}?a={{{{pin}}}}", auth=Auth("sigv4", "alice", where)),
            Request(name="header", url=url, headers=(Row("X-Pin", "{{pin}}"), Row("Cookie", "{{pin}}")), settings=settings),
            Request(name="parameter", url=url, params=rows, auth=Auth("sigv4", "alice", where)),
            Request(name="json", method="POST", url=url, body=Payload("json", '{"pin": "{{pin}}"}')),
            Request(name="form", method="POST", url=url, body=Payload("form", rows=rows)),
            Request(name="parts", method="POST", url=url, body=Payload("multipart", parts=(Part("pin", "{{pin}}"),))),
        ]  # fmt: skip
    proxy = Settings(proxy=f"http://me:{{{{proxy_password}}}}@{server[7:]}")
    made.append(Request(name="proxy", url="https://127.0.0.1:1/x", settings=proxy))
    return made


@pytest.fixture
def server() -> Iterator[str]:
    with mirror(MORE["set cookie"], MORE["location token"]) as url:
        yield url


@pytest.fixture
def planted(qtbot: QtBot, window: MainWindow, gateway: Description, server: str) -> MainWindow:
    """Give the window over a workspace with the planted secrets."""
    plant(window.state.program, gateway, server)
    with qtbot.waitSignal(window.state.loaded, timeout=20_000):
        window.state.load()
    window.state.choose_environment("practice")
    return window


# A body is shown as it came: it is what was asked for.
_REPEATING = ("BodyView",)


def test_nothing_of_logins_variables_and_history_comes_out(
    qtbot: QtBot,
    planted: MainWindow,
    gateway: Description,
    server: str,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    window = planted
    program, state, secrets, found = window.state.program, window.state, dict(MORE), list[str]()
    ears = Ears(state)
    panel, status = window.findChild(ResultPanel), window.findChild(StatusLine)
    assert panel is not None
    assert status is not None
    for request in more_requests(gateway, server):
        outcome = send(qtbot, window, request)
        if request.name in {"carol", "reader"}:
            name = "carol" if request.name == "carol" else "pets-reader"
            held = program.identities.credentials(program.workspace.identity(name), {})
            assert isinstance(held, Tokens)
            secrets |= {f"{kind} token of {name}": one.reveal() for kind, one in held.held.items()}
        where = f"{request.name} to {request.url.rpartition('/')[2][:20]}"
        found += [f"{where}: {one}" for one in leaks_shown(panel, secrets, _REPEATING)]
        for what in status.copies if isinstance(outcome, Exchange) else ():
            if what.startswith(("Raw request", "Response as")) or what == "Body":
                continue  # asked for in clear, and said so; a response's body is copied as it came
            status.copy(what)
            copied = QGuiApplication.clipboard().text()
            found += [f"{where}, {what} copies {one}" for one in leaks(copied.encode(), secrets)]
        found += leaks(window.windowTitle().encode(), secrets)
    sent = look_into_history(window, qtbot, secrets, found)
    assert sent > 40
    for page in ("identities", "practice", "tokens"):
        found += leaks_shown(turn(window, page, qtbot), secrets)
    window._remember()
    assert program.history.flush(20)
    found += [f"told: {one}" for one in leaks("\n".join(ears.words).encode(), secrets)]
    found += [f"logged: {one}" for one in leaks(caplog.text.encode(), secrets)]
    found += leaks_below(data_folder, secrets, but=IN_FILES)
    assert ears.words
    assert "access token of carol" in secrets
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("place", ["refuse", "reason", "away"])
def test_the_result_masks_what_a_server_repeats(
    qtbot: QtBot, planted: MainWindow, server: str, place: str
) -> None:
    panel = planted.findChild(ResultPanel)
    assert panel is not None
    body = Payload("json", '{"pin": "{{pin}}"}')
    asked = Request(
        name="x", method="POST", url=f"{server}/{place}", body=body, auth=Auth("bearer", "fixed")
    )
    assert isinstance(send(qtbot, planted, asked), Exchange)
    found = leaks_shown(panel, MORE)
    assert not found, "\n".join(found)


def test_what_a_page_shows_in_clear_is_found(qtbot: QtBot, planted: MainWindow) -> None:
    page = turn(planted, "tokens", qtbot)
    field = QLineEdit(MORE["fixed token"], page)
    assert any("fixed token" in one for one in leaks_shown(page, MORE))
    field.clear()
    assert not leaks_shown(page, MORE)
    page.setToolTip(f"<b>{quote(MORE['password'])}</b>")
    assert leaks_shown(page, MORE)
