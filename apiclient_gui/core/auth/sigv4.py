"""AWS Signature Version 4 in the Authorization header: what a method with IAM authorization wants.

Source: IAM User Guide, "Create a signed AWS API request"; what is signed by default stands in cli.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from apiclient_gui.core import canonical, hosts
from apiclient_gui.core.auth.base import Scheme, Terms, refuse_keyless, refuse_second
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import (
    Authorisation,
    AwsKeys,
    Field,
    Header,
    Origin,
    Prepared,
    Signature,
    Step,
)

ALGORITHM: Final = "AWS4-HMAC-SHA256"
_SOURCE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
)

# Proxies and the HTTP engine may change these on the way: signed only when named in `sign_headers`.
_UNSIGNED: Final = frozenset({
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade", "expect", "user-agent", "accept-encoding", "content-length", "x-amzn-trace-id", "traceparent",
    "tracestate", "baggage",
})  # fmt: skip
_OURS: Final = frozenset({"x-amz-date", "x-amz-security-token"})
_NAME_PART = re.compile(r"[A-Za-z0-9-]+")

_FIELDS: Final = (
    Field(
        "region",
        "Region",
        hint="eu-west-1",
        fallback="read from the host, else from the environment",
    ),
    Field(
        "service",
        "Service",
        hint="execute-api",
        fallback="read from the host, else from the environment",
    ),
    Field(
        "sign_headers",
        "Sign these too",
        hint="user-agent, content-length",
        fallback="host, x-amz-*, content-type and your own headers are signed",
    ),
    Field("content_sha256", "Send and sign X-Amz-Content-Sha256", "switch", default=False),
    Field(
        "normalize",
        "Sign the path without dot segments and doubled slashes",
        "switch",
        default=True,
    ),
    Field("omit_session_token", "Add the session token after signing", "switch", default=False),
)


@dataclass(frozen=True, slots=True)
class _Scope:
    region: str
    service: str
    day: str

    def __str__(self) -> str:
        return f"{self.day}/{self.region}/{self.service}/aws4_request"


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    keys = terms.credentials
    if not isinstance(keys, AwsKeys):
        raise refuse_keyless("AWS keys to sign with", terms)
    refuse_second(prepared, _OURS, "signing", _SOURCE)
    region, service = _target(prepared, terms)
    stamp = canonical.amz_date(terms.now)
    scope = _Scope(region, service, stamp[:8])
    token = keys.session_token if keys.session_token and keys.session_token.reveal() else None
    late = bool(terms.options.get("omit_session_token", False))

    dated = _with(prepared, "X-Amz-Date", stamp)
    if token and not late:
        dated = _with(dated, "X-Amz-Security-Token", token.reveal())
    payload = dated.header("x-amz-content-sha256") or prepared.body.sha256()
    if terms.options.get("content_sha256") and dated.header("x-amz-content-sha256") is None:
        dated = _with(dated, "X-Amz-Content-Sha256", payload)

    lines = canonical.canonical_lines(
        dated,
        _signed_names(dated, str(terms.options.get("sign_headers", ""))),
        payload,
        normalize=bool(terms.options.get("normalize", True)),
    )
    request = "\n".join(line.text for line in lines)
    to_sign = canonical.string_to_sign(ALGORITHM, terms.now, str(scope), request)
    signature = _signature(keys, scope, stamp, to_sign)
    names = next(line.text for line in lines if line.part == "signed_headers")
    authorization = f"{ALGORITHM} Credential={keys.access_key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    signed = _with(dated, "Authorization", authorization)
    if token and late:
        signed = _with(signed, "X-Amz-Security-Token", token.reveal())
    facts = Signature(
        lines=lines,
        string_to_sign=to_sign,
        credential_scope=str(scope),
        signed_headers=tuple(names.split(";")),
        signature=signature,
        authorization=authorization,
        access_key_id=keys.access_key_id,
        region=region,
        service=service,
        signed_at=terms.now,
    )
    written = tuple(header.name for header in signed.headers if header.origin.place == "scheme")
    return signed, Authorisation(MEMBER.id, terms.identity, written, _steps(facts, request), facts)


def _with(prepared: Prepared, name: str, value: str) -> Prepared:
    header = Header(name, value, Origin("scheme", name=MEMBER.id))
    return replace(prepared, headers=(*prepared.headers, header))


def _signed_names(prepared: Prepared, extra: str) -> set[str]:
    wanted = {name.strip().lower() for name in extra.split(",")}
    present = {header.name.lower(): header for header in prepared.headers}
    return {
        name
        for name, header in present.items()
        if name != "authorization"
        and (
            name in wanted
            or name in {"host", "content-type"}
            or name.startswith("x-amz-")
            or (header.origin.place == "header" and name not in _UNSIGNED)
        )
    }


def _target(prepared: Prepared, terms: Terms) -> tuple[str, str]:
    # The host that the API will see decides: a Host header of one's own before the URL's.
    implied = hosts.signing_target(prepared.header("host") or "") or hosts.signing_target(
        prepared.host
    )
    region = str(terms.options.get("region", "")).strip() or (
        implied.region if implied else terms.region
    )
    service = str(terms.options.get("service", "")).strip() or (
        implied.service if implied else terms.service
    )
    for key, word, value, example in (
        ("region_unknown", "region", region, "eu-west-1"),
        ("service_unknown", "service", service, hosts.EXECUTE_API),
    ):
        if not _NAME_PART.fullmatch(value):
            raise _refuse_target(key, word, value, example, prepared.host)
    return region, service


def _signature(keys: AwsKeys, scope: _Scope, stamp: str, to_sign: str) -> str:
    """Return the hex signature: key derivation and HMAC are AWS's own code."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    credentials = Credentials(keys.access_key_id, keys.secret_access_key.reveal())
    request: Any = AWSRequest()
    request.context["timestamp"] = stamp
    return str(SigV4Auth(credentials, scope.service, scope.region).signature(to_sign, request))


def _steps(facts: Signature, request: str) -> tuple[Step, ...]:
    return (
        Step("Canonical request", "The request in the one form that both sides compute.", request),
        Step(
            "String to sign",
            "Time, credential scope and the hash of the canonical request.",
            facts.string_to_sign,
        ),
        Step(
            "Signing key",
            "Derived from the secret access key by four HMACs: day, region, service, aws4_request. Never shown, never sent.",
            facts.credential_scope,
        ),
        Step(
            "Authorization",
            "HMAC of the string to sign with that key, put into the header.",
            facts.authorization,
        ),
    )


def _refuse_target(key: str, word: str, value: str, example: str, host: str) -> Problem:
    found = f"{value!r} is no {word} name" if value else f"The {word} to sign for is not known"
    return Problem(
        "refused",
        Finding(
            id=key,
            severity="error",
            title=found,
            detail=f"Nothing was sent. The host does not tell the {word}, and a guess would be signed wrong.",
            evidence=(Evidence("Host", host),),
            source=_SOURCE,
            remedy=f"Set the {word}, for example {example}: in Auth (--{word} in a terminal), or once in the environment.",
            actions=(Action("open_place", f"Set the {word}", {"place": "auth"}),),
        ),
    )


MEMBER = Scheme(
    id="sigv4",
    title="SigV4, in headers",
    summary="Signs the request with AWS keys (Signature Version 4), for methods with IAM authorization.",
    fields=_FIELDS,
    strict=True,
    wants=AwsKeys,
    apply=_apply,
)
