"""The driver of logins: does what a flow's steps say, and is the only one with I/O. One for window and command line."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlencode

from apiclient_gui.core import aws, hosts, prepare, redact, urls
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import (
    Ask,
    AwsCall,
    AwsRefusal,
    Browse,
    FlowStep,
    HttpCall,
    HttpReply,
    Need,
    Profile,
    Redirect,
    Show,
    Text,
    Wait,
)
from apiclient_gui.core.listener import Listener
from apiclient_gui.core.model import Body, Credentials, Header, Origin, Prepared, Request, Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.transport import Transport, filled

T = TypeVar("T")
TakeAway = Callable[[], None]

_FORM: Final = "application/x-www-form-urlencoded"
# A server that challenges for ever ends here; ten minutes of asking every second whether a person has confirmed do not.
_MOST_STEPS: Final = 2000


class Person(Protocol):
    """Who can be asked: the window with a dialog, the command line with `--answer`."""

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        """Return an answer for each field. Raises Cancelled, or Problem("login") when nobody can answer."""

    def browse(self, step: Browse, cancel: Cancel) -> TakeAway:
        """Open the page, and return at once how to take away what tells of it: called when the browser came back."""

    def show(self, step: Show, cancel: Cancel) -> TakeAway:
        """Open the page and show its code, and return at once how to take that away: called when the login is over."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the driver does steps with. Without a `person`, a step that needs one is a Problem("login").

    `learn` has a secret masked from then on: hashes and headers made of secrets are secrets themselves. `now` is what
    calls are signed with.
    """

    transport: Transport
    settings: Settings
    credentials_of: Callable[[str], Credentials]
    person: Person | None = None
    learn: Callable[[Secret], None] = lambda _: None
    now: Callable[[], datetime] = Clock.computer


def drive(flow: Generator[FlowStep, Any, T], hands: Hands, cancel: Cancel) -> T:
    """Return what a flow brings: credentials, for a login; blocks until it is done.

    Raises Problem("login") when it is refused or needs a person who is not there, Problem("transport") when a server
    cannot be reached, Problem("usage"/"refused") of another identity that it needs, Cancelled.
    """
    answer: Any = None
    refusal: AwsRefusal | None = None
    with contextlib.ExitStack() as around, contextlib.closing(flow):
        place = _Place(around)
        for _ in range(_MOST_STEPS):
            try:
                step = flow.throw(refusal) if refusal else flow.send(answer)
            except StopIteration as end:
                brought: T = end.value
                return brought
            answer = refusal = None
            try:
                answer = _do(step, hands, cancel, place)
            except AwsRefusal as refused:
                refusal = refused
    raise Problem("login", _endless())


@dataclass(slots=True)
class _Place:
    """What is there until the login ends: `around` takes away what is shown and closes the listener."""

    around: contextlib.ExitStack
    listener: Listener | None = None


def _do(step: FlowStep, hands: Hands, cancel: Cancel, place: _Place) -> Any:
    cancel.check()
    match step:
        case Ask() | Show() | Redirect() | Browse():
            return _with_person(step, hands, cancel, place)
        case Wait():
            if cancel.wait(step.seconds):
                raise Cancelled
            return None
        case Need():
            return hands.credentials_of(step.identity)
    return _called(step, hands, cancel)


def _with_person(
    step: Ask | Show | Redirect | Browse, hands: Hands, cancel: Cancel, place: _Place
) -> Any:
    person = _person(hands, "a login in the browser" if isinstance(step, Redirect) else step.title)
    match step:
        case Ask():
            return person.ask(step, cancel)
        case Show():
            _demand_https(step.url, "log in")
            place.around.callback(person.show(step, cancel))
            return None
        case Redirect():
            place.listener = Listener(step.port, step.path, step.host)
            place.around.callback(place.listener.close)
            return place.listener.url
        case Browse():
            return _browsed(step, person, cancel, place)


def _browsed(step: Browse, person: Person, cancel: Cancel, place: _Place) -> Mapping[str, str]:
    _demand_https(step.url, "log in")
    assert place.listener is not None, "a flow has a Redirect before it has a Browse"
    take_away = person.browse(step, cancel)
    try:
        return place.listener.wait(step.state, cancel)
    finally:
        take_away()


def _called(step: HttpCall | AwsCall | Profile, hands: Hands, cancel: Cancel) -> Any:
    match step:
        case HttpCall():
            return _http(step, hands, cancel)
        case AwsCall():
            _demand_https(step.endpoint, step.purpose)
            _learn(step.parameters, hands)
            return aws.call(step, _settings(step, hands), cancel, hands.now)
        case Profile():
            # Which hosts it calls stands in the profile alone.
            settings = filled(hands.settings, hands.transport.usual(""))
            ask = hands.person.ask if hands.person else None
            return aws.profile_keys(step.name, settings, ask, cancel, learn=hands.learn)


def _settings(step: AwsCall, hands: Hands) -> Settings:
    # The transport does this itself; botocore's calls do not go through it.
    host = urls.split(step.endpoint).authority if step.endpoint else ""
    return filled(hands.settings, hands.transport.usual(host))


def _http(step: HttpCall, hands: Hands, cancel: Cancel) -> HttpReply:
    _demand_https(step.url, step.purpose)
    _learn([value for _, value in (*step.headers, *step.form)], hands)
    for _, value in step.headers:
        if isinstance(value, Secret):  # "Basic …": a server may repeat it without the word
            hands.learn(Secret(value.reveal().partition(" ")[2]))
    bare = prepare.prepare(Request(method=step.method, url=step.url), {}, strict=False)
    added = [(name, _revealed(value)) for name, value in step.headers]
    content = b""
    if step.form:
        content = urlencode([(name, _revealed(value)) for name, value in step.form]).encode()
        added += [("Content-Type", _FORM)]
    delivery = hands.transport.send(_with(bare, added, content), hands.settings, cancel)
    cancel.check()
    response, failure = delivery.response, delivery.failure
    if response is None:
        assert failure is not None
        raise Problem("transport", _unreached(step, failure.message))
    # A token endpoint's reply is small; one that is in a file is none.
    return HttpReply(response.status, response.headers, response.body.content)


def _with(bare: Prepared, added: list[tuple[str, str]], content: bytes) -> Prepared:
    names = {name.lower() for name, _ in added} | {"content-length"}
    kept = [header for header in bare.headers if header.name.lower() not in names]
    origin = Origin("scheme", name="login")
    if content or bare.method in {"POST", "PUT", "PATCH"}:
        added = [*added, ("Content-Length", str(len(content)))]
    headers = (*kept, *(Header(name, value, origin) for name, value in added))
    return replace(bare, headers=headers, body=Body(content))


def _learn(value: Any, hands: Hands) -> None:
    """Have the secrets of a step masked: what was made of those that are known, such as a hash, is not known yet."""
    match value:
        case Secret():
            hands.learn(value)
        case Mapping():
            for one in value.values():
                _learn(one, hands)
        case list() | tuple():
            for one in value:
                _learn(one, hands)


def _revealed(text: Text) -> str:
    return text.reveal() if isinstance(text, Secret) else text


def _person(hands: Hands, what: str) -> Person:
    if hands.person is None:
        raise Problem(
            "login",
            Finding(
                id="person_needed",
                severity="error",
                title=f"This login needs a person: {what}",
                detail="Nobody can be asked here.",
                remedy="Log in on the Identities page, or with `apiclient login`.",
                actions=(Action("log_in", "Log in"),),
            ),
        )
    return hands.person


def _demand_https(url: str, purpose: str) -> None:
    """Raise Problem("refused") for a plain http address that is not on this computer: secrets go there."""
    if not url:
        return
    parts = urls.split(url)
    if parts.scheme == "https" or (parts.scheme == "http" and hosts.is_loopback(parts.authority)):
        return
    raise Problem(
        "refused",
        Finding(
            id="endpoint_not_https",
            severity="error",
            title="The address for the login is not https",
            detail=f"Nothing was sent. To {purpose}, a secret would go over the network in clear.",
            evidence=(Evidence("Address", redact.url(url)[:200]),),
            source="RFC 6749 §3.2, RFC 8252 §8.3",
            remedy="Write it with https://. Only on this computer (127.0.0.1, localhost) http is accepted.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _unreached(step: HttpCall, message: str) -> Finding:
    return Finding(
        id="login_server_unreached",
        severity="error",
        title="The server for the login gave no answer",
        detail=f"To {step.purpose}, it was called; {message}.",
        evidence=(Evidence("Address", redact.url(step.url)[:200]),),
        remedy="Check the address in the identity, and the network.",
        actions=(Action("open_identity", "Open the identity"),),
    )


def _endless() -> Finding:
    return Finding(
        id="login_endless",
        severity="error",
        title="The login does not come to an end",
        detail=f"After {_MOST_STEPS} steps the server still asked for more.",
        remedy="Check the identity; report it with the name of the identity provider if it happens again.",
    )
