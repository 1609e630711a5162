"""Requests on their way out: no secret in any text but the raw one, nobody asked, and the text means the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from apiclient_gui.core import exporting
from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.exporters import TABLE as EXPORTERS
from apiclient_gui.core.exporters.base import Draft, Exported
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    ApiKey,
    Auth,
    AwsKeys,
    Credentials,
    Environment,
    Part,
    Payload,
    Request,
    Row,
    Settings,
)
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.send import Surroundings
from tests.factories import KEY_ID, NOW, SECRET_KEY, of_kind, tokens
from tests.support.canary import SECRETS, leaks

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
VARIABLE = "planted\"var\\iable/with+signs&more=~*'x"
LEARNT = "planted-learnt/value+of this run"
PLANTED = SECRETS | {"variable": VARIABLE, "learnt": LEARNT, "key": SECRET_KEY}
ENVIRONMENT = Environment(name="dev", id="dev", variables={"base": URL}, secrets=("pin",))
PLAIN = [exporter for exporter in EXPORTERS.values() if not exporter.signed]


def unasked(*_: object) -> NoReturn:
    pytest.fail("somebody was asked for a secret")


@pytest.fixture
def program(data_folder: Path) -> Program:
    made = Program(data_folder)
    made.redactor.learn(Secret(LEARNT))
    return made


def around(program: Program, *, asked: bool = False, scheme: str = "none") -> Surroundings:
    """Return surroundings that give no secret, unless one is asked for."""
    secrets: Mapping[str, str] = {"pin": VARIABLE} if asked else Unread()
    return Surroundings(
        environment=ENVIRONMENT,
        values={"base": URL, **secrets} if asked else Unread(),
        credentials_of=(lambda _: of_kind(TABLE[scheme].wants)) if asked else unasked,
        identity_region=lambda _: "",
        clock=Clock(0.0, NOW),
        key_of=(lambda _: Secret(SECRETS["api key"])) if asked else unasked,
        redactor=program.redactor,
    )


class Unread(dict[str, str]):
    """Variables whose secret value must not be read."""

    def __init__(self) -> None:
        super().__init__(base=URL, pin="")

    def __getitem__(self, name: str) -> str:
        return unasked() if name == "pin" else super().__getitem__(name)


def everywhere(scheme: str, body: Payload) -> Request:
    """Return a request with a secret in each place that can hold one."""
    own = () if scheme != "none" else (Row("Authorization", f"Bearer {SECRETS['typed header']}"),)
    return Request(
        method="POST",
        url="{{base}}/{{pin}}?a={{pin}}&b=" + LEARNT,
        params=(Row("p", "{{pin}}"), Row("access_token", SECRETS["typed header"])),
        headers=(
            Row("X-Own", f"a {{{{pin}}}} b {LEARNT}"),
            Row("Cookie", SECRETS["cookie"]),
            Row("Proxy-Authorization", f"Basic {SECRETS['typed header']}"),
            *own,
        ),
        body=body,
        auth=Auth(scheme, "me", api_key=ApiKey("key")),
        settings=Settings(proxy="http://me:{{pin}}@proxy:8080"),
    )


BODIES = {
    "json": Payload("json", '{"a": "{{pin}}", "b": "' + LEARNT + '"}'),
    "text": Payload("text", "{{pin}} " + LEARNT),
    "form": Payload("form", rows=(Row("a", "{{pin}}"), Row("b", LEARNT))),
    "multipart": Payload("multipart", parts=(Part("a", "{{pin}}"), Part("b", LEARNT))),
    "none": Payload(),
}


@pytest.mark.parametrize("exporter", [exporter.id for exporter in PLAIN])
@pytest.mark.parametrize("scheme", TABLE)
@pytest.mark.parametrize("body", BODIES)
def test_no_text_holds_a_secret_and_nobody_is_asked(
    exporter: str, scheme: str, body: str, program: Program
) -> None:
    request = everywhere(scheme, BODIES[body])
    exported = outcome(request, around(program), exporter)
    if isinstance(exported, Problem):
        assert exported.finding.id == "export_impossible"
        said = msgspec.json.encode(exported.finding)
    else:
        assert not exported.secret
        assert "zq" not in exported.text
        assert exported.findings
        said = exported.text.encode() + msgspec.json.encode(exported.findings)
    assert leaks(said, PLANTED) == []


def outcome(request: Request, given: Surroundings, exporter: str) -> Exported | Problem:
    try:
        return exporting.export(request, given, exporter)
    except Problem as problem:
        return problem


@pytest.mark.parametrize("scheme", TABLE)
def test_the_raw_form_holds_them_and_says_so(scheme: str, program: Program) -> None:
    request = everywhere(scheme, BODIES["json"])
    exported = exporting.export(request, around(program, asked=True, scheme=scheme), "raw")
    assert exported.secret
    assert SECRETS["cookie"] in exported.text
    assert SECRETS["api key"] in exported.text
    assert '"a": "planted\\"var' in exported.text
    assert SECRET_KEY not in exported.text or scheme == "basic"
    expected = {"sigv4": 300, "sigv4_query": 3600, "sigv4a": 300}.get(scheme)
    ends = NOW + timedelta(seconds=expected) if expected else None
    assert exported.ends_at == ends


def export(program: Program, request: Request, form: str = "curl") -> Exported:
    return exporting.export(request, around(program), form)


def test_credentials_that_end_earlier_end_the_raw_text(program: Program) -> None:
    soon = NOW + timedelta(seconds=100)

    def credentials_of(_: str) -> Credentials:
        return AwsKeys(KEY_ID, Secret(SECRET_KEY), Secret("token"), soon)

    given = replace(around(program, asked=True), credentials_of=credentials_of)
    assert exporting.export(Request(url=URL, auth=Auth("sigv4")), given, "raw").ends_at == soon

    given = replace(given, credentials_of=lambda _: replace(tokens(access="x"), expires_at=soon))
    assert exporting.export(Request(url=URL, auth=Auth("bearer")), given, "raw").ends_at == soon


def test_names_say_what_is_meant(program: Program) -> None:
    text = export(program, everywhere("bearer", BODIES["json"])).text
    for name in ("$PIN", "$TOKEN", "$API_KEY", "$COOKIE", "$ACCESS_TOKEN", "$PROXY_AUTHORIZATION", "$SECRET"):  # fmt: skip
        assert name in text, name


def test_a_secret_typed_into_a_form_is_taken_from_the_environment(program: Program) -> None:
    for body in (
        Payload("form", rows=(Row("a", "1"), Row("client_secret", "planted &=é"))),
        Payload("multipart", parts=(Part("a", "1"), Part("client_secret", "planted &=é"))),
    ):
        for form in ("curl", "python"):
            text = export(program, Request(method="POST", url=URL, body=body), form).text
            assert "planted" not in text, (body.kind, form)
            assert "CLIENT_SECRET" in text


def test_what_is_told_beside_the_text_names_no_secret(program: Program) -> None:
    rows = (Row("X-Api-Key", "planted-key"), Row("X-Own", LEARNT))
    request = Request(url=URL, headers=rows, auth=Auth("sigv4"))
    made = exporting.export(request, around(program, asked=True, scheme="sigv4"), "presigned")
    (told,) = made.findings
    assert [(one.label, one.value) for one in told.evidence] == [
        ("X-Api-Key", MASK),
        ("X-Own", MASK),
    ]


def test_a_name_used_twice_gets_a_number(program: Program) -> None:
    rows = (Row("Cookie", "a=planted"), Row("Cookie", "b=planted"))
    text = export(program, Request(url=URL, headers=rows)).text
    assert '"Cookie: $COOKIE"' in text
    assert '"Cookie: $COOKIE_2"' in text


def test_a_secret_variable_in_the_place_of_a_secret_is_not_doubled(program: Program) -> None:
    rows = (Row("Authorization", "Bearer {{pin}}"), Row("x-api-key", "{{pin}}"))
    text = export(program, Request(url=URL, headers=rows)).text
    assert '"Authorization: Bearer $PIN"' in text
    assert '"x-api-key: $PIN"' in text


def test_region_and_service_are_those_it_would_be_signed_for(program: Program) -> None:
    made = exporting.draft(Request(url=URL, auth=Auth("sigv4")), around(program), EXPORTERS["curl"])
    assert isinstance(made, Draft)
    assert (made.region, made.service) == ("eu-west-1", "execute-api")
    assert made.prepared.header("x-amz-date") is None
    with pytest.raises(Problem) as caught:
        export(program, Request(url="https://api.example.com", auth=Auth("sigv4")))
    assert caught.value.finding.id == "region_unknown"


def test_two_authorizations_are_refused_here_too(program: Program) -> None:
    rows = (Row("Authorization", SECRETS["typed header"]),)
    with pytest.raises(Problem) as caught:
        export(program, Request(url=URL, headers=rows, auth=Auth("sigv4")))
    assert caught.value.finding.id == "two_authorizations"


def test_an_unknown_form_is_told(program: Program) -> None:
    with pytest.raises(Problem) as caught:
        export(program, Request(url=URL), "wget")
    assert caught.value.finding.id == "exporter_unknown"
    assert "curl" in caught.value.finding.remedy
