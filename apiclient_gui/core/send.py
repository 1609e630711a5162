"""Send: resolve variables, prepare, authorise, transport, diagnose. One way, for window and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import msgspec

from apiclient_gui.core import api_key, auth, hosts, prepare, redact, redirects, variables
from apiclient_gui.core.auth.base import Scheme, Terms
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import (
    Auth,
    Authorisation,
    Credentials,
    Earlier,
    Environment,
    Exchange,
    Hop,
    KnownApi,
    OptionValue,
    Prepared,
    Request,
    Response,
    Settings,
    credential_digest,
)
from apiclient_gui.core.prepare import sources
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.transport import Delivery, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a send may use besides the request: variables, credentials, clock, and the APIs known.

    `values` are the variables', secret ones among them. `credentials_of` gets an identity's name (empty: none chosen);
    it may ask the keyring or log in, so all of this runs off the window's thread. `key_of` gives the API key of an
    identity, `passphrase_of` that of a client certificate. `earlier` are the latest exchanges of this run. `login_of`
    says whether an identity's credentials come of a login, and when that or its keys end. `redactor` masks what is told
    about a send: values of variables and words of servers are quoted in it.
    """

    environment: Environment
    values: Mapping[str, str]
    credentials_of: Callable[[str], Credentials | None]
    identity_region: Callable[[str], str]
    clock: Clock
    key_of: Callable[[str], Secret]
    passphrase_of: Callable[[Settings], Secret | None] = lambda _: None
    apis: Callable[[], tuple[KnownApi, ...]] = tuple
    earlier: Callable[[], tuple[Earlier, ...]] = tuple
    login_of: Callable[[str], tuple[bool, datetime | None]] = lambda _: (False, None)
    redactor: Redactor = field(default_factory=Redactor)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request ready to be sent: exact bytes, and how they were authorised."""

    request: Request
    prepared: Prepared
    authorisation: Authorisation


def prepare_only(request: Request, around: Surroundings) -> Outgoing:
    """Return the request with variables resolved, bytes fixed and authorised; nothing is sent.

    Raises Problem: "refused" when it cannot be sent as it is, "usage" for an unknown scheme or identity, "storage"
    when the keyring does not give a secret.
    """
    with _masked(around.redactor):
        return _outgoing(request, around)


def _outgoing(request: Request, around: Surroundings) -> Outgoing:
    values = around.values
    scheme = _scheme(request.auth)
    prepared = prepare.prepare(request, values, strict=scheme.strict)
    slot = request.auth.api_key
    if key_name := variables.fill(slot.identity, values, "API key").text:
        key = around.key_of(key_name)
        around.redactor.learn(key)
        prepared = api_key.add(prepared, slot, key)
    name = variables.fill(request.auth.identity, values, "identity").text
    credentials = around.credentials_of(name) if scheme.wants else None
    _refuse_other_kind(credentials, scheme, name)
    terms = Terms(
        credentials=credentials,
        now=around.clock.now(),
        options=_options(scheme, request.auth, values),
        region=_filled(around.environment.region, values)
        or (around.identity_region(name) if name and scheme.wants else ""),
        service=_filled(around.environment.service, values),
        identity=name,
    )
    try:
        return Outgoing(request, *scheme.apply(prepared, terms))
    except OSError as error:  # a body in files is read to be signed
        raise sources.changed(error) from error


def send(request: Request, around: Surroundings, transport: Transport, cancel: Cancel) -> Exchange:
    """Send a request and return the whole exchange, explained when it was refused or failed.

    Redirects to the same origin are followed if the request's settings say so, each request authorised anew. Raises
    Problem for what `prepare_only` and `transport.send` raise it for: then nothing was sent. A failure on the way is no
    exception, it stands in the exchange.
    """
    exchange = deliver(prepare_only(request, around), around, transport, cancel)
    if not request.settings.follow:
        return exchange
    return _told(_followed(exchange, around, transport, cancel), around.redactor)


def _followed(
    exchange: Exchange, around: Surroundings, transport: Transport, cancel: Cancel
) -> Exchange:
    asked = first = exchange.request
    while exchange.response is not None:
        reply, sent = exchange.response, exchange.prepared
        step = redirects.decide(asked, sent, reply, exchange.hops)
        if step is None:
            break
        if isinstance(step, Finding):
            return replace(exchange, findings=(*exchange.findings, step))
        if exchange.authorisation.signature:  # the next exchange knows its own alone
            around.redactor.learn(Secret(exchange.authorisation.signature.signature))
        try:
            following = deliver(prepare_only(step, around), around, transport, cancel)
        except Problem as problem:
            told = redirects.stopped(problem.finding, reply.redirect or "")
            return replace(exchange, findings=(*exchange.findings, told))
        transport.discard(reply.body)
        authorised = following.authorisation.scheme != "none" or bool(step.auth.api_key.identity)
        hop = Hop(sent.method, sent.url, reply.status, reply.redirect or "", authorised)
        exchange = replace(following, request=first, hops=(*exchange.hops, hop))
        asked = step
    return exchange


def deliver(
    outgoing: Outgoing, around: Surroundings, transport: Transport, cancel: Cancel
) -> Exchange:
    """Send what was prepared, measure the clock, and explain a refusal."""
    settings = outgoing.request.settings
    if settings.proxy:  # its password may be a variable
        proxy = variables.fill(settings.proxy, around.values, "proxy").text
        settings = msgspec.structs.replace(settings, proxy=proxy)
    with _masked(around.redactor):
        delivery = transport.send(
            outgoing.prepared, settings, cancel, passphrase=around.passphrase_of(settings)
        )
    exchange = Exchange(
        request=outgoing.request,
        environment=around.environment.name,
        prepared=outgoing.prepared,
        authorisation=outgoing.authorisation,
        sent_at=delivery.started_at,
        response=delivery.response,
        failure=delivery.failure,
        timings=delivery.timings,
        clock_offset=clock_offset(delivery),
    )
    return _told(replace(exchange, findings=_explain(exchange, around)), around.redactor)


def _told(exchange: Exchange, redactor: Redactor) -> Exchange:
    """Return the exchange with what is told about it masked: servers repeat what they were sent."""
    if not exchange.findings:
        return exchange
    from apiclient_gui.core.history import masking  # noqa: PLC0415  # most sends have nothing to tell

    knowing = redactor.knowing(masking.secret_values(exchange))
    failure = exchange.failure
    if failure is not None:
        failure = replace(failure, message=knowing.quoted(failure.message))
    return replace(
        exchange, failure=failure, findings=tuple(map(knowing.finding, exchange.findings))
    )


@contextmanager
def _masked(redactor: Redactor) -> Iterator[None]:
    """Have no secret in the finding of a Problem that is raised within."""
    try:
        yield
    except Problem as problem:
        raise Problem(problem.trouble, redactor.finding(problem.finding)) from problem.__cause__


def earlier(exchange: Exchange) -> Earlier:
    """Return what of an exchange may explain a later one."""
    return Earlier(
        exchange.sent_at,
        exchange.prepared.method,
        exchange.prepared.url.partition("?")[0],
        exchange.response.status if exchange.response else 0,
        credential_digest(exchange.prepared, exchange.authorisation),
    )


def clock_offset(delivery: Delivery) -> float | None:
    """Return the server's clock minus this computer's in seconds, from the reply's Date; None when it has none.

    Date has whole seconds (RFC 9110 §5.6.7), so half a second is added; the middle between sending and
    receiving is taken as the moment at which the server wrote it.
    """
    response = delivery.response
    date = _http_date(response) if response else None
    if response is None or date is None:
        return None
    middle = delivery.started_at + (response.received_at - delivery.started_at) / 2
    return (date - middle).total_seconds() + 0.5


def _http_date(response: Response) -> datetime | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  # start-up time

    try:
        date = parsedate_to_datetime(response.header("date") or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _explain(exchange: Exchange, around: Surroundings) -> tuple[Finding, ...]:
    if exchange.response is not None and exchange.response.status < 400:
        return ()
    # `apiclient sign` and a successful send go without.
    from apiclient_gui.core import diagnosis  # noqa: PLC0415  # some 60 ms, and only a refusal needs it
    from apiclient_gui.core.case import Case  # noqa: PLC0415  # the same

    sent = exchange.prepared
    implied = hosts.signing_target(sent.host, sent.path)
    identity = exchange.authorisation.identity
    logs_in, ends = around.login_of(identity) if identity else (False, None)
    case = Case(
        response=exchange.response,
        failure=exchange.failure,
        prepared=exchange.prepared,
        authorisation=exchange.authorisation,
        clock_offset=exchange.clock_offset,
        environment=exchange.environment,
        identity=identity,
        region=(implied and implied.region) or around.environment.region,
        service=(implied and implied.service) or around.environment.service,
        apis=around.apis(),
        sent_at=exchange.sent_at,
        earlier=around.earlier(),
        logs_in=logs_in,
        ends=ends,
        clock_correction=around.clock.offset,
        proxy=redact.url(exchange.request.settings.proxy),
        token_unsigned=bool(
            exchange.authorisation.signature
            and exchange.request.auth.options.get("omit_session_token")
        ),
    )
    return diagnosis.diagnose(case)


def _scheme(chosen: Auth) -> Scheme:
    scheme = auth.TABLE.get(chosen.scheme)
    if scheme is None:
        raise Problem(
            "usage",
            Finding(
                id="scheme_unknown",
                severity="error",
                title=f"This version does not know the scheme {chosen.scheme!r}",
                remedy=f"It knows: {', '.join(auth.TABLE)}.",
            ),
        )
    return scheme


def _options(scheme: Scheme, chosen: Auth, values: Mapping[str, str]) -> Mapping[str, OptionValue]:
    known = {field.key: field for field in scheme.fields}
    for key, value in chosen.options.items():
        field = known.get(key)
        if field and (field.kind == "switch") != isinstance(value, bool):
            raise Problem(
                "refused",
                Finding(
                    id="option_invalid",
                    severity="error",
                    title=f"{field.label!r} cannot be {value!r}",
                    evidence=(Evidence("Scheme", scheme.title),),
                    remedy="Set it again in Auth."
                    if field.kind != "switch"
                    else "It is true or false.",
                ),
            )
    # An option of another scheme stays in the file for when the person goes back to that scheme.
    return {
        key: _filled(value, values) if isinstance(value, str) else value
        for key, value in chosen.options.items()
        if key in known
    }


def _refuse_other_kind(credentials: Credentials | None, scheme: Scheme, identity: str) -> None:
    if credentials is None or scheme.wants is None or isinstance(credentials, scheme.wants):
        return
    fitting = next((one for one in auth.TABLE.values() if one.wants is type(credentials)), None)
    raise Problem(
        "refused",
        Finding(
            id="identity_unfit",
            severity="error",
            title=f"{identity or 'This identity'} cannot be sent with the scheme {scheme.title}",
            detail="Nothing was sent: the identity yields another kind of credentials than the scheme puts on a request.",
            evidence=(Evidence("Scheme", scheme.title), Evidence("Identity", identity)),
            remedy=f"Choose another identity, or the scheme {fitting.title}."
            if fitting
            else "Choose another identity.",
            actions=(Action("choose_identity", "Choose an identity"),),
        ),
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    return variables.fill(text, values, "Auth").text
