"""The canary over all commands: secrets are planted, everything is used, and nothing written, said or logged holds one.

Requests go to a practice gateway in a folder of its own, so that its keys and passwords are secrets here like any
others, and to a server that repeats all it was sent in its answers. The commands run in this process; each gets a
Program of its own. In clear stands only what is asked for in clear:

- `token` prints the token named, `sign` the request; nothing of that is logged or kept;
- `decode` prints claims; neither the token nor its signature;
- `send` and `history show` print a response's body as it came, or was kept;
- what the files of IN_FILES hold.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

import keyring.core
import pytest

from apiclient_gui.core.model import ApiKey, Auth, Environment, KnownApi, Payload, Request, Row
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import Judgement, serve
from tests.keyring_backends import QuotingKeyring
from tests.support.canary import leaks, leaks_below
from tests.support.mirror import mirror
from tests.support.sockets import free_port, make_certificate
from tests.support.watched import PLANTED, Watched, add

# What may stand below a path of the data folder, and why.
IN_FILES: Final[Mapping[str, frozenset[str]]] = {
    # What a person types into a request stands in its own file, so that it can be sent again; saving says so.
    "workspaces/practice/requests/typed.toml": frozenset({"typed header", "api key", "cookie"}),
}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Description, list[Judgement]]]:
    """Give a practice gateway in a folder of its own, and what it logs."""
    judged: list[Judgement] = []
    folder = tmp_path / "gateway"
    with serve(folder, port=None, fresh=False, judged=judged.append) as practice:
        yield practice.description, judged


@pytest.fixture
def watched(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, data_folder: Path
) -> Watched:
    caplog.set_level(logging.DEBUG)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIAPLANTEDPLANTED00",
        "AWS_SECRET_ACCESS_KEY": PLANTED["secret key"],
        "AWS_SESSION_TOKEN": PLANTED["session token"],
        "APICLIENT_SECRET_DEV_FROM_OUTSIDE": PLANTED["variable in the environment"],
        **{f"PLANTED_{name.upper().replace(' ', '_')}": text for name, text in PLANTED.items()},
    }.items():
        monkeypatch.setenv(name, value)
    Workspace.create(practice_workspace(data_folder), "Canary").save_environment(
        Environment(
            name="dev",
            id="id-of-dev",
            variables={"host": "127.0.0.1"},
            secrets=("pin", "from_outside", "proxy_password"),
        )
    )
    program = Program(data_folder)
    for key, name in (("pin", "variable"), ("proxy_password", "proxy password")):
        assert program.identities.secrets.put("id-of-dev", key, Secret(PLANTED[name])) is None
    program.close()
    return Watched(dict(PLANTED))


@pytest.fixture
def server() -> Iterator[str]:
    with mirror(PLANTED["set cookie"], PLANTED["location token"]) as url:
        yield url


# ---------------------------------------------------------------- what is used


def add_identities(watched: Watched, gateway: Description, server: str) -> None:
    planted = "PLANTED_CLIENT_SECRET", "PLANTED_PASSWORD"
    assert gateway.idp
    assert gateway.user_pool
    client, user, pool = gateway.idp.clients[0], gateway.user_pool.users[0], gateway.user_pool
    for name, text in (
        ("client's real secret", client.client_secret),
        ("user's real password", user.password),
        ("real API key", gateway.api_keys[0].value),
        ("alice's secret key", gateway.iam[0].secret_access_key),
    ):
        watched.learn(name, text)
    os.environ |= {
        "REAL_CLIENT": client.client_secret,
        "REAL_PASSWORD": user.password,
        "REAL_KEY": gateway.api_keys[0].value,
        "REAL_SECRET": gateway.iam[0].secret_access_key,
    }
    at_idp = {"token_url": gateway.idp.token_url, "client_id": client.client_id}
    at_pool = {"pool_id": pool.id, "client_id": pool.client_id, "username": user.username}
    aws = {"secret_access_key": "REAL_SECRET"}
    add(watched, "alice", "aws_keys", aws, access_key_id=gateway.iam[0].access_key_id)
    aws = {"secret_access_key": "PLANTED_SECRET_KEY", "session_token": "PLANTED_SESSION_TOKEN"}
    add(watched, "keys", "aws_keys", aws, access_key_id="AKIAPLANTEDPLANTED00")
    add(watched, "fixed", "fixed_token", {"token": "PLANTED_FIXED_TOKEN"})
    add(watched, "key", "fixed_token", {"token": "PLANTED_API_KEY"})
    add(watched, "plan", "fixed_token", {"token": "REAL_KEY"})
    add(watched, "basic", "user_password", {"password": "PLANTED_PASSWORD"}, username="me")
    add(watched, "idp", "client_credentials", {"client_secret": "REAL_CLIENT"}, **at_idp)
    add(watched, "discovered", "client_credentials", {"client_secret": "REAL_CLIENT"},
        issuer=gateway.idp.issuer, client_id=client.client_id, client_auth="in the body")  # fmt: skip
    add(watched, "pool", "user_pool", {"password": "REAL_PASSWORD"},
        endpoint=pool.endpoint, **at_pool)  # fmt: skip
    # Refused ones: a wrong secret at the real servers, and at one that repeats it in its words.
    secret = {"client_secret": planted[0]}
    add(watched, "idp-wrong", "client_credentials", secret, **at_idp)
    for where in ("oauth", "odd", "html", "cut"):
        for how in ("in the header", "in the body"):
            add(watched, f"idp-{where}-{how[-4:]}", "client_credentials", secret,
                token_url=f"{server}/{where}", client_id="app", client_auth=how)  # fmt: skip
    add(watched, "idp-nowhere", "client_credentials", secret, client_id="app",
        issuer=f"{server}/discovery/{{{{pin}}}}")  # fmt: skip
    add(watched, "idp-plain", "client_credentials", secret, client_id="app",
        token_url="http://h.invalid/{{pin}}")  # fmt: skip
    add(watched, "idp-closed", "client_credentials", secret, client_id="app",
        token_url=f"http://127.0.0.1:{free_port()}/{{{{pin}}}}")  # fmt: skip
    both = {"password": planted[1], "client_secret": planted[0]}
    add(watched, "pool-wrong", "user_pool", both, endpoint=pool.endpoint, **at_pool)
    for where in ("echo", "html", "odd"):
        add(watched, f"pool-{where}", "user_pool", both, endpoint=f"{server}/{where}", **at_pool)
    add(
        watched,
        "pool-closed",
        "user_pool",
        both,
        endpoint=f"http://127.0.0.1:{free_port()}",
        **at_pool,
    )


def log_in(watched: Watched) -> None:
    """Log in with all that log in; the tokens of those who succeed are secrets from then on."""
    for name in ("idp", "discovered", "pool"):
        assert watched.run("login", name, "--env", "dev", "--json").code == 0
        kinds = ("access",) if name != "pool" else ("id", "access", "refresh")
        for kind in kinds:
            ended = watched.run("token", name, "--kind", kind)
            assert len(ended.out) > 100
            known = f"{kind} token of {name}"
            watched.learn(known, ended.out.decode().strip())
            watched.run("token", name, "--kind", kind, "--json", allowed=frozenset({known}))
    names = [
        one["name"] for one in watched.run("identity", "list", "--json").document["identities"]
    ]
    for name in names:
        if name.startswith(("idp-", "pool-")):
            assert watched.run("login", name, "--env", "dev").code in {3, 6, 8}, name
            watched.run("login", name, "--env", "dev", "--json")
            watched.run("token", name, "--json")
            watched.run("send", "GET", "http://127.0.0.1/x", "--identity", name, "--env", "dev")
        watched.run("identity", "show", name)
        watched.run("identity", "show", name, "--json")


def sends(gateway: Description, server: str, tmp_path: Path) -> list[tuple[str, ...]]:
    """Return the sends: each way to authorise, each place for a variable, each way to be refused."""
    iam, token, _, _, cognito, priced = (api.url for api in gateway.apis)
    assert gateway.idp
    typed = (
        *("-H", f"X-Api-Key: {PLANTED['api key']}", "-H", f"Cookie: {PLANTED['cookie']}; a=b"),
        *("--param", f"X-Amz-Security-Token={PLANTED['session token'][:60]}"),
    )
    region = ("--region", "us-east-1", "--service", "execute-api")
    certificate = make_certificate(tmp_path, "client", passphrase=PLANTED["passphrase"])
    proxy = "http://me:{{proxy_password}}@"
    ways: list[tuple[str, ...]] = [
        ("--identity", "fixed"),
        ("--identity", "fixed", "--api-key", "key"),
        ("--identity", "key", "--api-key", "fixed", "--api-key-name", "X-My-Key"),
        ("--api-key", "env:PLANTED_API_KEY", "--api-key-name", "X-My-Key"),
        ("--api-key", "env:PLANTED_API_KEY", "--api-key-name", "my_key", "--api-key-in", "query"),
        ("--api-key", "key", "--api-key-in", "query"),
        ("--identity", "basic"), ("--identity", "idp"), ("--identity", "pool"),
        ("--identity", "pool", "--token-kind", "access"), ("--token-file", str(tmp_path / "token")),
        ("--identity", "keys", *region), ("--aws-env", *region, "--omit-session-token"),
        ("--aws-env", *region, "--api-key", "env:PLANTED_API_KEY", "--api-key-name", "k", "--api-key-in", "query"),
        ("-H", f"Authorization: Bearer {PLANTED['typed header']}"), typed, (*typed, "--aws-env", *region),
        ("--env", "dev", "-H", "X-Pin: {{pin}}", "-H", "X-Other: {{from_outside}}"),
        ("--env", "dev", "--param", "pin={{pin}}", "--param", "{{from_outside}}=1"),
        ("--env", "dev", "--param", "pin={{pin}}", "--aws-env", *region),
        ("--env", "dev", "--json-body", '{"pin": "{{pin}}", "other": "{{from_outside}}"}'),
        ("--env", "dev", "--urlencode", "pin={{pin}}", "--urlencode", "other={{from_outside}}"),
        ("--env", "dev", "-F", "pin={{pin}}", "-F", "other={{from_outside}}"),
        ("--env", "dev", "-d", "{{pin}} {{from_outside}}", "--aws-env", *region),
        ("--env", "dev", "-H", "Cookie: pin={{pin}}", "-H", "Authorization: {{from_outside}}"),
        # Over a secret variable of the environment, thus as secret.
        ("--env", "dev", "--var", f"pin={PLANTED['typed header']}", "--param", "pin={{pin}}", "-H", "X-Pin: {{pin}}"),
    ]  # fmt: skip
    calls = [
        ("send", "POST", f"{server}/{place}", *way)
        for way in ways
        for place in ("echo", "refuse", "unauthorized", "reason")
    ]
    calls += [
        ("send", "GET", f"{server}/{place}", *way, *more)
        for way in ways
        for place in ("away", "elsewhere")
        for more in (("--follow",), ())
    ]
    path = "/{{pin}}/{{from_outside}}?a={{pin}}"
    calls += [
        ("send", "GET", f"{server}/echo{path}", "--env", "dev", *way)
        for way in ((), ("--aws-env", *region), ("--identity", "basic"))
    ]
    calls += [
        ("send", "GET", url, "--identity", name, *more)
        for url, name, *more in (
            (f"{iam}/pets", "alice", *region), (f"{iam}/pets", "keys", *region), (f"{iam}/pets", "fixed"),
            (f"{token}/pets", "idp"), (f"{token}/pets", "pool"), (f"{token}/pets", "fixed"), (f"{token}/pets", "basic"),
            (f"{cognito}/pets", "pool"), (f"{cognito}/pets", "pool", "--token-kind", "access"), (f"{cognito}/pets", "idp"),
            (f"{cognito}/pets", "idp", "-H", "Authorization: {{pin}}", "--env", "dev"),
        )
    ]  # fmt: skip
    calls += [
        ("send", "GET", f"{priced}/priced/pets", *way)
        for way in (("--api-key", "plan"), ("--api-key", "key"), ("--api-key", "pool"))
    ]
    # A token endpoint asked as any other server: neither of its bodies is kept.
    calls += [
        ("send", "POST", gateway.idp.token_url, "--urlencode", "grant_type=client_credentials",
         "--urlencode", f"client_id={gateway.idp.clients[0].client_id}", "--urlencode", "client_secret={{pin}}", "--env", "dev"),
    ]  # fmt: skip
    # Nothing comes back, or nothing is sent.
    closed = f"127.0.0.1:{free_port()}"
    calls += [
        ("send", "GET", url, *way)
        for url, way in (
            (f"http://{closed}/{{{{pin}}}}", ("--env", "dev", *typed)),
            (f"http://{closed}/x", ("--identity", "fixed", "--proxy", "none")),
            ("{{pin}}", ("--env", "dev")), ("http://{{pin}}/x", ("--env", "dev")), ("http://h:{{pin}}/", ("--env", "dev")),
            (f"https://user:{PLANTED['url password']}@h/x", ()),
            ("http://h/{{nowhere}}", typed),
            (f"{server}/echo", ("-H", f"X-Api-Key: {PLANTED['api key']}\r\nX: y")),
            (f"{server}/echo", ("-H", f"X-Api-Key {PLANTED['api key']}")),
            (f"{server}/echo", ("-H", "{{pin}}: x", "--env", "dev")),
            (f"{server}/echo", ("-d", "@{{pin}}", "--env", "dev")),
            (f"{server}/echo", ("-F", "file=@{{pin}}", "--env", "dev")),
            (f"{server}/echo", ("--identity", "fixed", "--aws-env")),
            (f"{server}/echo", ("--identity", "fixed", *typed, "-H", f"Authorization: {PLANTED['typed header']}")),
            (f"{server}/echo", ("--api-key", "key", *typed)),
            (f"{server}/echo", ("--identity", "basic", "--auth", "bearer")),
            (f"{server}/echo", ("--auth", "bearer", "--identity", "{{pin}}", "--env", "dev")),
            (f"{server}/echo", ("--api-key", "{{pin}}", "--env", "dev")),
            (f"{server}/echo", ("--auth", "sigv4", "--region", "{{pin}}", "--env", "dev", "--aws-env")),
            (f"{server}/echo", ("--proxy", f"{proxy}{closed}", "--env", "dev")),
            (f"{server}/echo", ("--proxy", f"{proxy}{server[7:]}", "--env", "dev")),
            (f"https://{closed}/x", ("--proxy", f"{proxy}{server[7:]}", "--env", "dev")),
            (f"{server}/echo", ("--proxy", f"socks5://me:{{{{proxy_password}}}}@{closed}", "--env", "dev")),
            (f"{server}/echo", ("--proxy", f"http://me:{PLANTED['proxy password']}@{closed}")),
            (f"https://{closed}/x", ("--cert", str(certificate.file), "--key", str(certificate.key))),
            (f"https://{server[7:]}/x", ("--insecure", "--identity", "fixed")),
        )
    ]  # fmt: skip
    calls += [
        ("send", "{{pin}}", f"{server}/echo", "--env", "dev"),
        ("send", "typed", "--env", "dev"), ("send", "variables", "--env", "dev"),
    ]  # fmt: skip
    return calls


def wrong_places() -> list[tuple[str, ...]]:
    """Return calls with a secret where none belongs; it is not repeated."""
    word = PLANTED["fixed token"]
    return [
        ("login", "pool", word), ("login", "pool", "--answer", word), ("login", "pool", "--answer", f"x={word}"),
        ("login", "pool", "--password", word), ("login", "pool", f"--password={word}"), ("logout", "pool", word),
        ("send", "GET", "http://127.0.0.1/", "--api-key", word), ("send", "GET", "http://127.0.0.1/", "--token-file", word),
        ("send", "GET", "http://127.0.0.1/", word), ("sign", "GET", "http://127.0.0.1/", "--api-key", word),
        ("identity", "add", "x", "--kind", "fixed_token", "--secret", f"token={word}"),
        ("identity", "add", "x", "--kind", "fixed_token", "--set", f"token={word}"),
        ("identity", "add", "x", "--kind", "fixed_token", "--secret", word),
        ("identity", "add", "x", "--kind", "fixed_token", word),
        ("token", "fixed", word), ("decode", "--secret-file", word), ("decode", "a", word),
        ("workspace", "path", word), ("practice", word),
    ]  # fmt: skip


# ---------------------------------------------------------------- that it can fail


def test_the_search_finds_what_is_planted_in_each_place(tmp_path: Path) -> None:
    """A file, a file's name, a database and the files beside it."""
    for name, secret in PLANTED.items():
        (tmp_path / "a folder").mkdir(exist_ok=True)
        (tmp_path / "a folder" / "file.toml").write_text(f"x = {json.dumps(secret)}\n")
        (tmp_path / quote(secret, safe="")[:200]).write_bytes(b"")
        with closing(sqlite3.connect(tmp_path / "history.sqlite")) as base:
            with base:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("CREATE TABLE IF NOT EXISTS t (x)")
                base.execute("INSERT INTO t VALUES (?)", (secret.encode(),))
            found = "\n".join(leaks_below(tmp_path, PLANTED, but={}))
        places = ("a folder/file.toml", "history.sqlite", "planted")
        for place in places[: 3 if len(secret) < 100 else 2]:
            assert re.search(f"^{place}.*: {name}", found, re.MULTILINE), (name, place)
    assert not leaks_below(tmp_path, PLANTED, but={"": frozenset(PLANTED)})


