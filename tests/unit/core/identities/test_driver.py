"""The driver: each step done for real, on real sockets; what cannot be done ends the login with one finding."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import (
    Ask,
    AwsCall,
    AwsRefusal,
    Browse,
    Flow,
    HttpCall,
    HttpReply,
    Need,
    Profile,
    Redirect,
    Show,
    Text,
    Wait,
)
from apiclient_gui.core.identities.driver import Hands, Person, drive
from apiclient_gui.core.model import AwsKeys, Credentials, Field, Settings, Tokens
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from apiclient_gui.core.transport import Transport
from tests import factories
from tests.support.aws_files import AwsFiles
from tests.support.sockets import Answer, RawServer, blackhole, ok

JSON = "Content-Type: application/json"
DONE = factories.tokens(access="A")


class Somebody:
    """A person who answers at once, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.seen: list[str] = []

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        cancel.check()
        self.asked.append(step.title)
        return {field.key: Secret("123456") for field in step.fields}

    def browse(self, step: Browse, cancel: Cancel) -> Callable[[], None]:
        """Be the browser, and the provider that sends it back."""
        cancel.check()
        self.seen.append(step.title)
        back = parse_qs(urlsplit(step.url).query)["redirect_uri"][0]
        visits = [f"{back}?code=c&state={state}" for state in ("wrong", step.state)]
        threading.Thread(target=_visit, args=(visits,)).start()
        return lambda: self.seen.remove(step.title)

    def show(self, step: Show, cancel: Cancel) -> Callable[[], None]:
        cancel.check()
        self.seen.append(step.code)
        return lambda: self.seen.remove(step.code)


def _visit(urls: list[str]) -> None:
    for url in urls:  # one after the other: after the right one nobody listens any more
        requests.get(url, timeout=30)


def hands(person: Person | None = None, redactor: Redactor | None = None) -> Hands:
    def other(name: str) -> Credentials:
        assert name == "base"
        return factories.keys()

    learn = (redactor or Redactor()).learn
    return Hands(Transport(), Settings(timeout=5), other, person, learn)


def once(step: Any, seen: list[Any]) -> Flow:
    """Return a flow of one step that remembers what came of it."""

    def steps() -> Generator[Any, Any, Tokens]:
        seen.append((yield step))
        return DONE

    return steps()


def done(step: Any, person: Person | None = None) -> Any:
    seen: list[Any] = []
    assert drive(once(step, seen), hands(person), Cancel()) is DONE
    return seen[0]


def test_a_form_goes_out_urlencoded_and_the_reply_comes_back_whatever_its_status() -> None:
    with RawServer(ok(b'{"error":"x"}', JSON, status="400 Bad Request")) as server:
        reply = done(
            HttpCall(
                "try",
                "POST",
                f"http://{server.host}/token",
                (("Authorization", Secret("Basic abc")),),
                (("a b", "ü"), ("p", Secret("s&c=r"))),
            )
        )
    assert isinstance(reply, HttpReply)
    assert (reply.status, reply.json()) == (400, {"error": "x"})
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /token HTTP/1.1\r\n")
    assert b"\r\nAuthorization: Basic abc" in head
    assert b"\r\nContent-Type: application/x-www-form-urlencoded" in head
    assert head.count(b"Content-Length: 22") == 1
    assert body == b"a+b=%C3%BC&p=s%26c%3Dr"


@pytest.mark.parametrize(
    "step",
    [
        HttpCall("try", "POST", "http://idp.example/token"),
        HttpCall("try", "GET", "ftp://idp.example/token"),
        HttpCall("try", "GET", "http://127.0.0.1.evil.example/"),
        AwsCall("try", "sts", "GetCallerIdentity", {}, "us-east-1", "http://sts.example"),
        Show("Confirm", "http://idp.example/device", "ABCD"),
    ],
)
def test_no_secret_goes_over_the_network_in_clear(step: Any) -> None:
    with pytest.raises(Problem) as refused:
        drive(once(step, []), hands(Somebody()), Cancel())
    assert refused.value.trouble == "refused"
    assert refused.value.finding.id == "endpoint_not_https"


def test_a_server_that_is_not_there_is_told_by_its_address() -> None:
    with pytest.raises(Problem) as refused:
        drive(once(HttpCall("try", "GET", "http://127.0.0.1:1/t"), []), hands(), Cancel())
    assert refused.value.trouble == "transport"
    assert refused.value.finding.id == "login_server_unreached"
    assert refused.value.finding.evidence[0].value == "http://127.0.0.1:1/t"


