"""The canary over every source of AWS keys and every form of a signature: commands of temporary keys, roles, profiles,
IAM Identity Center, presigned URLs, imports and exports, against servers that repeat all they are sent.

As in test_canary_commands: nothing said, logged, written or handed to a child process holds a secret, but for what is
asked for in clear: `sign`, `export raw`, and what a person typed into a request, in that request's file. A signature
is a secret, too: the servers remember those that came.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

import keyring.core
import pytest
import requests

from apiclient_gui.core.model import Environment
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace
from apiclient_gui.practice import totp
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import Judgement, serve
from tests.keyring_backends import MemoryKeyring, QuotingKeyring
from tests.support.aws_files import AwsFiles, share_models
from tests.support.canary import leaks, leaks_below
from tests.support.careless_aws import GIVEN, careless_aws
from tests.support.mirror import mirror
from tests.support.sockets import free_port
from tests.support.watched import PLANTED, Watched, add

KEY_ID: Final = "AKIAPLANTEDPLANTED00"
WEB_TOKEN: Final = "planted.web-identity-token.of+a/pod~0123456789"
CODE: Final = "738291"
DEVICE: Final = "arn:aws:iam::123456789012:mfa/planted"
MORE: Final = {
    "web identity token": WEB_TOKEN,
    "MFA code": CODE,
    "word of a process": "planted-word-that-a-process-wrote",
    "signature": "0123456789abcdef" * 4,
}
SECRETS: Final = PLANTED | GIVEN | MORE
_SIGNATURE: Final = re.compile(r"[0-9a-f]{64,}")
_SENT_SIGNATURE: Final = re.compile(r"Signature=([0-9a-f]{64,})")
REGION: Final = ("--region", "us-east-1", "--service", "execute-api")


@dataclass
class Servers:
    """What answers, and the signatures that came there."""

    gateway: Description
    mirror: str
    careless: str
    heard: list[str] = field(default_factory=list)

    @property
    def signatures(self) -> set[str]:
        return {one for line in self.heard for one in _SENT_SIGNATURE.findall(line)}


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    judged: list[Judgement] = []
    heard: list[str] = []
    with (
        serve(tmp_path / "gateway", port=None, fresh=False, judged=judged.append) as practice,
        mirror(PLANTED["set cookie"], PLANTED["location token"], heard.append) as url,
        careless_aws() as aws,
    ):
        yield Servers(practice.description, url, aws, heard)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the arguments of every child process: other programs can read them."""
    words: list[str] = []
    begin = subprocess.Popen.__init__

    def noted(self: Any, args: Any, *more: Any, **options: Any) -> None:
        words.append(repr(args))
        begin(self, args, *more, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return words


@pytest.fixture
def watched(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    data_folder: Path,
    tmp_path: Path,
) -> Watched:
    caplog.set_level("DEBUG")
    (tmp_path / "aws").mkdir()
    AwsFiles.empty(tmp_path / "aws", monkeypatch)
    share_models(monkeypatch)
    for name, value in {
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": PLANTED["secret key"],
        "AWS_SESSION_TOKEN": PLANTED["session token"],
        **{f"PLANTED_{name.upper().replace(' ', '_')}": text for name, text in SECRETS.items()},
    }.items():
        monkeypatch.setenv(name, value)
    Workspace.create(practice_workspace(data_folder), "Canary").save_environment(
        Environment(name="dev", id="id-of-dev", secrets=("pin",))
    )
    program = Program(data_folder)
    assert program.identities.secrets.put("id-of-dev", "pin", Secret(PLANTED["variable"])) is None
    program.close()
    return Watched(dict(SECRETS))


def learn_keyring(watched: Watched, keyring: MemoryKeyring) -> None:
    """Have all that logins brought looked for: it stands in the keyring and nowhere else."""
    for place, text in list(keyring.entries.items()):
        for path, value in _texts(text):
            if len(value) >= 20 and not value.startswith(("20", "AKIA", "ASIA")):
                watched.learn(f"{path or 'text'} of the keyring's {place[1][-20:]}", value)


def _texts(text: str, path: str = "") -> Iterator[tuple[str, str]]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        yield path, text
        return
    for key, value in document.items():
        if isinstance(value, str):
            yield from _texts(value, f"{path}/{key}")


def finish(
    watched: Watched,
    servers: Servers,
    started: list[str],
    data_folder: Path,
    but: Mapping[str, frozenset[str]],
) -> None:
    """Look through everything that was kept."""
    found = [
        *watched.found,
        *(f"the log: {name}" for name in leaks(watched.log.getvalue().encode(), watched.secrets)),
        *(f"an argument: {name}" for name in leaks("\n".join(started).encode(), watched.secrets)),
        *leaks_below(data_folder, watched.secrets, but=but),
    ]
    made = servers.signatures
    texts = {"what is said or logged": watched.log.getvalue() + watched.said}
    texts |= {
        str(path): path.read_bytes().decode("latin-1")
        for path in data_folder.rglob("*")
        if path.is_file()
    }
    for place, text in texts.items():
        found += [
            f"{place}: signature {one[:9]}" for one in made.intersection(_SIGNATURE.findall(text))
        ]
    assert not found, "\n".join(found)


# ---------------------------------------------------------------- sources of keys


def add_roles(watched: Watched, servers: Servers) -> list[str]:
    """Add identities with and on top of temporary keys; return those that succeed at the practice gateway."""
    sts = servers.gateway.sts
    assert sts is not None
    user = servers.gateway.iam[0]
    watched.learn("alice's secret key", user.secret_access_key)
    watched.learn("seed of the MFA device", sts.mfa.secret)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REAL_SECRET", user.secret_access_key)
        add(watched, "alice", "aws_keys", {"secret_access_key": "REAL_SECRET"},
            access_key_id=user.access_key_id, endpoint=sts.endpoint)  # fmt: skip
    add(watched, "fixed", "fixed_token", {"token": "PLANTED_FIXED_TOKEN"})
    arns = {one.name: one.arn for one in sts.roles}
    good = {"source": "alice", "endpoint": sts.endpoint}
    add(watched, "reader", "aws_role", {}, role_arn=arns["pets-reader-role"], **good)
    admin = {"role_arn": arns["pets-admin-role"], "mfa_serial": sts.mfa.serial}
    add(watched, "admin", "aws_role", {}, **admin, **good)
    add(watched, "web", "aws_role", {}, role_arn=arns["pets-web-role"], source="fixed",
        endpoint=sts.endpoint)  # fmt: skip
    planted = {"secret_access_key": "PLANTED_SECRET_KEY", "session_token": "PLANTED_SESSION_TOKEN"}
    for how in ("give", "refuse", "code", "cut", "html", "away", "odd"):
        at = {"endpoint": f"{servers.careless}/{how}"}
        add(watched, f"keys-{how}", "aws_keys", planted, access_key_id=KEY_ID, **at)
        add(watched, f"env-{how}", "aws_env", {}, **at)
        role = {"role_arn": arns["pets-reader-role"], **at}
        add(watched, f"role-{how}", "aws_role", {}, source=f"keys-{how}",
            mfa_serial=sts.mfa.serial, **role)  # fmt: skip
        add(watched, f"web-{how}", "aws_role", {}, source="fixed", **role)
    return ["alice", "reader", "admin"]


def ask_sts(watched: Watched, servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    sts = servers.gateway.sts
    assert sts is not None
    url = f"{servers.gateway.apis[0].url}/pets"
    for name in add_roles(watched, servers):
        if name == "admin":
            for code in (CODE, "planted no code", totp.code(sts.mfa.secret, datetime.now(UTC))):
                monkeypatch.setenv("CODE", code)
                ended = watched.run("login", name, "--answer", "code=env:CODE")
        elif name == "reader":
            ended = watched.run("login", name, "--json")
        assert name == "alice" or ended.code == 0, ended.err
        assert watched.run("whoami", name).code == 0
        assert watched.run("send", "GET", url, "--identity", name, *REGION, "--json").code == 0
    for name in ("web", "fixed"):
        watched.run("whoami", name, "--json")
    names = [
        one["name"] for one in watched.run("identity", "list", "--json").document["identities"]
    ]
    for number, name in enumerate(names):
        as_json = ("--json",) if number % 2 else ()
        if "-" in name:
            if name.startswith(("role", "web")):
                answer = ("--answer", "code=env:PLANTED_MFA_CODE")
                watched.run("login", name, *answer, *as_json)
                watched.run("send", "GET", url, "--identity", name, *REGION, "--explain")
            watched.run("whoami", name, *as_json)
        watched.run("identity", "show", name, *as_json)


def test_roles_and_codes(
    watched: Watched,
    servers: Servers,
    started: list[str],
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
) -> None:
    ask_sts(watched, servers, monkeypatch)
    learn_keyring(watched, memory_keyring)
    assert {0, 3, 8} <= set(watched.codes["whoami"] + watched.codes["login"])
    finish(watched, servers, started, data_folder, {})


@pytest.fixture
def browser(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a browser whose person confirms each login of the practice gateway at once."""

    def open_(url: str) -> bool:
        code = parse_qs(urlsplit(url).query).get("user_code")
        form = {"user_code": code, "user": "dana", "decision": "allow"}
        if code:
            requests.post(f"{servers.gateway.base_url}/sso/device", form, timeout=10)
        return True

    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(webbrowser, "open", open_)


@pytest.mark.usefixtures("browser")
def test_identity_center(
    watched: Watched,
    servers: Servers,
    started: list[str],
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
) -> None:
    # A service that says nothing else is asked every second.
    monkeypatch.setattr("apiclient_gui.core.aws.sso.session._LONGEST_INTERVAL", 0.0)
    sso = servers.gateway.sso
    assert sso is not None
    where = {"start_url": sso.start_url, "sso_region": sso.region}
    real = {"oidc_endpoint": sso.oidc_endpoint, "portal_endpoint": sso.portal_endpoint}
    chosen = {"account_id": sso.accounts[0].account_id, "role_name": "PetsReader"}
    add(watched, "dana", "aws_sso", {}, **where, **real, **chosen)
    for how in ("give", "late", "refuse", "code", "cut", "html", "away", "odd"):
        own = {f"{one}_endpoint": f"{servers.careless}/{how}" for one in ("oidc", "portal")}
        add(watched, f"sso-{how}", "aws_sso", {}, **where, **own)
        add(watched, f"chosen-{how}", "aws_sso", {}, **where, **own, **chosen)
    assert watched.run("login", "dana").code == 0
    learn_keyring(watched, memory_keyring)
    assert any("renewal" in name for name in watched.secrets), "the session is looked for"
    url = f"{servers.gateway.apis[0].url}/pets"
    assert watched.run("send", "GET", url, "--identity", "dana", *REGION, "--json").code == 0
    assert watched.run("login", "dana", "--json").code == 0  # renewed without the person
    # The portal says no later: what refuses knows the tokens.
    for how in ("give", "late", "refuse", "code", "cut", "html", "away", "odd"):
        for name, *more in ((f"sso-{how}", "--json", "--no-browser"), (f"chosen-{how}",)):
            watched.run("login", name, *more)
            watched.run("send", "GET", url, "--identity", name, *REGION, "--explain")
            watched.run("identity", "show", name, *more[:1])
    learn_keyring(watched, memory_keyring)
    assert watched.run("logout", "dana").code == 0
    finish(watched, servers, started, data_folder, {})


def profiles(files: AwsFiles, servers: Servers) -> list[str]:
    """Write profiles that resolve, and many that do not; return their names."""
    token = files.folder / "pod-token"
    token.write_text(WEB_TOKEN)
    document = {
        "Version": 1,
        "AccessKeyId": KEY_ID,
        "SecretAccessKey": GIVEN["secret key of a role"],
        "SessionToken": GIVEN["session token of a role"],
        "Expiration": "2099-01-01T00:00:00Z",
    }
    word = PLANTED["secret key"]
    programs = {
        "good": f"print({json.dumps(document)!r})",
        "words": f"import sys; print({word!r}); sys.stderr.write({word!r})",
        "failing": f"import sys; print({word!r}); sys.exit({MORE['word of a process']!r})",
        "lacking": f"print({json.dumps({'Version': 1, 'AccessKeyId': word})!r})",
        "newer": f"print({json.dumps(document | {'Version': word})!r})",
        "swapped": f"print({json.dumps(document | {'AccessKeyId': word})!r})",
        "ended": f"print({json.dumps(document | {'Expiration': '2001-01-01T00:00:00Z'})!r})",
        "never": f"print({json.dumps(document | {'Expiration': word})!r})",
        "broken": f"print({json.dumps(document)[:-30]!r})",
        "list": f"print({json.dumps([document])!r})",
        "latin": f"import sys; sys.stdout.buffer.write(b'\\xff' + {json.dumps(document).encode()!r})",
    }
    sections = []
    for name, code in programs.items():
        script = files.folder / f"{name}.py"
        script.write_text(code)
        sections.append(f"[profile {name}]\ncredential_process = {sys.executable} {script}")
    sections.append("[profile absent]\ncredential_process = /nowhere/at-all --x")
    static = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {word}\n"
    credentials = f"[planted]\n{static}aws_session_token = {PLANTED['session token']}\n"
    credentials += f"[half]\naws_secret_access_key = {word}\n"
    closed = f"http://127.0.0.1:{free_port()}"
    for how in ("give", "refuse", "code", "cut", "html", "away", "odd", "closed"):
        at = closed if how == "closed" else f"{servers.careless}/{how}"
        sections.append(
            f"[services {how}]\nsts =\n  endpoint_url = {at}\n"
            f"sso =\n  endpoint_url = {at}\nsso_oidc =\n  endpoint_url = {at}"
        )
        role = "role_arn = arn:aws:iam::123456789012:role/x\nregion = us-east-1\n"
        kinds = {
            "planted": f"{role}source_profile = planted\n",
            "center": f"sso_session = {how}\nsso_account_id = 1\nsso_role_name = x\nregion = us-east-1\n",
        }
        if how in {"refuse", "code", "cut"}:  # these repeat, the others do so in their words alone
            kinds["good"] = f"{role}source_profile = good\n"
            kinds["mfa"] = f"{role}source_profile = planted\nmfa_serial = {DEVICE}\n"
            kinds["pod"] = f"{role}web_identity_token_file = {token}\n"
        sections += [
            f"[profile {kind}-{how}]\n{text}services = {how}" for kind, text in kinds.items()
        ]
        sections.append(
            f"[sso-session {how}]\nsso_start_url = http://h/start\nsso_region = us-east-1"
        )
        files.sso_token(
            how,
            startUrl="http://h/start",
            region="us-east-1",
            accessToken=GIVEN["portal token"],
            expiresAt="2099-01-01T00:00:00Z" if how != "cut" else "2001-01-01T00:00:00Z",
            refreshToken=GIVEN["renewal token"],
            clientId="client",
            clientSecret=GIVEN["registration secret"],
            registrationExpiresAt="2099-01-01T00:00:00Z",
        )
    config = "\n".join(sections) + "\n"
    files.write(config, credentials)
    return [*re.findall(r"^\[profile ([^\]]+)\]", config, re.MULTILINE), "planted", "half"]


def test_profiles(
    watched: Watched,
    servers: Servers,
    started: list[str],
    memory_keyring: MemoryKeyring,
    tmp_path: Path,
    data_folder: Path,
) -> None:
    files = AwsFiles(tmp_path / "aws")
    answer = ("--answer", "code=env:PLANTED_MFA_CODE")
    for number, name in enumerate(profiles(files, servers)):
        url = f"{servers.mirror}/{'echo' if number % 2 else 'refuse'}"
        shown = ("--json",) if number % 2 else ("--explain",)
        if number % 3 or name.startswith("good"):
            watched.run("send", "GET", url, "--profile", name, *REGION, *shown)
        if number % 3 == 0 or "-" in name:
            add(watched, name, "aws_profile", {}, profile=name)
            watched.run("login", name, *answer, *shown[: number % 2])
        if number % 6 == 0:
            watched.run("send", "GET", url, "--identity", name, *REGION, "--explain", "-i")
            watched.run("identity", "show", name, "--json")
    for line in ("a key that continues", "[section", "  indented = x", "[planted]"):
        for path in (files.config, files.credentials):
            kept = path.read_text()
            path.write_text(
                f"{line} {PLANTED['secret key']}\n{kept}{line} {PLANTED['secret key']}\n"
            )
            watched.run("send", "GET", f"{servers.mirror}/echo", "--profile", "planted", "--json")
            watched.run("login", "planted")
            path.write_text(kept)
    learn_keyring(watched, memory_keyring)
    assert {0, 3, 6, 8} <= set(watched.codes["send"] + watched.codes["login"])
    assert any("credential" in one or "good.py" in one for one in started)
    finish(watched, servers, started, data_folder, {})


# ---------------------------------------------------------------- forms of signatures


def ways() -> list[tuple[str, ...]]:
    query, every = ("--auth", "sigv4_query"), ("--auth", "sigv4a")
    return [
        (*query, "--aws-env", *REGION),
        (*query, "--identity", "keys", *REGION, "--expires", "60", "--sign-header", "X-Own", "-H", "X-Own: 1"),
        (*query, "--aws-env", "--region", "eu-west-1", "--service", "iotdevicegateway", "--omit-session-token"),
        (*query, "--identity", "keys", *REGION, "--api-key", "env:PLANTED_API_KEY", "--api-key-name", "k", "--api-key-in", "query"),
        (*query, "--aws-env", *REGION, "--env", "dev", "--param", "pin={{pin}}", "-H", "X-Pin: {{pin}}"),
        (*every, "--aws-env", "--region", "*", "--service", "execute-api"),
        (*every, "--identity", "keys", "--region", "eu-west-1,us-*", "--service", "execute-api", "--expires", "900"),
        ("--identity", "keys", *REGION, "--payload", "hashed", "--content-sha256", "-d", "{{pin}}", "--env", "dev"),
        ("--profile", "planted", *REGION),
    ]  # fmt: skip


def presigned(watched: Watched, url: str, *way: str) -> str:
    ended = watched.run("sign", "GET", url, *way, "--json", allowed=frozenset(watched.secrets))
    return str(ended.document["url"])


def explain_away(watched: Watched, servers: Servers, folder: Path) -> None:
    """Explain refusals that repeat what was sent, from files: this program signed it in another run, or never."""
    # A variable or API key is no secret that could be known from a file.
    for way in (one for one in ways() if not {"--env", "--api-key"} & set(one)):
        ended = watched.run(
            "sign", "GET", f"{servers.mirror}/x", *way, "--json", allowed=frozenset(watched.secrets)
        )
        raw = watched.run(
            "sign", "GET", f"{servers.mirror}/x", *way, allowed=frozenset(watched.secrets)
        ).out
        document = ended.document
        words = f"{document['url']} {document['headers']} {document['auth']['canonical_request']}"
        servers.heard.append(f"{words} {document['auth']['authorization']} {raw.decode()}")
        code = "InvalidSignatureException"
        body = json.dumps(
            {"message": f"The request signature we calculated does not match. {words}"}
        )
        (folder / "reply").write_bytes(
            f"HTTP/1.1 403 No\r\nx-amzn-ErrorType: {code}\r\n\r\n{body}".encode()
        )
        (folder / "sent").write_bytes(ended.out)
        (folder / "request").write_bytes(raw)
        watched.run(
            "explain", "--response", str(folder / "reply"), "--sent", str(folder / "sent"), "--json"
        )
        watched.run(
            "explain", "--response", str(folder / "reply"), "--request", str(folder / "request")
        )


def test_signatures_in_url_and_header(
    watched: Watched, servers: Servers, started: list[str], tmp_path: Path, data_folder: Path
) -> None:
    AwsFiles(tmp_path / "aws").write(
        credentials=f"[planted]\naws_access_key_id = {KEY_ID}\n"
        f"aws_secret_access_key = {PLANTED['secret key']}\naws_session_token = {PLANTED['session token']}\n"
    )
    planted = {"secret_access_key": "PLANTED_SECRET_KEY", "session_token": "PLANTED_SESSION_TOKEN"}
    add(watched, "keys", "aws_keys", planted, access_key_id=KEY_ID)
    places = ("echo", "refuse", "reason", "away", "elsewhere")
    for number, way in enumerate(ways()):
        for turn, place in enumerate(places):
            shown = ("--json",) if (number + turn) % 2 else ("--explain", "-i")
            follow = ("--follow",) if place == "away" else ()
            watched.run("send", "GET", f"{servers.mirror}/{place}", *way, *follow, *shown)
        watched.run("sign", "GET", servers.mirror, *way, allowed=frozenset(watched.secrets))
        watched.run("send", "GET", f"http://127.0.0.1:{free_port()}/x", *way, "--json")
    # A presigned URL that somebody gave goes out as it is; who repeats it, repeats a secret.
    for way in (ways()[0], ways()[6]):
        for place in places:
            url = presigned(watched, f"{servers.mirror}/{place}", *way)
            follow = ("--follow",) if place == "away" else ()
            watched.run("send", "GET", url, "--explain", "-i", *follow)
            watched.run("send", "GET", url, "--json", *follow)
        watched.run("send", "GET", url.replace(servers.mirror, "http://127.0.0.1:1"), "--json")
        watched.run("send", "GET", url, *way, "--explain")
    at_gateway = presigned(watched, f"{servers.gateway.apis[0].url}/pets", *ways()[0])
    for more in (("--json",), ("--explain", "-i")):
        watched.run("send", "GET", at_gateway, *more)
        watched.run("send", "GET", f"{at_gateway}&more=1", *more)
    for bad in (
        ("--expires", "0"),
        ("--expires", "604801"),
        ("--payload", "unsigned"),
        ("--sign-header", "X-No"),
    ):
        assert watched.run("send", "GET", servers.mirror, *ways()[0], *bad, "--json").code == 6
    explain_away(watched, servers, tmp_path)
    rows = watched.run("history", "list", "--limit", "200", "--json").document["exchanges"]
    assert len(rows) > 60
    for row in rows[::2]:
        watched.run("history", "show", str(row["id"]), *(() if row["id"] % 4 > 1 else ("--json",)))
    watched.run("history", "search", "X-Amz", "--json")
    assert len(servers.signatures) > 60
    finish(watched, servers, started, data_folder, {})


# ---------------------------------------------------------------- in and out


def key_texts() -> list[str]:
    """Return texts with AWS keys in every form, and broken ones."""
    secret, token = PLANTED["secret key"], PLANTED["session token"]
    credentials = {"AccessKeyId": KEY_ID, "SecretAccessKey": secret, "SessionToken": token}
    return [
        f"export AWS_ACCESS_KEY_ID={KEY_ID}\nexport AWS_SECRET_ACCESS_KEY='{secret}'\nexport AWS_SESSION_TOKEN=\"{token}\"\n",
        f"set AWS_ACCESS_KEY_ID={KEY_ID}\nset AWS_SECRET_ACCESS_KEY={secret}\n",
        f"[one]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {secret}\n[two]\naws_access_key_id={KEY_ID}\naws_secret_access_key={secret}\naws_session_token={token}\n",
        json.dumps({"Credentials": credentials | {"Expiration": "2099-01-01T00:00:00Z"}}),
        json.dumps(credentials | {"Version": 1, "Expiration": secret}),
        f"Access key ID,Secret access key\n{KEY_ID},{secret}\n",
        f"User name,Access key ID,Secret access key\nplanted,{KEY_ID},{secret}\n",
        # Broken: without the id, cut, swapped, twice, words before and after.
        f"export AWS_SECRET_ACCESS_KEY={secret}\n",
        f"export AWS_ACCESS_KEY_ID={secret}\nexport AWS_SECRET_ACCESS_KEY={KEY_ID}\n",
        json.dumps(credentials)[:-3],
        json.dumps(credentials | {"AccessKeyId": secret}),
        f"Access key ID,Secret access key\n{secret}\n",
        f"{secret} {token}",
        f"[half]\naws_secret_access_key = {secret}\n  {token}\n",
    ]  # fmt: skip


# A name or key id is no secret: who swaps them has put it into the open.
_SWAPPED: Final = (8, 10)


def commands_of_others(server: str) -> list[tuple[str, str]]:
    """Return command lines of curl and awscurl with secrets wherever one can be put, and broken ones."""
    secret, token, fixed = PLANTED["secret key"], PLANTED["session token"], PLANTED["fixed token"]
    password, proxy = PLANTED["password"], PLANTED["proxy password"]
    aws = "--aws-sigv4 aws:amz:us-east-1:execute-api"
    query = f"X-Amz-Signature={MORE['signature']}&X-Amz-Security-Token={quote(token, safe='')}"
    scope = "Credential=AKIAPLANTEDPLANTED00/20260101/us-east-1/execute-api/aws4_request"
    url = f"{server}/echo"
    curl = [
        f"{aws} -u '{KEY_ID}:{secret}' -H 'x-amz-security-token: {token}' {url}",
        f"{aws} --user {KEY_ID}:{secret} {url}",
        f"{aws} -u '{secret}' {url}",
        f"{aws} -u '{KEY_ID}:{secret}' -H 'Authorization: Bearer {fixed}' {url}",
        f"--oauth2-bearer '{fixed}' {url}",
        f"-u 'me:{password}' {url}",
        f"-u 'me:{password}' --digest {url}",
        f"-x http://me:{proxy}@{server[7:]} {url}",
        f"--proxy-user me:{proxy} -x {server} {url}",
        f"-U 'me:{proxy}' --proxy {server} {url}",
        f"-H 'Authorization: Bearer {fixed}' {url}",
        f"-H 'Authorization: {fixed}' {url}",
        f"-H 'Authorization: Basic bWU6{password}' {url}",
        f"-H 'Authorization: AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature={MORE['signature']}' {url}",
        f"-H 'X-Amz-Security-Token: {token}' -H 'Proxy-Authorization: Basic {fixed}' {url}",
        f"'{url}?{query}'",
        f"'{url}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x&{query}'",
        f"'http://me:{PLANTED['url password'].replace('@', '%40').replace('/', '%2F')}@{server[7:]}/echo'",
        f"--cert 'file.pem:{PLANTED['passphrase']}' {url}",
        f"--pass '{PLANTED['passphrase']}' --cert file.pem {url}",
        f"--data-urlencode 'client_secret={PLANTED['client secret']}' {url}",
        # Broken, or not known.
        f"{aws} -u '{KEY_ID}:{secret} {url}",
        f"--weird '{fixed}' {url}", f"--weird={fixed} {url}", f"{url} -u", f"-u '{fixed}'",
        f"--aws-sigv4 '{secret}' -u '{KEY_ID}:{secret}' {url}",
        f"-H '{fixed}' {url}", f"--login-options '{password}' {url}", f"-X '{fixed}' {url}",
        f"--max-time '{fixed}' {url}", f"-K '{fixed}' {url}",
    ]  # fmt: skip
    awscurl = [
        f"--access_key {KEY_ID} --secret_key '{secret}' --session_token '{token}' --service execute-api {url}",
        f"--secret_key '{secret}' {url}",
        f"--security_token '{token}' --access_key {KEY_ID} --secret_key '{secret}' --region us-east-1 {url}",
    ]
    return [("curl", f"curl {one}") for one in curl] + [
        ("awscurl", f"awscurl {one}") for one in awscurl
    ]


def test_keys_that_are_pasted(
    watched: Watched, servers: Servers, started: list[str], tmp_path: Path, data_folder: Path
) -> None:
    file = tmp_path / "keys"
    for number, text in enumerate(key_texts()):
        secret = frozenset({"secret key"}) if number in _SWAPPED else frozenset()
        file.write_text(text)
        watched.run("identity", "import", str(file), "--json", allowed=secret)
        watched.run("identity", "import", "-", "--name", "x", stdin=text, allowed=secret)
        watched.run("identity", "import", "-", "--section", "two", stdin=text, allowed=secret)
    assert {0, 2} < set(watched.codes["identity"])
    finish(watched, servers, started, data_folder, {})


# What stands in a command but for credentials is typed into the request: it can be sent again, and the import says so.
TYPED: Final = {
    "workspaces/practice/requests": frozenset(
        {"password", "client secret", "session token", "signature", "fixed token"}
    )
}


def test_a_keyring_that_quotes_what_it_refuses(
    watched: Watched, servers: Servers, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = {
        "role_arn": "arn:aws:iam::123456789012:role/planted",
        "endpoint": f"{servers.careless}/give",
    }
    add(watched, "environment", "aws_env", {})
    add(watched, "role", "aws_role", {}, source="environment", **role)
    monkeypatch.setattr(keyring.core, "_keyring_backend", QuotingKeyring({}))
    for number, text in enumerate(key_texts()):
        if number not in _SWAPPED:
            watched.run("identity", "import", "-", *(("--json",) if number % 2 else ()), stdin=text)
    for number, (form, text) in enumerate(commands_of_others(servers.mirror)[:12]):
        watched.run("import", form, "-", "--identity", f"kept-{number}", "--json", stdin=text)
    for words in (
        ("login", "role"),
        ("whoami", "role"),
        ("send", "GET", servers.mirror, "--identity", "role", *REGION),
    ):
        watched.run(*words, "--json")
        watched.run(*words)
    assert 9 in watched.codes["identity"]
    assert 9 in watched.codes["import"]
    finish(watched, servers, [], data_folder, TYPED)


def test_commands_of_other_programs(
    watched: Watched, servers: Servers, started: list[str], tmp_path: Path, data_folder: Path
) -> None:
    add(watched, "fixed", "fixed_token", {"token": "PLANTED_FIXED_TOKEN"})
    file = tmp_path / "command"
    for number, (form, text) in enumerate(commands_of_others(servers.mirror)):
        file.write_text(text)
        watched.run("import", form, str(file), "--name", f"request {number}", "--json")
        watched.run(
            "import",
            form,
            "-",
            "--name",
            f"again {number}",
            "--identity",
            f"kept-{number}",
            stdin=text,
        )
    workspace = Workspace.open(practice_workspace(data_folder))
    names = [stored.request.name for stored in workspace.requests()]
    assert len(names) > 40
    for number, name in enumerate(names):
        if "again" in name:
            watched.run("export", ("curl", "awscurl", "python")[number % 3], name, "--json")
            watched.run("send", name, "--json" if number % 2 else "--explain")
        else:
            watched.run("export", ("curl", "awscurl", "python")[number % 3], name)
            watched.run("export", "raw", name, allowed=frozenset(watched.secrets))
    finish(watched, servers, started, data_folder, TYPED)