@pytest.mark.parametrize(
    "way",
    [
        ("--identity", "fixed"),
        ("--identity", "basic"),
        ("--env", "dev", "--param", "x={{pin}}"),
        ("--env", "dev", "--urlencode", "x={{pin}}"),
    ],
)
def test_what_a_command_says_in_clear_is_found(watched: Watched, way: tuple[str, ...]) -> None:
    add(watched, "fixed", "fixed_token", {"token": "PLANTED_FIXED_TOKEN"})
    add(watched, "basic", "user_password", {"password": "PLANTED_PASSWORD"}, username="me")
    assert not watched.found
    assert watched.run("sign", "POST", "http://127.0.0.1/x", *way).code == 0
    assert watched.found


# ---------------------------------------------------------------- the tests


def store_requests(data_folder: Path, gateway: Description, server: str) -> None:
    workspace = Workspace.open(practice_workspace(data_folder))
    workspace.save_apis(
        tuple(
            KnownApi(api.name, api.url, api.methods, api.authorizer, api.resource_policy)
            for api in gateway.apis
        )
    )
    typed = (
        Row("Authorization", PLANTED["typed header"]),
        Row("X-Api-Key", PLANTED["api key"]),
        Row("Cookie", PLANTED["cookie"]),
    )
    workspace.save_request("typed", Request(name="typed", url=f"{server}/refuse", headers=typed))
    body = Payload("json", '{"pin": "{{pin}}"}')
    auth = Auth("bearer", "fixed", {"header": "X-Token", "prefix": "none"}, ApiKey("key"))
    workspace.save_request(
        "variables",
        Request(name="variables", method="POST", url=f"{server}/refuse", body=body, auth=auth),
    )