def test_an_aws_call_is_sent_unsigned_as_its_model_says() -> None:
    body = json.dumps({"AuthenticationResult": {"AccessToken": "A"}}).encode()
    with RawServer(ok(body, "Content-Type: application/x-amz-json-1.1")) as server:
        reply = done(pool_call(server))
    assert reply["AuthenticationResult"]["AccessToken"] == "A"
    head, _, sent = server.requests[0].partition(b"\r\n\r\n")
    assert b"X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth" in head
    assert b"authorization:" not in head.lower()
    assert json.loads(sent)["AuthParameters"] == {"PASSWORD": "correct horse"}


def test_what_an_aws_service_refuses_is_thrown_into_the_flow() -> None:
    seen: list[AwsRefusal] = []

    def steps(server: RawServer) -> Generator[Any, Any, Tokens]:
        try:
            yield pool_call(server)
        except AwsRefusal as refusal:
            seen.append(refusal)
        return DONE

    body = json.dumps({"__type": "NotAuthorizedException", "message": "No."}).encode()
    with RawServer(ok(body, status="400 Bad Request")) as server:
        assert drive(steps(server), hands(), Cancel()) is DONE
    assert (seen[0].code, seen[0].message, seen[0].status) == ("NotAuthorizedException", "No.", 400)


def test_a_person_is_asked() -> None:
    person = Somebody()
    assert done(Ask("Code", (Field("code", "Code", "secret"),)), person) == {
        "code": Secret("123456")
    }
    assert person.asked == ["Code"]


@pytest.mark.parametrize(
    "step",
    [
        Ask("Code", ()),
        Redirect(),
        Show("Confirm", "https://idp.example/", "ABCD"),
    ],
)
def test_without_a_person_a_question_ends_the_login(step: Any) -> None:
    with pytest.raises(Problem) as refused:
        drive(once(step, []), hands(), Cancel())
    assert refused.value.trouble == "login"
    assert refused.value.finding.id == "person_needed"


def browsing(url: str, back: list[str]) -> Flow:
    """Return a flow that sends a browser away and brings what it came back with as a token."""

    def steps() -> Generator[Any, Any, Tokens]:
        back.append((yield Redirect()))
        query = urlencode({"redirect_uri": back[0]})
        answer = yield Browse("Log in", f"{url}?{query}", "the-state")
        return factories.tokens(access=answer["code"])

    return steps()


def test_a_browser_is_sent_away_and_comes_back() -> None:
    person, back = Somebody(), list[str]()
    tokens = drive(browsing("https://idp.example/a", back), hands(person), Cancel())
    assert isinstance(tokens, Tokens)
    assert tokens.held == {"access": Secret("c")}
    assert person.seen == []
    with pytest.raises(requests.ConnectionError):  # nobody listens any more
        requests.get(back[0], timeout=30)


def test_a_browser_is_not_sent_to_http() -> None:
    person = Somebody()
    with pytest.raises(Problem) as refused:
        drive(browsing("http://idp.example/a", []), hands(person), Cancel())
    assert refused.value.finding.id == "endpoint_not_https"
    assert person.seen == []


def test_a_cancel_ends_the_waiting_for_a_browser() -> None:
    cancel = Cancel()

    class Leaving(Somebody):
        def browse(self, step: Browse, cancel: Cancel) -> Callable[[], None]:
            self.seen.append(step.title)
            cancel.request()
            return lambda: self.seen.remove(step.title)

    person = Leaving()
    with pytest.raises(Cancelled):
        drive(browsing("https://idp.example/a", []), hands(person), cancel)
    assert person.seen == []


@pytest.mark.parametrize("end", ["done", "refused", "cancelled"])
def test_what_is_shown_stays_until_the_login_is_over(end: str) -> None:
    person, cancel = Somebody(), Cancel()

    def steps() -> Generator[Any, Any, Tokens]:
        assert (yield Show("Confirm", "https://idp.example/device", "ABCD-EFGH")) is None
        assert person.seen == ["ABCD-EFGH"]
        if end == "refused":
            raise Problem("login", Finding(id="no", severity="error", title="No"))
        if end == "cancelled":
            cancel.request()
        yield Wait(0, "it is confirmed")
        return DONE

    if end == "done":
        assert drive(steps(), hands(person), cancel) is DONE
    else:
        with pytest.raises(Problem if end == "refused" else Cancelled):
            drive(steps(), hands(person), cancel)
    assert person.seen == []


def test_a_flow_may_bring_anything() -> None:
    def steps() -> Generator[Wait, None, str]:
        yield Wait(0, "again")
        return "brought"

    assert drive(steps(), hands(), Cancel()) == "brought"


