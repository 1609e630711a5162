"""IAM Identity Center and AWS profiles against the practice gateway: log in, choose a role, send what it may and may not."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from botocore import UNSIGNED
from botocore.config import Config
from botocore.session import Session

from apiclient_gui.practice import totp
from apiclient_gui.practice.description import Description
from tests.support.aws_files import AwsFiles
from tests.support.cli import Ended, apiclient

SERVICE = ("--service", "execute-api", "--json")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsFiles:
    return AwsFiles.empty(tmp_path, monkeypatch)


def decide(gateway: Description, url: str, user: str = "dana", decision: str = "allow") -> None:
    """Do what a person does on the page that a login shows."""
    (code,) = parse_qs(urlsplit(url).query)["user_code"]
    form = {"user_code": code, "user": user, "decision": decision}
    reply = requests.post(f"{gateway.base_url}/sso/device", form, timeout=10)
    assert reply.status_code == 200, reply.text


@pytest.fixture
def browser(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give a browser whose person confirms each login at once; `allow` or `deny` may be put in."""
    decisions: list[str] = []

    def open_(url: str) -> bool:
        decide(gateway, url, decision=decisions.pop() if decisions else "allow")
        return True

    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(webbrowser, "open", open_)
    return decisions


def accounts(gateway: Description) -> dict[str, str]:
    assert gateway.sso is not None
    return {one.account_name: one.account_id for one in gateway.sso.accounts}


def logged_in(monkeypatch: pytest.MonkeyPatch, account: str, role: str) -> Ended:
    monkeypatch.setenv("ACCOUNT", account)
    monkeypatch.setenv("ROLE", role)
    answers = ("--answer", "account=env:ACCOUNT", "--answer", "role=env:ROLE")
    return apiclient("login", "dana-sso", "--json", *answers)


def sent(gateway: Description, method: str, path: str, *who: str) -> tuple[int, list[str]]:
    url = gateway.apis[0].url + path
    ended = apiclient("send", method, url, *SERVICE, *who)
    document = ended.document
    assert "response" in document, document
    return document["response"]["status"], [one["id"] for one in document["findings"]]


