"""Cases as they come from a gateway, one typical for each cause: tests of causes change what they are about."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from apiclient_gui.core import auth
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.diagnosis import TABLE
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import (
    ApiMethod,
    Authorisation,
    Authorizer,
    Earlier,
    Failure,
    Header,
    KnownApi,
    Origin,
    Prepared,
    QueryItem,
    Signature,
    Stage,
)
from tests import factories
from tests.support import signed_tokens

ARN = "arn:aws:execute-api:us-east-1:********1111:abcde12345/prod/GET/pets"
USER = "arn:aws:iam::111122223333:user/alice"
ROLE = "arn:aws:sts::111122223333:assumed-role/pets-reader-role/practice"
BEARER = "Bearer abc.def.ghi"
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
SKEWED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between '
    "the request time and the current time is too large.</Message><RequestTime>20260304T050607Z</RequestTime>"
    "<ServerTime>2026-03-04T05:30:00Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>"
    "<RequestId>4442587FB7D0A2F9</RequestId></Error>"
)
NO_DATE = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
AUTHORIZER = "User is not authorized to access this resource"
FORBIDDEN = "ForbiddenException"
ISSUER = "https://idp.example.com"
POOL = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool"
NO_TOKEN = "MissingAuthenticationTokenException"
BAD_SIGNATURE = "InvalidSignatureException"
INCOMPLETE = "IncompleteSignatureException"
DENIED = "AccessDeniedException"
PETS = KnownApi(
    "Pet shop",
    "https://abc123.execute-api.eu-west-1.amazonaws.com/prod",
    (
        ApiMethod("GET", "/pets", "AWS_IAM"),
        ApiMethod("GET", "/pets/{id}", "AWS_IAM"),
        ApiMethod("POST", "/open", "NONE"),
    ),
)


LAMBDA = KnownApi(
    "Pets, Lambda authorizer",
    "https://lam123.execute-api.eu-west-1.amazonaws.com/prod",
    (ApiMethod("GET", "/pets", "CUSTOM"), ApiMethod("GET", "/orders", "CUSTOM")),
    Authorizer("TOKEN", ISSUER, "pets", ttl=300),
)
COGNITO = KnownApi(
    "Pets, Cognito",
    "https://cog123.execute-api.eu-west-1.amazonaws.com/prod",
    (ApiMethod("GET", "/pets", "COGNITO_USER_POOLS"),),
    Authorizer("COGNITO_USER_POOLS", POOL, "client", "id"),
)
PRICED = KnownApi(
    "Pets, API key",
    "https://key123.execute-api.eu-west-1.amazonaws.com/prod",
    (ApiMethod("GET", "/pets", "NONE", api_key_required=True),),
)
_EVERYBODY = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", **_EVERYBODY},
        {
            "Effect": "Deny",
            **_EVERYBODY,
            "Condition": {"NotIpAddress": {"aws:SourceIp": "123.4.5.6/24"}},
        },
    ],
}
FENCED = KnownApi(
    "Pets, resource policy",
    "https://pol123.execute-api.eu-west-1.amazonaws.com/prod",
    (ApiMethod("GET", "/pets", "NONE"),),
    resource_policy=json.dumps(POLICY),
)


def token(**claims: Any) -> str:
    """Return a token of a good issuer that nobody signed; `exp`, `nbf`, `iat` in seconds from factories.NOW."""
    times = {
        name: factories.NOW.timestamp() + claims.pop(name, default)
        for name, default in (("exp", 3600), ("nbf", None), ("iat", None))
        if default is not None or name in claims
    }
    whole = {"iss": ISSUER, "aud": "pets", "sub": "nobody-in-particular", **times, **claims}
    return signed_tokens.raw('{"alg":"RS256","kid":"k1"}', json.dumps(whole))


def called(api: KnownApi, sent: str = "", *, kind: str = "id", api_key: str = "") -> dict[str, Any]:
    """Return the fields of a case in which GET /pets of a known API was called, with a token and an API key."""
    headers = [("X-Api-Key", api_key)] if api_key else []
    ready = factories.prepared(f"{api.url}/pets", headers=headers, strict=False)
    made = Authorisation("none")
    if sent:
        bearer = Header("Authorization", f"Bearer {sent}", Origin("scheme", name="bearer"))
        ready = replace(ready, headers=(*ready.headers, bearer))
        made = Authorisation("bearer", "me", ("Authorization",), token_kind=kind)  # type: ignore[arg-type]  # the test names one
    return {
        "prepared": ready,
        "authorisation": made,
        "identity": "me" if sent else "",
        "apis": (api,),
        "sent_at": factories.NOW,
    }


def elsewhere(known: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a case whose request went to a path that its API does not have."""
    return known | {"prepared": replace(known["prepared"], path="/prod/petz")}