def test_the_keys_of_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = AwsFiles.empty(tmp_path, monkeypatch)
    files.write(credentials="[x]\naws_access_key_id = AKIAX\naws_secret_access_key = planted\n")
    redactor = Redactor()
    found = drive(once(Profile("x"), seen := []), hands(redactor=redactor), Cancel())
    assert found is DONE
    assert seen == [AwsKeys("AKIAX", Secret("planted"))]
    assert redactor.text("planted") == MASK


@pytest.mark.parametrize("there", [True, False])
def test_the_code_for_a_profile_is_asked_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    files = AwsFiles.empty(tmp_path, monkeypatch)
    with RawServer(ok(b"<ErrorResponse/>", status="403 Forbidden")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{server.host}")
        files.write(
            config="""
            [profile x]
            role_arn = arn:aws:iam::123456789012:role/r
            source_profile = base
            mfa_serial = arn:aws:iam::123456789012:mfa/me
            region = eu-west-1
            """,
            credentials="[base]\naws_access_key_id = AKIAX\naws_secret_access_key = planted\n",
        )
        person = Somebody() if there else None
        with pytest.raises(Problem) as refused:
            drive(once(Profile("x"), []), hands(person), Cancel())
    assert refused.value.finding.id == ("role_refused" if there else "person_needed")
    if person:
        assert person.asked == ["MFA code"]
        assert b"TokenCode=123456" in server.requests[0]


def test_another_identity_is_at_hand_and_waiting_ends() -> None:
    assert done(Need("base")) == factories.keys()
    assert done(Wait(0.001, "the server asked for it")) is None


def test_a_flow_without_end_is_ended() -> None:
    def endless() -> Flow:
        while True:
            yield Wait(0, "again")

    with pytest.raises(Problem) as refused:
        drive(endless(), hands(), Cancel())
    assert refused.value.finding.id == "login_endless"


@pytest.mark.parametrize("kind", ["http", "aws", "wait"])
def test_a_cancel_ends_whatever_it_waits_for(kind: str) -> None:
    cancel = Cancel()
    with RawServer(Answer(then="hang")) as server, blackhole():
        steps = {
            "http": HttpCall("try", "GET", f"http://{server.host}/"),
            "aws": pool_call(server),
            "wait": Wait(3600, "long"),
        }

        def stop() -> None:
            if kind != "wait":
                server.wait_requests(1)
            cancel.request()

        threading.Thread(target=stop, daemon=True).start()
        with pytest.raises(Cancelled):
            drive(once(steps[kind], []), hands(), cancel)


CALL = {
    "AuthFlow": "USER_PASSWORD_AUTH",
    "ClientId": "c",
    "AuthParameters": {"PASSWORD": Secret("correct horse")},
}


def pool_call(server: RawServer) -> AwsCall:
    return AwsCall(
        "log in",
        "cognito-idp",
        "InitiateAuth",
        CALL,
        "us-east-1",
        f"http://{server.host}/",
    )


def test_calls_of_aws_go_as_the_preferences_say() -> None:
    asked: list[str] = []
    with RawServer(ok(b"{}")) as proxy:

        def usual(host: str) -> Settings:
            asked.append(host)
            return Settings(proxy=f"http://{proxy.host}")

        there = Hands(Transport(usual=usual), Settings(timeout=5), lambda _: factories.keys())
        call = AwsCall(
            "log in", "cognito-idp", "InitiateAuth", CALL, "us-east-1", "http://localhost:1/"
        )
        assert drive(once(call, []), there, Cancel()) is DONE
        assert proxy.requests[0].startswith(b"POST http://localhost:1/ HTTP/1.1")
    assert asked == ["localhost:1"]


def test_what_was_made_of_secrets_is_masked_from_then_on() -> None:
    redactor = Redactor()
    with RawServer(ok(b"{}", JSON)) as server:
        url = f"http://{server.host}/"
        headers = (("Authorization", Secret("Basic Y29kZWQtcGFpcg==")),)
        form = HttpCall(
            "try", "POST", url, headers, (("hash", Secret("made-of-secrets")), ("a", "plain-text"))
        )
        call = AwsCall(
            "try",
            "cognito-idp",
            "InitiateAuth",
            {"AuthFlow": "X", "ClientId": "client", "AuthParameters": {"SECRET_HASH": Secret("a-hash-of-it")}},
            region="eu-west-1",
            endpoint=url,
        )  # fmt: skip
        for step in (form, call):
            drive(once(step, []), hands(redactor=redactor), Cancel())
    text = "Y29kZWQtcGFpcg== made-of-secrets a-hash-of-it"
    assert redactor.text(f"{text} plain-text") == f"{MASK} {MASK} {MASK} plain-text"
