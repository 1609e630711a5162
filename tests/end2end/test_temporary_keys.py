"""What the practice gateway refuses to temporary keys, and what is said about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Auth, AwsKeys, Environment, Exchange, Identity, Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve

PETS = "arn:aws:execute-api:*:*:*/*/GET/pets"


class Desk:
    """A program before a gateway whose clock may be put forward, by so many seconds."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.ahead = 0.0
        self.description: Description

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def identity(self, name: str, **facts: str) -> Identity:
        """Return a seeded identity, with other facts."""
        found = self.program.workspace.identity(name)
        found = msgspec.structs.replace(found, facts={**found.facts, **facts})
        self.program.workspace.save_identity(found)
        return found

    def keys(self, name: str) -> AwsKeys:
        """Return the temporary keys that an identity gets."""
        keys = self.program.identities.credentials(self.program.workspace.identity(name), {})
        assert isinstance(keys, AwsKeys)
        return keys

    def send(
        self, name: str = "", *, scheme: str = "sigv4", keys: AwsKeys | None = None
    ) -> Exchange:
        """Send GET /pets to the API that is protected by IAM."""
        options = {"region": "us-east-1", "service": "execute-api"}
        url = f"{self.description.apis[0].url}/pets"
        request = Request(method="GET", url=url, auth=Auth(scheme, name, options))
        # Signed by the gateway's clock, whatever the program takes for the time.
        clock = Clock(self.ahead)
        around = self.program.surroundings(Environment(), credentials=keys, clock=clock)
        return self.program.send(request, around)

    def refused(
        self, name: str = "", *, scheme: str = "sigv4", keys: AwsKeys | None = None
    ) -> Finding:
        """Return the one thing that is said."""
        exchange = self.send(name, scheme=scheme, keys=keys)
        assert exchange.response is not None
        assert exchange.response.status == 403
        (finding,) = exchange.findings
        assert finding.confidence == "certain"
        return finding


@pytest.fixture
def desk(data_folder: Path) -> Iterator[Desk]:
    desk = Desk(Program(data_folder))
    folder = data_folder / "practice"
    with serve(folder, port=None, fresh=False, judged=lambda _: None, clock=desk.now) as practice:
        seed.seed(desk.program, practice.description)
        desk.description = practice.description
        yield desk
    desk.program.close()


@pytest.mark.parametrize(
    ("effect", "resource", "cause"),
    [
        ("Allow", f"{PETS}/*", "session_policy_silent"),
        ("Deny", PETS, "session_policy_denies"),
    ],
)
def test_a_session_policy(desk: Desk, effect: str, resource: str, cause: str) -> None:
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    desk.identity("alice-as-reader", policy=policy)
    finding = desk.refused("alice-as-reader")
    assert finding.id == cause
    assert (finding.evidence[0].label, finding.evidence[0].value) == ("Role", "pets-reader-role")
    assert finding.actions[0].key == "open_identity"
    desk.identity("alice-as-reader", policy="")
    exchange = desk.send("alice-as-reader")
    assert exchange.response is not None
    assert exchange.response.status == 200


@pytest.mark.parametrize("scheme", ["sigv4", "sigv4_query"])
def test_keys_without_their_session_token(desk: Desk, scheme: str) -> None:
    keys = replace(desk.keys("alice-as-reader"), session_token=None)
    finding = desk.refused(scheme=scheme, keys=keys)
    assert finding.id == "session_token_missing"
    assert ("query" in finding.detail) == (scheme == "sigv4_query")


def test_keys_with_another_session_s_token(desk: Desk) -> None:
    keys = desk.keys("alice-as-reader")
    desk.identity("alice-as-reader", session_name="another")
    other = desk.keys("alice-as-reader")
    keys = replace(keys, session_token=other.session_token)
    finding = desk.refused(keys=keys)
    assert finding.id == "unknown_access_key"
    assert "another key's" in finding.title


def test_pasted_keys_whose_session_is_over(desk: Desk) -> None:
    keys = desk.keys("alice-as-reader")
    assert keys.session_token is not None
    me = Identity(
        name="pasted", kind="aws_keys", id="p", facts={"access_key_id": keys.access_key_id}
    )
    desk.program.workspace.save_identity(me)
    desk.program.identities.put(me, "secret_access_key", keys.secret_access_key)
    desk.program.identities.put(me, "session_token", Secret(keys.session_token.reveal()))
    desk.ahead = 3700
    finding = desk.refused("pasted")
    assert finding.id == "session_token_expired"
    assert finding.actions[0].key == "open_identity"
    assert finding.actions[0].parameters == {"identity": "pasted"}


def test_a_login_whose_session_is_over_for_the_gateway_alone(desk: Desk) -> None:
    ends = desk.keys("alice-as-reader").expires_at
    assert ends is not None
    desk.ahead = 3700
    finding = desk.refused("alice-as-reader")
    assert finding.id == "session_token_expired"
    assert finding.actions[0].key == "log_in"
    assert finding.actions[0].parameters == {"identity": "alice-as-reader"}
    rows = {row.label: row.value for row in finding.evidence}
    assert rows["End of the keys"] == f"{ends:%Y-%m-%d %H:%M:%S} UTC"


def test_a_role_is_asked_for_by_the_corrected_clock(desk: Desk) -> None:
    desk.ahead = desk.program.clock.offset = 3 * 3600
    exchange = desk.send("alice-as-reader")
    assert exchange.response is not None
    assert exchange.response.status == 200
    assert "pets-reader-role" in desk.program.whoami(desk.identity("alice-as-reader")).arn
