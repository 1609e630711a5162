"""Send: resolve variables, prepare, authorise, transport, diagnose. One way, for window and command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from apiclient_gui.core import auth, hosts, prepare, variables
from apiclient_gui.core.auth.base import Scheme, Terms
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.model import (
    Auth,
    Authorisation,
    Credentials,
    Environment,
    Exchange,
    KnownApi,
    OptionValue,
    Prepared,
    Request,
    Response,
)
from apiclient_gui.core.transport import Delivery, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a send may use besides the request: variables, credentials, clock, and the APIs known.

    `credentials_of` gets an identity's name (empty: none chosen) and the variables' values; it may ask the keyring, so
    all of this runs off the window's thread.
    """

    environment: Environment
    credentials_of: Callable[[str, Mapping[str, str]], Credentials | None]
    identity_region: Callable[[str], str]
    clock: Clock
    apis: tuple[KnownApi, ...] = ()


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
    values = around.environment.variables
    scheme = _scheme(request.auth)
    prepared = prepare.prepare(request, values, strict=scheme.strict)
    name = variables.fill(request.auth.identity, values, "identity").text
    credentials = around.credentials_of(name, values) if scheme.wants else None
    terms = Terms(
        credentials=credentials,
        now=around.clock.now(),
        options=_options(scheme, request.auth, values),
        region=_filled(around.environment.region, values)
        or (around.identity_region(name) if name and scheme.wants else ""),
        service=_filled(around.environment.service, values),
        identity=name,
    )
    return Outgoing(request, *scheme.apply(prepared, terms))


def send(request: Request, around: Surroundings, transport: Transport, cancel: Cancel) -> Exchange:
    """Send a request and return the whole exchange, explained when it was refused or failed.

    Raises Problem for what `prepare_only` raises it for: then nothing was sent. A failure on the way is no exception,
    it stands in the exchange.
    """
    return deliver(prepare_only(request, around), around, transport, cancel)


def deliver(
    outgoing: Outgoing, around: Surroundings, transport: Transport, cancel: Cancel
) -> Exchange:
    """Send what was prepared, measure the clock, and explain a refusal."""
    delivery = transport.send(outgoing.prepared, outgoing.request.settings, cancel)
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
    return replace(exchange, findings=_explain(exchange, around))


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
    from apiclient_gui.core.diagnosis.base import Case  # noqa: PLC0415  # the same

    implied = hosts.signing_target(exchange.prepared.host)
    case = Case(
        response=exchange.response,
        failure=exchange.failure,
        prepared=exchange.prepared,
        authorisation=exchange.authorisation,
        clock_offset=exchange.clock_offset,
        environment=exchange.environment,
        identity=exchange.authorisation.identity,
        region=implied.region if implied else around.environment.region,
        service=implied.service if implied else around.environment.service,
        apis=around.apis,
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


def _filled(text: str, values: Mapping[str, str]) -> str:
    return variables.fill(text, values, "Auth").text