def allowed(url: str, sent: str, *, ago: float, method: str = "GET", status: int = 200) -> Earlier:
    """Return an earlier call with that token."""
    digest_ = hashlib.sha256(f"Bearer {sent}".encode()).hexdigest()
    return Earlier(factories.NOW - timedelta(seconds=ago), method, url, status, digest_)


def unauthorized(message: str = "Unauthorized", **known: Any) -> Case:
    """Return the case of a REST API's 401."""
    return reply(message, "UnauthorizedException", status=401, **known)


def reply(
    message: str,
    error_type: str = "",
    *,
    status: int = 403,
    key: str = "message",
    headers: Sequence[tuple[str, str]] = (),
    content: bytes | None = None,
    **known: Any,
) -> Case:
    """Return a case whose reply has this message in a JSON body; `known` are further fields of the case."""
    lines = [("Content-Type", "application/json"), *headers]
    if error_type:
        lines.append(("x-amzn-ErrorType", error_type))
    body = json.dumps({key: message}).encode() if content is None else content
    answer = factories.response(status, "Forbidden", headers=lines, content=body)
    return Case(response=answer, **known)


def failed(stage: Stage, message: str = "", *, timed_out: bool = False) -> Case:
    """Return a case without a reply."""
    return Case(failure=Failure(stage, message, timed_out), prepared=factories.prepared())


@cache
def signed(url: str = factories.URL, region: str = "eu-west-1") -> tuple[Prepared, Authorisation]:
    """Return a request signed by the program."""
    ready = factories.prepared(url, method="POST", json="{}")
    return factories.sign(ready, factories.terms({"region": region}, region=region))


def sent(**changes: Any) -> dict[str, Any]:
    """Return the fields of a case whose request was signed by the program."""
    ready, authorisation = signed(**changes)
    return {"prepared": ready, "authorisation": authorisation, "identity": "me"}


def by_temporary_keys(token_: str | None = None, *, in_query: bool = False) -> dict[str, Any]:
    """Return the fields of a case that was signed with temporary keys and sent with this session token, or with none."""
    terms = factories.terms({"region": "eu-west-1"}, region="eu-west-1")
    keys_ = replace(factories.keys(), access_key_id="ASIAIOSFODNN7EXAMPLE")
    scheme = auth.TABLE["sigv4_query" if in_query else "sigv4"]
    ready, made = scheme.apply(factories.prepared(), replace(terms, credentials=keys_))
    name, origin = "X-Amz-Security-Token", Origin("scheme", name=scheme.id)
    if token_ is not None and in_query:
        ready = replace(ready, query=(*ready.query, QueryItem(name, token_, origin)))
    elif token_ is not None:
        ready = replace(ready, headers=(*ready.headers, Header(name, token_, origin)))
    return {"prepared": ready, "authorisation": made, "identity": "me"}


