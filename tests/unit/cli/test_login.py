"""Logging in at the practice user pool: tokens are kept, what is refused is told with exit code 8."""

from __future__ import annotations

import base64
import hmac
import io
import re
import subprocess
import sys
import time
import webbrowser
from datetime import UTC, datetime, timedelta

import pytest
import requests

from apiclient_gui.practice import totp
from apiclient_gui.practice.description import Description
from tests.keyring_backends import MemoryKeyring
from tests.support.cli import apiclient
from tests.support.sts import ROLE, Sts


def test_a_login_is_kept_in_the_keyring_and_shown_without_it(
    gateway: Description, memory_keyring: MemoryKeyring
) -> None:
    result = apiclient("login", "carol", "--json")
    assert result.code == 0, result.err
    assert result.document["tokens"] == ["id", "access", "refresh"]
    assert result.document["expires_at"]
    assert memory_keyring.entries
    shown = apiclient("identity", "show", "carol", "--json").document
    assert shown == result.document


def test_in_words_it_says_until_when(gateway: Description) -> None:
    result = apiclient("login", "pets-reader")
    assert (result.code, result.out) == (0, b"")
    assert "pets-reader is logged in until 20" in result.err


def test_a_refused_login_says_why_and_exits_8(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APICLIENT_SECRET_CAROL_PASSWORD", "not-her-password")
    result = apiclient("login", "carol", "--json")
    assert result.code == 8
    finding = result.document["error"]
    assert finding["id"] == "login_refused"
    assert finding["detail"] == "It said: Incorrect username or password."
    assert {"label": "Identity", "value": "carol"} in finding["evidence"]
    assert "not-her-password" not in result.err + result.out.decode()


def test_an_identity_that_needs_no_login(gateway: Description) -> None:
    result = apiclient("login", "alice", "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == "nothing_to_log_in"


def test_an_answer_without_a_name_is_wrong_use(gateway: Description) -> None:
    result = apiclient("login", "carol", "--answer", "env:X", "--json")
    assert result.code == 2
    assert result.document["error"]["id"] == "answer_unreadable"


def test_a_password_that_is_a_word_too_many_is_not_repeated() -> None:
    ended = apiclient("login", "carol", "planted-password", "--json")
    assert ended.code == 2
    assert ended.document["error"]["title"] == "Got unexpected extra argument"


def test_challenges_of_a_user_pool_are_answered(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gateway.user_pool
    mia = next(one for one in gateway.user_pool.challenged if one.username == "mia")
    unanswered = apiclient("login", "mia", "--json")
    assert (unanswered.code, unanswered.document["error"]["id"]) == (8, "person_needed")
    monkeypatch.setenv("CODE", totp.code(mia.device, datetime.now(UTC)))
    ended = apiclient("login", "mia", "--answer", "code=env:CODE", "--json")
    assert ended.code == 0, ended.out
    assert ended.document["tokens"] == ["id", "access", "refresh"]


# ---------------------------------------------------------------- roles

DEVICE = "arn:aws:iam::123456789012:mfa/me"


def _role(sts: Sts, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setenv("PLANTED", "planted-secret-access-key")
    monkeypatch.setenv("CODE", "123456")
    keys = (
        "--set",
        "access_key_id=AKIAEXAMPLEEXAMPLE00",
        "--secret",
        "secret_access_key=env:PLANTED",
    )
    assert apiclient("identity", "add", "dev", "--kind", "aws_keys", *keys).code == 0
    facts = (f"role_arn={ROLE}", f"endpoint={sts.url}", "source=dev", *words)
    given = [word for fact in facts for word in ("--set", fact)]
    assert apiclient("identity", "add", "reader", "--kind", "aws_role", *given).code == 0


def test_a_role_is_logged_in_with_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    with Sts(ends) as sts:
        _role(sts, monkeypatch, f"mfa_serial={DEVICE}")
        unanswered = apiclient("login", "reader", "--json")
        assert (unanswered.code, unanswered.document["error"]["id"]) == (8, "person_needed")
        assert "--answer code=" in unanswered.document["error"]["remedy"]
        ended = apiclient("login", "reader", "--answer", "code=env:CODE", "--json")
        assert ended.code == 0, ended.out
        assert sts.asked[0]["TokenCode"] == "123456"
    assert ended.document["access_key_id"] == "ASIAROLE000000000001"
    assert ended.document["tokens"] == []
    assert ended.document["expires_at"] == f"{ends:%Y-%m-%dT%H:%M:%SZ}"
    assert b"role-secret" not in ended.out
    shown = apiclient("identity", "show", "reader")
    assert b"temporary key        ASIAROLE000000000001" in shown.out
    assert f"valid until          {ends:%Y-%m-%d %H:%M:%S} UTC".encode() in shown.out
    # What is kept is used without asking anybody.
    url = "https://a.execute-api.eu-west-1.amazonaws.com/"
    signed = apiclient("sign", "GET", url, "--identity", "reader", "--json")
    assert signed.document["auth"]["credential_scope"].endswith(
        "/eu-west-1/execute-api/aws4_request"
    )
    assert ["X-Amz-Security-Token", "role-token-1"] in signed.document["headers"]
    assert apiclient("logout", "reader").code == 0
    assert apiclient("identity", "show", "reader", "--json").document["access_key_id"] is None


def test_the_practice_admin_shows_the_code_of_a_device(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gateway.sts is not None
    monkeypatch.setenv("CODE", _code(gateway.sts.mfa.secret))
    assert apiclient("login", "alice-as-admin", "--answer", "code=env:CODE").code == 0
    caller = apiclient("whoami", "alice-as-admin", "--json").document
    assert caller["arn"].endswith(":assumed-role/pets-admin-role/apiclient-gui")
    again = apiclient("login", "alice-as-admin", "--answer", "code=env:CODE", "--json")
    assert (again.code, again.document["error"]["id"]) == (8, "mfa_code_wrong")


def _code(secret: str) -> str:
    """RFC 6238 with six digits every 30 seconds."""
    step = int(time.time() // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), step, "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def test_a_role_that_is_refused_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with Sts() as sts:
        _role(sts, monkeypatch)
        ended = apiclient("login", "reader", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (8, "role_refused")
    assert {"label": "Identity", "value": "reader"} in ended.document["error"]["evidence"]


def test_several_programs_ask_sts_once(
    gnome_keyring: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gnome_keyring
    ends = datetime.now(UTC) + timedelta(hours=1)
    url = "https://a.execute-api.eu-west-1.amazonaws.com/"
    with Sts(ends, ends, ends) as sts:
        _role(sts, monkeypatch)
        words = [
            sys.executable,
            "-m",
            "apiclient_gui.cli",
            "sign",
            "GET",
            url,
            "--identity",
            "reader",
        ]
        running = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(3)]
        texts = [one.communicate(timeout=60)[0] for one in running]
        assert len(sts.asked) == 1
    assert all(b"role-token-1" in text for text in texts)


def test_the_page_of_a_login_is_printed_and_not_opened(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("it was opened"))
    assert gateway.sso is not None

    class Confirms(io.StringIO):
        """Who reads the page from the terminal, and confirms the login elsewhere."""

        def write(self, text: str) -> int:
            if found := re.search("user_code=(\\S+)", text):
                form = {"user_code": found[1], "user": "eve", "decision": "allow"}
                requests.post(f"{gateway.base_url}/sso/device", form, timeout=10)
            return super().write(text)

    said = Confirms()
    monkeypatch.setattr("apiclient_gui.cli.base.person.say", said.write)
    result = apiclient("login", "dana-sso", "--no-browser", "--json")
    assert result.code == 0, result.err
    # eve has one account and one role there: nothing was asked.
    assert result.document["access_key_id"].startswith("ASIA")
    assert "Code: " in said.getvalue()