def use_everything(
    watched: Watched, gateway: Description, server: str, data_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(PLANTED["fixed token"] + "\n")
    store_requests(data_folder, gateway, server)
    add_identities(watched, gateway, server)
    log_in(watched)
    for number, call in enumerate(sends(gateway, server, tmp_path)):
        # Ways and places come in fours: each place is met in both outputs.
        watched.run(*call, *(("--explain", "-i") if number % 3 == 1 else ("--json",)))
        if call[2].endswith("/echo"):
            watched.run("sign", *call[1:], allowed=frozenset(watched.secrets))
            for form in ("curl", "awscurl", "python"):
                watched.run("export", form, *call[1:], *(("--json",) if number % 2 else ()))
    take_in_and_give_out(watched)
    for call in wrong_places():
        assert watched.run(*call).code, call
        watched.run(*call, "--json")
    look_back(watched)
    for kind in ("id", "access"):
        token = watched.secrets[f"{kind} token of pool"]
        for more in ((), ("--json",), ("--fetch",), ("--fetch", "--json"), ("--issuer", "x")):
            watched.run("decode", *more, stdin=token)
    watched.run("workspace", "list", "--json")
    watched.run("workspace", "path")
    for name in ("pool", "idp"):
        assert watched.run("logout", name).code == 0
        watched.run("identity", "show", name, "--json")
    assert watched.run("tour", "--json").code == 0
    assert watched.run("practice", "--until-eof", "--json").code == 0


def take_in_and_give_out(watched: Watched) -> None:
    """Import commands with secrets in them, which are kept in the keyring or nowhere, and export what is stored."""
    secrets = {name: shlex.quote(text) for name, text in PLANTED.items()}
    signed = (
        f"curl http://127.0.0.1/x --aws-sigv4 aws:amz:r:s -u AKIDPLANTED:{secrets['secret key']} "
        f"-H x-amz-security-token:{secrets['session token']} -x http://me:planted-proxy-password@p:1"
    )
    commands = {
        "curl": (
            signed,
            f"curl http://127.0.0.1/x -u me:{secrets['password']}",
            f"curl http://127.0.0.1/x --oauth2-bearer {secrets['fixed token']}",
            f"curl http://127.0.0.1/x -E cert:{secrets['passphrase']}",
        ),
        "awscurl": (
            f"awscurl http://127.0.0.1/x --access_key AKIDPLANTED --secret_key {secrets['secret key']}",
        ),
    }
    for number, (form, command) in enumerate(
        (form, command) for form, every in commands.items() for command in every
    ):
        for more in ((), ("--json",), ("--identity", f"imported {number}", "--json")):
            watched.run("import", form, "-", *more, stdin=command)
        watched.run("import", form, "-", stdin=f"{command} 'not closed")
    for form in ("curl", "awscurl", "python"):
        for name in ("typed", "variables"):
            watched.run("export", form, name, "--env", "dev")
            watched.run("export", form, name, "--env", "dev", "--json")
    assert {0, 2} == set(watched.codes["import"])
    assert 0 in watched.codes["export"]


def look_back(watched: Watched) -> None:
    """Read the history in every way."""
    document = watched.run("history", "list", "--limit", "1000", "--json").document
    assert document["total"] > 150
    watched.run("history", "list", "--limit", "1000")
    for word in ("echo", "refuse", "pets"):
        watched.run("history", "search", word, "--json")
        watched.run("history", "search", word, "--status", "4xx")
    for row in document["exchanges"]:
        watched.run("history", "show", str(row["id"]), *(() if row["id"] % 3 else ("--json",)))


def test_nothing_said_logged_or_written_holds_a_secret(
    watched: Watched,
    elsewhere: tuple[Description, list[Judgement]],
    server: str,
    data_folder: Path,
    tmp_path: Path,
) -> None:
    gateway, judged = elsewhere
    use_everything(watched, gateway, server, data_folder, tmp_path)
    assert {0, 3, 4, 6} <= set(watched.codes["send"]), "all ways to end were met"
    assert "POST /echo" in watched.log.getvalue(), "what libraries say at DEBUG was kept"
    found = [
        *watched.found,
        *(f"the log: {name}" for name in leaks(watched.log.getvalue().encode(), watched.secrets)),
        *(f"the gateway's log: {name}" for name in leaks(repr(judged).encode(), watched.secrets)),
        *leaks_below(data_folder, watched.secrets, but=IN_FILES),
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "kind", ["fixed_token", "user_password", "client_credentials", "user_pool"]
)
def test_a_keyring_that_quotes_what_it_refuses_brings_nothing_out(
    watched: Watched, data_folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", QuotingKeyring({}))
    facts = {
        "fixed_token": (),
        "user_password": ("username=me",),
        "client_credentials": ("client_id=a", "token_url=http://127.0.0.1:1/"),
        "user_pool": ("client_id=a", "pool_id=eu-west-1_a", "username=me"),
    }[kind]
    field_ = {"fixed_token": "token", "client_credentials": "client_secret"}.get(kind, "password")
    words = ["identity", "add", "x", "--kind", kind, "--secret", f"{field_}=env:PLANTED_PASSWORD"]
    words += [word for fact in facts for word in ("--set", fact)]
    assert watched.run(*words).code == 9
    for call in (("identity", "show", "x"), ("login", "x"), ("token", "x"), ("identity", "list")):
        watched.run(*call, "--json")
    assert not watched.found
    assert not leaks(watched.log.getvalue().encode(), PLANTED)
    assert not leaks_below(data_folder, PLANTED, but={})