def other_body(signed_: str, arrived: str) -> bytes:
    """Return what S3 answers when it computes another hash of the body than the one that was signed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>XAmzContentSHA256Mismatch</Code><Message>The provided '
        "'x-amz-content-sha256' header does not match what was computed.</Message>"
        f"<ClientComputedContentSHA256>{signed_}</ClientComputedContentSHA256>"
        f"<S3ComputedContentSHA256>{arrived}</S3ComputedContentSHA256></Error>"
    ).encode()


def presigned(life: int = 3600) -> dict[str, Any]:
    """Return the fields of a case whose request was a URL presigned by the program, for so many seconds."""
    terms = factories.terms({"region": "eu-west-1", "expires": life}, region="eu-west-1")
    ready, made = auth.TABLE["sigv4_query"].apply(factories.prepared(), terms)
    return {"prepared": ready, "authorisation": made, "identity": "me"}


def from_elsewhere(cut: int = 0) -> dict[str, Any]:
    """Return the fields of a case whose presigned URL came from elsewhere, without so many characters at its end."""
    ready = presigned()["prepared"]
    last = ready.query[-1]
    assert last.name == "X-Amz-Signature"
    value = last.value[: len(last.value) - cut]
    query = (*ready.query[:-1], replace(last, value=value))
    return {"prepared": replace(ready, query=query), "authorisation": Authorisation("none")}


def by_curl(
    path: str = "/prod/pets",
    query: Sequence[tuple[str, str | None]] = (("b", "2"), ("a", "1")),
    *,
    version: str = "7.88.1",
    method: str = "GET",
    body: bytes = b"",
    headers: Sequence[tuple[str, str]] = (),
    service: str = "execute-api",
) -> dict[str, Any]:
    """Return the fields of a case whose request curl signed; its signature is of no importance."""
    names = ";".join(sorted({"host", "x-amz-date", *(name.lower() for name, _ in headers)}))
    claim = f"Credential={factories.KEY_ID}/20260304/eu-west-1/{service}/aws4_request"
    own = [
        ("Host", "api.example.com"),
        (
            "Authorization",
            f"AWS4-HMAC-SHA256 {claim}, SignedHeaders={names}, Signature={'ab' * 32}",
        ),
        ("X-Amz-Date", "20260304T050607Z"),
        ("User-Agent", f"curl/{version}"),
        *headers,
    ]
    sent_ = factories.hand_made(path, query=query, headers=own, body=body, method=method)
    return {"prepared": sent_}


def by_sigv4a() -> dict[str, Any]:
    """Return the fields of a case whose request was signed with SigV4a for all regions."""
    claim = f"Credential={factories.KEY_ID}/20260304/execute-api/aws4_request"
    own = [
        ("Host", "abc123.execute-api.eu-west-1.amazonaws.com"),
        ("X-Amz-Date", "20260304T050607Z"),
        ("X-Amz-Region-Set", "*"),
        (
            "Authorization",
            f"AWS4-ECDSA-P256-SHA256 {claim}, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature={'30' * 70}",
        ),
    ]
    return {"prepared": factories.hand_made("/prod/pets", headers=own)}


def unsigned_payload() -> dict[str, Any]:
    """Return the fields of a case whose body was not signed; `signature()` is of the same request with its hash."""
    made = signature()
    lines = (*made.lines[:-1], replace(made.lines[-1], text="UNSIGNED-PAYLOAD"))
    known = sent()
    changed = replace(known["authorisation"], signature=replace(made, lines=lines))
    return known | {"authorisation": changed}


def with_header(name: str, value: str) -> dict[str, Any]:
    """Return the fields of a case whose request went out with this header and no signature."""
    ready = factories.prepared()
    return {
        "prepared": replace(ready, headers=(*ready.headers, Header(name, value, Origin("header"))))
    }


def without_header(name: str) -> dict[str, Any]:
    """Return the fields of a case whose signed request went out without this header."""
    ready, authorisation = signed()
    kept = tuple(header for header in ready.headers if header.name.lower() != name)
    return {"prepared": replace(ready, headers=kept), "authorisation": authorisation}


def signature() -> Signature:
    """Return the signature of `signed()`."""
    made = signed()[1].signature
    assert made is not None
    return made


def mismatch(canonical: str | None = None, string_to_sign: str | None = None) -> str:
    """Return the sentence of a signature that does not match, with the gateway's strings when they are given."""
    text = MISMATCH
    if canonical is not None:
        text += f"\n\nThe Canonical String for this request should have been\n'{canonical}'"
    if string_to_sign is not None:
        text += f"\n\nThe String-to-Sign should have been\n'{string_to_sign}'\n"
    return text


def digest(value: str) -> str:
    """Return the hash of a header as newer sentences print it."""
    return base64.b64encode(hashlib.sha256(value.encode()).digest()).decode()


def hashed(value: str) -> str:
    """Return the newer sentence about a header that holds no pairs: it carries the header's hash."""
    return (
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with "
        f"Base64): '{digest(value)}'."
    )


