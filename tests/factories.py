"""Small values that tests of many modules share: each argument is what the test is about, the rest is plausible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from apiclient_gui.core import prepare
from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.auth.base import Terms
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.flow import Given
from apiclient_gui.core.model import (
    Auth,
    Authorisation,
    AwsKeys,
    Body,
    Credentials,
    Exchange,
    Failure,
    Header,
    Identity,
    OptionValue,
    Origin,
    Payload,
    Prepared,
    QueryItem,
    Request,
    Response,
    Row,
    Settings,
    Timings,
    Tokens,
    UserPassword,
)
from apiclient_gui.core.secret import Secret

# AWS's documentation uses these: they open nothing.
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "FwoGZXIvYXdzEBYaDEXAMPLE//token+with=signs=="
ACCESS_TOKEN = "eyJhbGciOiJub25lIn0.e30.an-access-token-of-nobody"
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STAMP = "20260304T050607Z"
URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"


def given(facts: Mapping[str, str] | None = None, *, now: datetime = NOW, **secrets: str) -> Given:
    """Return what a flow may know; keywords are its secrets."""
    return Given(facts or {}, {key: Secret(text) for key, text in secrets.items()}, lambda: now)


def rows(pairs: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    """Return table rows, all of them on."""
    return tuple(Row(name, value) for name, value in pairs)


def request(
    url: str = URL,
    *,
    method: str = "GET",
    params: Sequence[tuple[str, str]] = (),
    headers: Sequence[tuple[str, str]] = (),
    text: str | None = None,
    json: str | None = None,
    auth: Auth | None = None,
    settings: Settings | None = None,
) -> Request:
    """Return a request as a person composes it."""
    body = Payload()
    if text is not None:
        body = Payload("text", text)
    if json is not None:
        body = Payload("json", json)
    return Request(
        method=method,
        url=url,
        params=rows(params),
        headers=rows(headers),
        body=body,
        auth=auth or Auth(),
        settings=settings or Settings(),
    )


def prepared(
    url: str = URL,
    *,
    strict: bool = True,
    values: Mapping[str, str] | None = None,
    method: str = "GET",
    params: Sequence[tuple[str, str]] = (),
    headers: Sequence[tuple[str, str]] = (),
    text: str | None = None,
    json: str | None = None,
) -> Prepared:
    """Return a request prepared by the program's own code."""
    composed = request(url, method=method, params=params, headers=headers, text=text, json=json)
    return prepare.prepare(composed, values or {}, strict=strict)


def hand_made(
    path: str = "/",
    *,
    query: Sequence[tuple[str, str | None]] = (),
    headers: Sequence[tuple[str, str]] = (("Host", "h.example.com"),),
    body: bytes = b"",
    method: str = "GET",
    host: str = "h.example.com",
) -> Prepared:
    """Return a prepared request that no preparing has touched: what stands here is taken as it is."""
    return Prepared(
        method=method,
        scheme="https",
        host=host,
        path=path,
        query=tuple(QueryItem(n, v, Origin("url", i)) for i, (n, v) in enumerate(query)),
        headers=tuple(Header(n, v, Origin("header", i)) for i, (n, v) in enumerate(headers)),
        body=Body(body),
    )


def keys(*, token: str | None = None) -> AwsKeys:
    """Return AWS keys of the documentation's kind, temporary ones when a token is given."""
    return AwsKeys(KEY_ID, Secret(SECRET_KEY), Secret(token) if token is not None else None)


def tokens(**held: str) -> Tokens:
    """Return tokens by kind; the first named is the default one."""
    kinds = tuple(held)
    return Tokens({kind: Secret(text) for kind, text in held.items()}, kinds[0])  # type: ignore[misc,arg-type]  # kinds are named by the test


def of_kind(wanted: type[Credentials] | None) -> Credentials | None:
    """Return credentials of the kind that a scheme wants."""
    every = (keys(), tokens(access=ACCESS_TOKEN), UserPassword("me", Secret(SECRET_KEY)))
    return next((one for one in every if type(one) is wanted), None)


def terms(
    options: Mapping[str, OptionValue] | None = None,
    *,
    credentials: Credentials | None = None,
    now: datetime = NOW,
    region: str = "us-east-1",
    service: str = "execute-api",
) -> Terms:
    """Return what a scheme may know; keys are there, region and service come from the environment."""
    return Terms(
        credentials=credentials or keys(),
        now=now,
        options=options or {},
        region=region,
        service=service,
        identity="me",
    )


def sign(ready: Prepared, terms_: Terms | None = None) -> tuple[Prepared, Authorisation]:
    """Return the request signed in its headers, and how."""
    return TABLE["sigv4"].apply(ready, terms_ or terms())


def without_keys(terms_: Terms) -> Terms:
    """Return the same terms with nobody to sign for."""
    return replace(terms_, credentials=None)


def identity(
    name: str = "me",
    *,
    kind: str = "aws_keys",
    facts: Mapping[str, str] | None = None,
    identifier: str = "id-1",
) -> Identity:
    """Return an identity; of AWS keys, unless another kind is named."""
    given = {"access_key_id": KEY_ID} if facts is None else dict(facts)
    return Identity(name=name, kind=kind, id=identifier, facts=given)


def response(
    status: int = 200,
    reason: str = "OK",
    *,
    headers: Sequence[tuple[str, str]] = (),
    content: bytes = b"",
    received_at: datetime = NOW,
) -> Response:
    """Return what a server answered."""
    return Response(status, reason, tuple(headers), Body(content), received_at)


def exchange(
    request_: Request | None = None,
    *,
    answer: Response | None = None,
    failure: Failure | None = None,
    authorisation: Authorisation | None = None,
    findings: tuple[Finding, ...] = (),
    clock_offset: float | None = None,
) -> Exchange:
    """Return one send, whole: answered with 200 unless a failure or another answer is given."""
    composed = request_ or request()
    ready = prepare.prepare(composed, {}, strict=TABLE[composed.auth.scheme].strict)
    return Exchange(
        request=composed,
        environment="",
        prepared=ready,
        authorisation=authorisation or Authorisation("none"),
        sent_at=NOW,
        response=None if failure else answer or response(),
        failure=failure,
        timings=Timings(total=0.1),
        clock_offset=clock_offset,
        findings=findings,
    )


def lines(authorisation: Authorisation, part: str) -> list[str]:
    """Return the canonical lines of one part: `path`, `query`, `header` and so on."""
    assert authorisation.signature is not None
    return [line.text for line in authorisation.signature.lines if line.part == part]
