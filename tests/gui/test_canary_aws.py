"""The canary in the window, for AWS: presigned URLs, temporary keys, roles, imports and copies, before careless servers.

A signature is a secret wherever it is shown by default; what a person types stands in the composer as typed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.exporters import TABLE as EXPORTERS
from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import Auth, Exchange, Identity, Request, Row, Settings
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.workspace import StoredRequest, new_identity
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.dialogs.ask import AskDialog
from apiclient_gui.ui.dialogs.copied import CopiedDialog
from apiclient_gui.ui.dialogs.import_keys import ImportKeysDialog
from apiclient_gui.ui.dialogs.import_request import ImportDialog
from apiclient_gui.ui.dialogs.keep_credentials import KeepCredentialsDialog
from apiclient_gui.ui.main_window import MainWindow
from apiclient_gui.ui.panels.composer import Composer
from apiclient_gui.ui.widgets.result.status_line import StatusLine
from tests.support.aws_files import share_models
from tests.support.canary import SECRETS, leaks, leaks_below
from tests.support.careless_aws import GIVEN, careless_aws
from tests.support.mirror import mirror
from tests.support.shown import (
    Ears,
    leaks_shown,
    look_into_history,
    open_window,
    send,
    texts_shown,
    turn,
)

KEY_ID: Final = "AKIAPLANTEDPLANTED00"
CODE: Final = "738291"
ROLE: Final = "arn:aws:iam::123456789012:role/planted"
PLANTED: Final = (
    SECRETS
    | GIVEN
    | {
        "fixed token": "planted.fixed-token.value~and/more+of=it",
        "MFA code": CODE,
        "set cookie": "planted-session=0123456789abcdef",
        "location token": "planted-token-in-a-location",
    }
)
HOWS: Final = ("give", "late", "refuse", "cut")
# The composer shows what is typed, and the dialogs what is pasted.
_TYPED: Final = ("BodyView", "Composer")
# A presigned URL that somebody gave is kept as typed until it is saved, for the user only.
IN_DRAFTS: Final = {"drafts": frozenset({"session token", "location token"})}
_SENT_SIGNATURE: Final = re.compile(r"Signature=([0-9a-f]{64,})")
_LONG: Final = re.compile(rb"[0-9a-f]{64,}")


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def server(heard: list[str]) -> Iterator[str]:
    with mirror(PLANTED["set cookie"], PLANTED["location token"], heard.append) as url:
        yield url


@pytest.fixture
def careless() -> Iterator[str]:
    with careless_aws() as url:
        yield url


def plant(program: Program, careless: str) -> None:
    """Add identities with planted secrets, at servers that repeat them."""
    seed.remember_keys(program)
    keys = {"secret_access_key": "secret key", "session_token": "session token"}
    portal = {"start_url": "http://h/start", "sso_region": "us-east-1"}
    at = {how: f"{careless}/{how}" for how in HOWS}
    own = {"access_key_id": KEY_ID}
    role = {"source": "keys-give", "role_arn": ROLE}
    mfa = {"mfa_serial": "arn:aws:iam::123456789012:mfa/planted"}
    for name, kind, secrets, facts in (
        ("fixed", "fixed_token", {"token": "fixed token"}, {}),
        *((f"keys-{how}", "aws_keys", keys, own | {"endpoint": at[how]}) for how in HOWS),
        *((f"role-{how}", "aws_role", {}, role | mfa | {"endpoint": at[how]}) for how in HOWS),
        *(
            (f"sso-{how}", "aws_sso", {}, portal | {"oidc_endpoint": at[how], "portal_endpoint": at[how]})
            for how in HOWS
        ),
    ):  # fmt: skip
        identity = new_identity(name, kind, facts)
        program.workspace.save_identity(identity)
        for key, planted in secrets.items():
            assert program.identities.put(identity, key, Secret(PLANTED[planted])) is None


@pytest.fixture
def window(
    qtbot: QtBot,
    gateway: Description,
    data_folder: Path,
    careless: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    assert gateway.sts
    share_models(monkeypatch)
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _: True)
    with open_window(qtbot, data_folder) as made:
        plant(made.state.program, careless)
        with qtbot.waitSignal(made.state.loaded, timeout=20_000):
            made.state.load()
        made.state.choose_environment("practice")
        yield made


def requests(server: str) -> list[Request]:
    """Return requests signed in every form, to servers that repeat them in different places."""
    where = {"region": "us-east-1", "service": "execute-api"}
    ways = {
        "presigned": ("sigv4_query", where | {"expires": "600"}),
        "everywhere": ("sigv4a", where | {"region": "*"}),
        "presigned everywhere": ("sigv4a", where | {"region": "eu-*", "expires": "600"}),
        "header": ("sigv4", where | {"content_sha256": True}),
    }
    meant = {
        "presigned": ("refuse", "reason", "away", "elsewhere"),
        "everywhere": ("refuse", "away"),
        "presigned everywhere": ("reason", "away"),
        "header": ("away", "reason"),
    }
    return [
        Request(
            name=f"{way} to {place}",
            url=f"{server}/{place}",
            auth=Auth(ways[way][0], "keys-give", ways[way][1]),
            settings=Settings(follow=place == "away"),
        )
        for way, places in meant.items()
        for place in places
    ]


def signatures_in(texts: dict[str, bytes], sent: set[str]) -> list[str]:
    found = []
    for place, text in texts.items():
        here = {one.decode() for one in _LONG.findall(text)}
        found += [f"{place}: signature {one[:9]}" for one in here & sent]
    return found


def signatures(heard: list[str]) -> set[str]:
    return {one for line in heard for one in _SENT_SIGNATURE.findall(line)}


def test_signatures_are_masked_wherever_they_are_shown(
    qtbot: QtBot,
    window: MainWindow,
    server: str,
    heard: list[str],
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    found = list[str]()
    ears = Ears(window.state)
    status = window.findChild(StatusLine)
    assert status is not None
    made = requests(server)
    given = 0
    for request in made:
        outcome = send(qtbot, window, request)
        assert isinstance(outcome, Exchange), outcome
        if outcome.prepared.url.count("X-Amz-Signature=") == 1 and given < 3:
            # A presigned URL goes out as it came, without a scheme; a tab without a name shows its URL.
            given += 1
            for name in ("", "given"):
                presigned = Request(name=name, url=outcome.prepared.url)
                assert isinstance(send(qtbot, window, presigned), Exchange)
                found += signatures_in(texts_shown(window, _TYPED), signatures(heard))
        where = request.name
        found += [f"{where}: {one}" for one in leaks_shown(window, PLANTED, _TYPED)]
        found += signatures_in(texts_shown(window, _TYPED), signatures(heard))
        for what in status.copies:
            if what.startswith(("Raw request", "Response as")) or what == "Body":
                continue
            status.copy(what)
            copied = {what: QGuiApplication.clipboard().text().encode()}
            found += signatures_in(copied, signatures(heard)) + leaks(copied[what], PLANTED)
    assert given == 3
    assert len(signatures(heard)) > 10
    assert look_into_history(window, qtbot, dict(PLANTED), found) > 12
    found += signatures_in(texts_shown(window, _TYPED), signatures(heard))
    told = {"told": "\n".join(ears.words).encode(), "logged": caplog.text.encode()}
    found += signatures_in(told, signatures(heard)) + leaks(b"".join(told.values()), PLANTED)
    window._remember()
    assert window.state.program.history.flush(20)
    found += leaks_below(data_folder, PLANTED, but=IN_DRAFTS)
    kept = {
        str(path): path.read_bytes()
        for path in data_folder.rglob("*")
        if path.is_file() and data_folder / "drafts" not in path.parents
    }
    found += signatures_in(kept, signatures(heard))
    assert not found, "\n".join(dict.fromkeys(found))


def ask_of(qtbot: QtBot, window: MainWindow, identity: Identity, found: list[str]) -> None:
    """Log in, and ask AWS who it is, answering what is asked; look at the page meanwhile."""
    state = window.state

    def answer() -> bool:
        for dialog in window.findChildren(AskDialog):
            if dialog.isVisible():
                found.extend(leaks_shown(dialog, PLANTED))
                dialog.question.answer(
                    {
                        one.key: one.choices[0] if one.choices else CODE
                        for one in dialog.question.step.fields
                    }
                )
                dialog.withdraw()
        return not state.tasks.running

    if not identity.name.startswith("keys"):
        state.logins.log_in(identity)
        qtbot.waitUntil(answer, timeout=20_000)
    state.callers.ask(identity)
    qtbot.waitUntil(answer, timeout=20_000)


def identities(window: MainWindow) -> list[Identity]:
    program = window.state.program
    return [
        one
        for one in program.workspace.identities()
        if "-" in one.name and one.name[:3] in {"key", "rol", "sso"}
    ]


def test_logins_and_callers_show_nothing(
    qtbot: QtBot,
    window: MainWindow,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    # A service that says nothing else is asked every second.
    monkeypatch.setattr("apiclient_gui.core.aws.sso.session._LONGEST_INTERVAL", 0.0)
    ears, found, seen = Ears(window.state), list[str](), b""
    page = turn(window, "identities", qtbot)
    for identity in identities(window):
        window.state.perform(Action("open_identity", "", {"identity": identity.name}))
        ask_of(qtbot, window, identity, found)
        found += [f"{identity.name}: {one}" for one in leaks_shown(window, PLANTED)]
        seen += b"".join(texts_shown(page).values())
    assert b"ASIAPLANTED" in seen, "temporary keys were had"
    assert MASK.encode() in seen, "what AWS said was shown"
    found += [f"told: {one}" for one in leaks("\n".join(ears.words).encode(), PLANTED)]
    found += [f"logged: {one}" for one in leaks(caplog.text.encode(), PLANTED)]
    found += leaks_below(data_folder, PLANTED, but={})
    assert not found, "\n".join(dict.fromkeys(found))


# ---------------------------------------------------------------- in and out


def visible(kind: type[QDialog], window: QWidget) -> Iterator[QDialog]:
    return (one for one in window.findChildren(kind) if one.isVisible())


def test_what_is_pasted_is_shown_where_it_was_pasted_alone(
    qtbot: QtBot, window: MainWindow, server: str, data_folder: Path
) -> None:
    secret, token = PLANTED["secret key"], PLANTED["session token"]
    found, ears = list[str](), Ears(window.state)
    commands = (
        f"curl --aws-sigv4 aws:amz:us-east-1:execute-api -u '{KEY_ID}:{secret}' -H 'x-amz-security-token: {token}' {server}/x",
        f"curl --oauth2-bearer '{PLANTED['fixed token']}' {server}/x",
        f"curl --weird '{secret}' -u '{KEY_ID}:{secret}' --aws-sigv4 aws:amz:us-east-1:execute-api '{server}/x",
    )
    for command in commands:
        dialog = ImportDialog(window.state, command, window)
        dialog.open()
        qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
        dialog.text.clear()
        found += [f"dialog: {one}" for one in leaks_shown(dialog, PLANTED)]
        dialog.reject()
        dialog = ImportDialog(window.state, command, window)
        dialog.open()
        qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
        if dialog.make.isEnabled():
            dialog.make.click()
        dialog.close()
        dialog.deleteLater()
        for keep in visible(KeepCredentialsDialog, window):
            found += [f"keep: {one}" for one in leaks_shown(keep, PLANTED)]
            keep.accept()
        found += [f"after: {one}" for one in leaks_shown(window, PLANTED, ("ImportDialog",))]
    keys = ImportKeysDialog(window.state, window)
    keys.open()
    keys.text.setPlainText(
        f"[planted]\naws_access_key_id={KEY_ID}\naws_secret_access_key={secret}\naws_session_token={token}\n"
    )
    qtbot.waitUntil(keys.keep.isEnabled, timeout=20_000)
    keys.keep.click()
    qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
    found += [
        f"keys: {one}" for one in leaks_shown(window, PLANTED, ("ImportKeysDialog", "ImportDialog"))
    ]
    found += [f"told: {one}" for one in leaks("\n".join(ears.words).encode(), PLANTED)]
    window._remember()
    found += leaks_below(data_folder, PLANTED, but={})
    assert not found, "\n".join(dict.fromkeys(found))


def test_copies_for_other_programs_hold_nothing_but_the_raw_one(
    qtbot: QtBot, window: MainWindow, server: str
) -> None:
    found = list[str]()
    composer = window.findChild(Composer)
    assert composer is not None
    clipboard = QApplication.clipboard()
    where = {"region": "us-east-1", "service": "execute-api"}
    for scheme in ("sigv4", "sigv4_query"):
        request = Request(
            name="x",
            url=f"{server}/x",
            headers=(Row("X-Api-Key", PLANTED["api key"]), Row("Cookie", PLANTED["cookie"])),
            auth=Auth(scheme, "keys-give", where),
        )
        window.state.open(StoredRequest("", request))
        for exporter in EXPORTERS.values():
            clipboard.clear()
            composer._copy_as(exporter)
            qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
            qtbot.waitUntil(lambda: bool(clipboard.text()), timeout=20_000)
            text = clipboard.text()
            if exporter.signed:
                assert leaks(text.encode(), PLANTED), "it is whole"
            else:
                found += [f"{exporter.id}: {one}" for one in leaks(text.encode(), PLANTED)]
            for dialog in visible(CopiedDialog, window):
                found += [f"{exporter.id} shown: {one}" for one in leaks_shown(dialog, PLANTED)]
                sent = set(_SENT_SIGNATURE.findall(text))
                assert not exporter.signed or sent
                found += signatures_in(texts_shown(dialog), sent)
                dialog.accept()
    assert not found, "\n".join(dict.fromkeys(found))