def typical() -> Mapping[str, Case]:
    """Return one case for each cause, by its id."""
    made = signature()
    unsorted = by_curl()
    changed = made.canonical_request.replace(
        "content-type:application/json", "content-type:text/plain"
    )
    return {
        "host_not_found": failed("dns", "Name or service not known"),
        "connection_refused": failed("connect", "Connection refused"),
        "connection_failed": failed("wait", "the server closed the connection without an answer"),
        "tls_not_trusted": failed("tls", "certificate verify failed: self-signed certificate"),
        "timed_out": failed("wait", "no answer within 30 s", timed_out=True),
        "cancelled_by_user": failed("cancelled", "cancelled"),
        "answer_not_http": failed("wait", "the answer is not HTTP: 'SSH-2.0-OpenSSH'"),
        "response_cut_off": failed("receive", "the body ended after 3 of 10 bytes"),
        "presigned_url_expired": reply(
            "Signature expired: 20260304T050607Z is now earlier than 20260304T060607Z "
            "(20260304T070607Z - 60 min.)",
            BAD_SIGNATURE,
            **presigned(),
        ),
        "request_time_too_skewed": reply(
            "", content=SKEWED.encode(), clock_offset=1433.0, **sent()
        ),
        "sigv4a_not_taken": reply(
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now).",
            INCOMPLETE,
            **by_sigv4a(),
        ),
        "unsigned_payload_refused": reply(
            mismatch(made.canonical_request, "x"), BAD_SIGNATURE, **unsigned_payload()
        ),
        "signed_in_another_way": reply(
            mismatch(canonical_of_sent(Case(**unsorted)), "x"), BAD_SIGNATURE, **unsorted
        ),
        "time_stamp_too_old": reply(
            "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z "
            "(20260101T001500Z - 5 min.)",
            BAD_SIGNATURE,
        ),
        "time_stamp_in_future": reply(
            "Signature not yet current: 20260101T001500Z is still later than 20260101T000500Z "
            "(20260101T000000Z + 5 min.)",
            BAD_SIGNATURE,
        ),
        "scope_date_mismatch": reply(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP",
            BAD_SIGNATURE,
        ),
        "wrong_region": reply(
            "Credential should be scoped to a valid region.",
            BAD_SIGNATURE,
            region="eu-west-1",
            **sent(region="us-east-1"),
        ),
        "wrong_service": reply(
            "Credential should be scoped to correct service: 'execute-api'.",
            BAD_SIGNATURE,
            **sent(),
        ),
        "session_token_missing": reply(
            "The security token included in the request is invalid.",
            "UnrecognizedClientException",
            **by_temporary_keys(),
        ),
        "unknown_access_key": reply(
            "The security token included in the request is invalid.",
            "UnrecognizedClientException",
            identity="me",
        ),
        "payload_hash_differs": reply(
            "", content=other_body(sent()["prepared"].body.sha256(), "ab" * 32), **sent()
        ),
        "request_changed_on_the_way": reply(
            mismatch(changed, made.string_to_sign), BAD_SIGNATURE, **sent()
        ),
        "presigned_url_changed": reply(mismatch(), BAD_SIGNATURE, **from_elsewhere(cut=4)),
        "secret_key_wrong": reply(
            mismatch(made.canonical_request, made.string_to_sign), BAD_SIGNATURE, **sent()
        ),
        "date_header_missing": reply(f"{NO_DATE}Authorization=AWS4-HMAC-SHA256 x", INCOMPLETE),
        "host_not_signed": reply(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
            BAD_SIGNATURE,
        ),
        "signed_header_missing": reply(
            "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.", BAD_SIGNATURE
        ),
        "bearer_token_where_sigv4_is_parsed": reply(
            hashed(BEARER), INCOMPLETE, **with_header("Authorization", BEARER)
        ),
        "incomplete_signature": reply(
            "Authorization header requires 'Signature' parameter. Authorization=x", INCOMPLETE
        ),
        "signature_refused": reply("Nope, says the owner", BAD_SIGNATURE, **sent()),
        "unknown_path_or_method": reply(
            "Missing Authentication Token",
            NO_TOKEN,
            apis=(PETS,),
            prepared=factories.prepared(f"{PETS.url}/petz"),
        ),
        "unsigned_call_to_iam_method": reply(
            "Missing Authentication Token", NO_TOKEN, apis=(PETS,), prepared=factories.prepared()
        ),
        "not_deployed": reply("Missing Authentication Token", NO_TOKEN),
        "identity_policy_denies": reply(
            f"User: {USER} is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "with an explicit deny in an identity-based policy",
            DENIED,
            key="Message",
            identity="me",
        ),
        "identity_policy_silent": reply(
            f"User: {USER} is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "because no identity-based policy allows the execute-api:Invoke action",
            DENIED,
            key="Message",
            identity="me",
        ),
        "session_policy_denies": reply(
            f"User: {ROLE} is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "with an explicit deny in a session policy",
            DENIED,
            key="Message",
            identity="me",
        ),
        "session_policy_silent": reply(
            f"User: {ROLE} is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "because no session policy allows the execute-api:Invoke action",
            DENIED,
            key="Message",
            identity="me",
        ),
        "access_denied": reply(
            f"User: {USER} is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "with an explicit deny in a VPC endpoint policy",
            DENIED,
            key="Message",
        ),
        "session_token_expired": reply(
            "The security token included in the request is expired",
            "ExpiredTokenException",
            identity="me",
        ),
        "resource_policy_denies": reply(
            f"User: anonymous is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "with an explicit deny in a resource-based policy",
            DENIED,
            key="Message",
            **called(FENCED),
        ),
        "resource_policy_silent": reply(
            f"User: anonymous is not authorized to perform: execute-api:Invoke on resource: {ARN} "
            "because no resource-based policy allows the execute-api:Invoke action",
            DENIED,
            key="Message",
            **called(FENCED),
        ),
        "authorizer_policy_denies": reply(
            f"{AUTHORIZER} with an explicit deny in an identity-based policy",
            DENIED,
            key="Message",
            **called(LAMBDA, token()),
        ),
        "authorizer_policy_cached": reply(
            f"{AUTHORIZER} because no identity-based policy allows the execute-api:Invoke action",
            DENIED,
            key="Message",
            earlier=(allowed(f"{LAMBDA.url}/orders", token(), ago=42),),
            **called(LAMBDA, token()),
        ),
        "authorizer_policy_silent": reply(
            f"{AUTHORIZER} because no identity-based policy allows the execute-api:Invoke action",
            DENIED,
            key="Message",
            **called(LAMBDA, token()),
        ),
        "token_expired": unauthorized(
            "The incoming token has expired",
            **called(COGNITO, token(token_use="id", aud="client", iss=POOL, exp=-60)),
        ),
        "wrong_token_issuer": unauthorized(**called(COGNITO, token(token_use="id", aud="client"))),
        "wrong_token_kind": unauthorized(
            **called(COGNITO, token(token_use="access", iss=POOL), kind="access")
        ),
        "wrong_token_audience": unauthorized(
            **called(COGNITO, token(token_use="id", aud="other", iss=POOL))
        ),
        "token_not_yet_valid": unauthorized(**called(LAMBDA, token(nbf=120))),
        "token_missing": unauthorized(**called(LAMBDA)),
        "token_refused_by_authorizer": unauthorized(**called(LAMBDA, token())),
        "api_key_missing": reply("Forbidden", FORBIDDEN, **called(PRICED)),
        "api_key_refused": reply("Forbidden", FORBIDDEN, **called(PRICED, api_key="k-1234567")),
        "quota_exceeded": reply("Limit Exceeded", "LimitExceededException", status=429),
        "throttled": reply("Too Many Requests", "TooManyRequestsException", status=429),
        "authorizer_failed": reply(
            "",
            "AuthorizerConfigurationException",
            status=500,
            content=b'{"message":null}',
        ),
        "payload_too_large": reply(
            "", status=413, content=b"HTTP content length exceeded 10485760 bytes."
        ),
        "invalid_request_body": reply("Invalid request body", "BadRequestException", status=400),
        "server_error": reply("Internal server error", status=502),
        "refused_for_unknown_reason": reply("You shall not pass"),
    }


def explained(cause_id: str, case: Case) -> Finding:
    """Return what one cause says about a case; it must say something, and completely."""
    found = TABLE[cause_id].explain(case)
    assert found is not None
    assert found.id == cause_id
    assert found.title
    assert found.remedy
    assert found.confidence
    assert found.source
    return found


def rows(found: Finding) -> dict[str, str]:
    """Return the evidence of a finding by label."""
    return {row.label: row.value for row in found.evidence}


def keys(found: Finding) -> list[str]:
    """Return the keys of a finding's actions."""
    return [action.key for action in found.actions]


def published(row_id: str) -> dict[str, Any]:
    """Return a row of the published AWS cases; skips when the project stands alone."""
    place = Path(__file__).resolve().parents[5] / "shared" / "cases" / "aws-cases.json"
    if not place.is_file():
        pytest.skip("the published AWS cases stand beside the project only where it is developed")
    return next(row for row in json.loads(place.read_text(encoding="utf-8")) if row["id"] == row_id)


def published_case(answer: Mapping[str, Any], **known: Any) -> Case:
    """Return the case of a published reply."""
    headers = tuple(answer["headers"].items())
    content = answer["body"].encode()
    return Case(
        response=factories.response(answer["status"], headers=headers, content=content), **known
    )