@pytest.mark.usefixtures("browser")
def test_a_role_is_chosen_and_sends_what_it_may(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = logged_in(monkeypatch, accounts(gateway)["practice"], "PetsReader")
    assert ended.code == 0, ended.err
    assert ended.document["access_key_id"].startswith("ASIA")
    assert ended.document["expires_at"]
    assert "/sso/device?user_code=" in ended.err
    assert sent(gateway, "GET", "/pets", "--identity", "dana-sso")[0] == 200
    status, causes = sent(gateway, "DELETE", "/pets/1", "--identity", "dana-sso")
    assert (status, causes[:1]) == (403, ["identity_policy_silent"])


@pytest.mark.usefixtures("browser")
def test_new_keys_need_nobody_while_the_session_lasts(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = logged_in(monkeypatch, accounts(gateway)["practice"], "1").document
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("nobody is asked again"))
    again = apiclient("login", "dana-sso", "--json")
    assert again.code == 0, again.err
    assert again.document["access_key_id"] != first["access_key_id"]
    assert sent(gateway, "DELETE", "/pets/1", "--identity", "dana-sso")[0] == 200


def test_a_login_denied_in_the_browser(
    gateway: Description, monkeypatch: pytest.MonkeyPatch, browser: list[str]
) -> None:
    browser.append("deny")
    ended = logged_in(monkeypatch, "1", "1")
    assert ended.code == 8
    assert ended.document["error"]["id"] == "sso_login_denied"


@pytest.mark.usefixtures("browser")
def test_an_answer_that_is_no_choice(gateway: Description, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = logged_in(monkeypatch, "no such account", "1")
    assert ended.code == 8
    assert ended.document["error"]["id"] == "answer_unfit"


def test_a_send_does_not_begin_a_login(gateway: Description) -> None:
    ended = apiclient(
        "send", "GET", f"{gateway.apis[0].url}/pets", "--identity", "dana-sso", *SERVICE
    )
    assert ended.code == 8
    assert ended.document["error"]["id"] == "person_needed"


# ---- profiles


def static(gateway: Description, user: str = "alice") -> str:
    (keys,) = (one for one in gateway.iam if one.user == user)
    return (
        f"[{user}]\naws_access_key_id = {keys.access_key_id}\n"
        f"aws_secret_access_key = {keys.secret_access_key}\n"
    )


def role(gateway: Description, name: str, source: str, more: str = "") -> str:
    assert gateway.sts is not None
    (arn,) = (one.arn for one in gateway.sts.roles if one.name == name)
    return (
        f"[profile {name}]\nrole_arn = {arn}\nsource_profile = {source}\nregion = us-east-1\n"
        f"services = practice\n{more}\n"
        f"[services practice]\nsts =\n  endpoint_url = {gateway.sts.endpoint}\n"
    )


def test_keys_of_a_profile_send(gateway: Description, files: AwsFiles) -> None:
    files.write(config="[profile alice]\nregion = us-east-1\n", credentials=static(gateway))
    assert sent(gateway, "GET", "/pets", "--profile", "alice")[0] == 200


def test_a_role_of_a_profile_sends_what_it_may(gateway: Description, files: AwsFiles) -> None:
    config = role(gateway, "pets-reader-role", "alice")
    files.write(config=config, credentials=static(gateway))
    assert sent(gateway, "GET", "/pets", "--profile", "pets-reader-role")[0] == 200
    status, causes = sent(gateway, "DELETE", "/pets/1", "--profile", "pets-reader-role")
    assert (status, causes[:1]) == (403, ["identity_policy_silent"])


def test_a_role_refuses_without_its_external_id(gateway: Description, files: AwsFiles) -> None:
    config = role(gateway, "pets-partner-role", "alice")
    files.write(config=config, credentials=static(gateway))
    words = ("GET", f"{gateway.apis[0].url}/pets", "--profile", "pets-partner-role", *SERVICE)
    ended = apiclient("send", *words)
    assert (ended.code, ended.document["error"]["id"]) == (8, "role_refused")
    files.config.write_text(
        config.replace("services =", "external_id = practice-partner\nservices =")
    )
    assert apiclient("send", *words).code == 0


def test_an_identity_of_a_profile_asks_for_the_code_once(
    gateway: Description, files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gateway.sts is not None
    mfa = gateway.sts.mfa
    config = role(gateway, "pets-admin-role", "alice", f"mfa_serial = {mfa.serial}")
    files.write(config=config, credentials=static(gateway))
    assert apiclient(
        "identity", "add", "boss", "--kind", "aws_profile", "--set", "profile=pets-admin-role"
    ).code == 0  # fmt: skip
    ended = apiclient("login", "boss", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (8, "person_needed")
    monkeypatch.setenv("CODE", "000000")
    ended = apiclient("login", "boss", "--json", "--answer", "code=env:CODE")
    assert (ended.code, ended.document["error"]["id"]) == (8, "mfa_code_wrong")
    monkeypatch.setenv("CODE", totp.code(mfa.secret, datetime.now(UTC)))
    ended = apiclient("login", "boss", "--json", "--answer", "code=env:CODE")
    assert ended.code == 0, ended.err + ended.out.decode()
    assert sent(gateway, "DELETE", "/pets/1", "--identity", "boss")[0] == 200
    # An edit of the files counts at once: what was kept is no longer used.
    files.config.write_text(config.replace("mfa_serial", "# mfa_serial"))
    ended = apiclient("send", "GET", f"{gateway.apis[0].url}/pets", "--identity", "boss", *SERVICE)
    assert (ended.code, ended.document["error"]["id"]) == (8, "role_refused")


def test_an_sso_session_of_a_profile(gateway: Description, files: AwsFiles) -> None:
    sso = gateway.sso
    assert sso is not None
    files.write(
        config=f"""
        [profile dana]
        sso_session = my practice
        sso_account_id = {accounts(gateway)["practice"]}
        sso_role_name = PetsReader
        region = us-east-1
        services = practice
        [sso-session 'my practice']
        sso_start_url = {sso.start_url}
        sso_region = {sso.region}
        [services practice]
        sso =
          endpoint_url = {sso.portal_endpoint}
        sso_oidc =
          endpoint_url = {sso.oidc_endpoint}
        """
    )
    client = Session().create_client(
        "sso-oidc",
        region_name=sso.region,
        endpoint_url=sso.oidc_endpoint,
        config=Config(signature_version=UNSIGNED),
    )
    registered = client.register_client(
        clientName="aws", clientType="public", scopes=["sso:account:access"]
    )
    device = client.start_device_authorization(
        clientId=registered["clientId"],
        clientSecret=registered["clientSecret"],
        startUrl=sso.start_url,
    )
    decide(gateway, device["verificationUriComplete"])
    token = client.create_token(
        clientId=registered["clientId"],
        clientSecret=registered["clientSecret"],
        grantType="urn:ietf:params:oauth:grant-type:device_code",
        deviceCode=device["deviceCode"],
    )
    # As `aws sso login` keeps it; it has ended, and is renewed with its refresh token.
    files.sso_token(
        "my practice",
        startUrl=sso.start_url,
        region=sso.region,
        accessToken="ended",
        expiresAt="2020-01-01T00:00:00Z",
        refreshToken=token["refreshToken"],
        clientId=registered["clientId"],
        clientSecret=registered["clientSecret"],
        registrationExpiresAt="2099-01-01T00:00:00Z",
    )
    assert sent(gateway, "GET", "/pets", "--profile", "dana")[0] == 200
    (kept,) = files.cache.iterdir()
    assert json.loads(kept.read_text())["accessToken"] != "ended"
