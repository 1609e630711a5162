"""A role of AWS IAM on top of another identity: its AWS keys, or its token, for the temporary keys of the role.

Sources: AWS STS API Reference, AssumeRole and AssumeRoleWithWebIdentity; limits as those pages give them.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal, Flow, FlowStep, Given, Need
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import AwsKeys, Field, Tokens
from apiclient_gui.core.secret import Secret

_PAGE: Final = "https://docs.aws.amazon.com/STS/latest/APIReference/API_"
_ARN: Final = re.compile(r"arn:(aws[\w-]*):iam::\d{12}:role/[\x21-\x7e]{1,1000}", re.ASCII)
_SESSION: Final = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL: Final = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_DEVICE: Final = re.compile(r"[\w+=/:,.@-]{9,256}", re.ASCII)
_CODE: Final = re.compile(r"\d{6}", re.ASCII)
_SHORTEST, _LONGEST, _USUAL = 900, 43_200, 3_600  # seconds
_SHORTEST_TOKEN, _LONGEST_TOKEN = 4, 20_000  # characters
_LONGEST_POLICY: Final = 2_048  # characters
_USUAL_NAME: Final = "apiclient-gui"
_MOST_CODES: Final = 3  # questions for a code that is no code

# STS answers in each partition with regions of its own; the first of each.
_REGIONS: Final[Mapping[str, str]] = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
_REGION: Final = "us-east-1"


@dataclass(frozen=True, slots=True)
class _Role:
    """What is asked of STS; `common` are the parameters of both operations."""

    source: str
    arn: str
    common: Mapping[str, Any]
    external_id: str
    device: str
    region: str
    endpoint: str


def _obtain(given: Given) -> Flow:
    role = _role(given)
    return _assume(given, role)


def _role(given: Given) -> _Role:
    """Return what the facts say. Raises Problem("refused") for what STS could not take."""
    fact = given.fact
    if not fact("source"):
        raise incomplete("source", "It is the identity whose keys or token ask for the role.")
    arn = _ARN.fullmatch(fact("role_arn"))
    if arn is None:
        what = "valid role ARN" if fact("role_arn") else "role ARN"
        raise incomplete(what, "It looks like arn:aws:iam::123456789012:role/name.")
    name = fact("session_name") or _USUAL_NAME
    if not _SESSION.fullmatch(name):
        raise incomplete(
            "valid session name", "It has 2 to 64 letters, digits or signs of _+=,.@- and no blank."
        )
    if fact("external_id") and not _EXTERNAL.fullmatch(fact("external_id")):
        raise incomplete(
            "valid external id", "It has 2 to 1,224 letters, digits or signs of _+=,.@:/- in it."
        )
    if fact("mfa_serial") and not _DEVICE.fullmatch(fact("mfa_serial")):
        raise incomplete(
            "valid MFA device", "It looks like arn:aws:iam::123456789012:mfa/name, or is a number."
        )
    common = {"RoleArn": arn[0], "RoleSessionName": name, "DurationSeconds": _duration(given)}
    if fact("policy"):
        common["Policy"] = _policy(fact("policy"))
    region = fact("region") or _REGIONS.get(arn[1], _REGION)
    return _Role(
        source=fact("source"),
        arn=arn[0],
        common=common,
        external_id=fact("external_id"),
        device=fact("mfa_serial"),
        region=region,
        endpoint=fact("endpoint"),
    )


def _duration(given: Given) -> int:
    text = given.fact("duration") or str(_USUAL)
    seconds = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    if not _SHORTEST <= seconds <= _LONGEST:
        raise incomplete("valid duration", f"It is {_SHORTEST} to {_LONGEST:,} seconds.")
    return seconds


def _policy(text: str) -> str:
    if len(text) > _LONGEST_POLICY:
        hint = f"It has {len(text):,} characters, and STS takes {_LONGEST_POLICY:,}."
        raise incomplete("valid session policy", hint)
    try:
        document = msgspec.json.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        hint = 'It is a JSON object, such as {"Version": "2012-10-17", "Statement": […]}.'
        raise incomplete("valid session policy", hint)
    return text


def _assume(given: Given, role: _Role) -> Generator[FlowStep, Any, AwsKeys]:
    source = yield Need(role.source)
    keys: AwsKeys | None
    match source:
        case AwsKeys():
            operation, parameters, keys = "AssumeRole", dict(role.common), source
            if role.external_id:
                parameters["ExternalId"] = role.external_id
            if role.device:
                code = yield from _code(role.device)
                parameters |= {"SerialNumber": role.device, "TokenCode": code}
        case Tokens(held=held, default=default):
            if role.external_id or role.device:
                raise _not_for_tokens(role)
            token = held.get("id") or held[default]
            if not _SHORTEST_TOKEN <= len(token.reveal()) <= _LONGEST_TOKEN:
                raise _no_web_token(role, len(token.reveal()))
            operation, keys = "AssumeRoleWithWebIdentity", None
            parameters = {**role.common, "WebIdentityToken": token}
        case _:
            raise _without_keys(role)
    try:
        reply: Mapping[str, Any] = yield AwsCall(
            "assume the role", "sts", operation, parameters, role.region, role.endpoint, keys
        )
    except AwsRefusal as refusal:
        raise _refused(refusal, role, operation) from None
    return _keys(reply, given.now())


def _code(device: str) -> Generator[Ask, Mapping[str, str | Secret], str]:
    """Ask for the code of an MFA device until it looks like one; it is good for half a minute, and once."""
    detail = f"The six digits that the device shows now: {device}"
    for _ in range(_MOST_CODES):
        answers = yield Ask("MFA code", (Field("code", "Code", required=True),), detail)
        given = answers.get("code", "")
        text = given.reveal() if isinstance(given, Secret) else given
        code = "".join(text.split())
        if _CODE.fullmatch(code):
            return code
        detail = f"That was no code: it is six digits. The device is {device}"
    raise Problem("login", _wrong_code(device, "What was given is no code of six digits."))


def _keys(reply: Mapping[str, Any], now: datetime) -> AwsKeys:
    parts = reply.get("Credentials") or {}
    key_id, secret, token = (
        parts.get(name) for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")
    )
    if not key_id or not secret or not token:
        raise _malformed()
    ends = parts.get("Expiration")
    ends = ends.astimezone(UTC) if isinstance(ends, datetime) else None
    return AwsKeys(key_id, Secret(secret), Secret(token), ends, now)


# ---------------------------------------------------------------- what STS says

# aws-facts §1.4, and what a person does next.
_NEXT: Final[Mapping[str, str]] = {
    "ValidationError": "Check role ARN, session name and duration. A role takes no more than its own maximum session "
    "duration, and on top of another role one hour at most (3600).",
    "InvalidClientTokenId": "Check the keys of the source: AWS does not know them, or they are temporary and lack their "
    "session token.",
    "SignatureDoesNotMatch": "Check the secret access key of the source, and this computer's clock.",
    "ExpiredToken": "Renew the source: its temporary keys have ended.",
    "ExpiredTokenException": "Log the source in again: its token has expired.",
    "RegionDisabledException": "Choose a region that is enabled in the account of the source, such as us-east-1.",
    "MalformedPolicyDocument": "Correct the session policy of the identity.",
    "PackedPolicyTooLarge": "Make the session policy shorter: packed, it is too large.",
    "InvalidIdentityToken": "Check that the role trusts the issuer of the source's token, and that an identity provider "
    "for that issuer stands in IAM.",
    "IDPRejectedClaim": "Check the audience of the source's token: the identity provider in IAM must list it.",
    "IDPCommunicationError": "Try again: AWS could not reach the issuer of the token to verify it.",
    "RequestExpired": "Set this computer's clock right.",
    "Throttling": "Wait a little, then log in again.",
}
_OF_THE_SOURCE: Final = {"InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken"}


def _refused(refusal: AwsRefusal, role: _Role, operation: str) -> Problem:
    # STS's codes come with and without the words at their end, depending on operation and age.
    code = refusal.code.removesuffix("Exception")
    if "MultiFactorAuthentication" in refusal.message and role.device:
        return Problem("login", _wrong_code(role.device, f"It said: {refusal.message}"))
    names = refusal.code, code
    remedy = next((_NEXT[name] for name in names if name in _NEXT), "Check the identity.")
    if code == "AccessDenied":
        remedy = _denied(role, operation)
    action = Action("open_identity", "Open the identity")
    if code in _OF_THE_SOURCE or refusal.code == "ExpiredTokenException":
        action = Action("open_identity", "Open the source", {"identity": role.source})
    return Problem(
        "login",
        Finding(
            id="role_refused",
            severity="error",
            title="AWS STS did not give the role",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=(
                Evidence("Error", refusal.code),
                Evidence("Status", str(refusal.status)),
                Evidence("Role", role.arn),
                Evidence("Source", role.source),
            ),
            source=f"{_PAGE}{operation}.html",
            remedy=remedy,
            actions=(action,),
        ),
    )


def _denied(role: _Role, operation: str) -> str:
    """Return what to check when one of several policies says no: STS does not tell which."""
    checks = [f"The role's trust policy must allow sts:{operation} to the source"]
    if operation == "AssumeRole":
        checks.append("a policy of the source must allow it on this role")
        if role.external_id:
            checks.append("the external id must be the one that the trust policy names")
        else:
            checks.append("an external id must be given if the trust policy asks for one")
        if not role.device:
            checks.append("an MFA device must be named if it asks for one")
    else:
        checks.append("and its conditions on audience and subject must fit the token")
    return "; ".join(checks) + "."


def _wrong_code(device: str, detail: str) -> Finding:
    return Finding(
        id="mfa_code_wrong",
        severity="error",
        title="The code of the MFA device was not accepted",
        detail=detail,
        evidence=(Evidence("MFA device", device),),
        source=f"{_PAGE}AssumeRole.html",
        remedy="Wait for the next code, each is good for one time only, and check that it is of this device.",
        actions=(Action("log_in", "Log in again"), Action("open_identity", "Open the identity")),
    )


def _not_for_tokens(role: _Role) -> Problem:
    given = " and ".join(
        name
        for name, value in (("external id", role.external_id), ("MFA device", role.device))
        if value
    )
    return Problem(
        "refused",
        Finding(
            id="role_not_for_tokens",
            severity="error",
            title=f"A role that is assumed with a token takes no {given}",
            detail="Nothing was sent. Only AWS keys can ask for a role with those.",
            evidence=(Evidence("Source", role.source),),
            source=f"{_PAGE}AssumeRoleWithWebIdentity.html",
            remedy="Choose a source with AWS keys, or empty that field.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _no_web_token(role: _Role, length: int) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="token_not_for_roles",
            severity="error",
            title=f"The token of {role.source} cannot be a web identity token",
            detail=f"Nothing was sent: it has {length:,} characters, and STS takes {_SHORTEST_TOKEN} to {_LONGEST_TOKEN:,}.",
            evidence=(Evidence("Source", role.source),),
            source=f"{_PAGE}AssumeRoleWithWebIdentity.html",
            remedy="Give the source the whole token of an OpenID Connect provider, or choose another source.",
            actions=(Action("open_identity", "Open the source", {"identity": role.source}),),
        ),
    )


def _without_keys(role: _Role) -> Problem:
    return Problem(
        "refused",
        Finding(
            id="source_without_keys",
            severity="error",
            title=f"{role.source} has neither AWS keys nor a token",
            detail="Nothing was sent: a role is asked for with one of them, never without.",
            evidence=(Evidence("Source", role.source),),
            source=f"{_PAGE}AssumeRole.html",
            remedy="Choose as source AWS keys, a profile, another role, or a login that brings a token.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _malformed() -> Problem:
    return Problem(
        "login",
        Finding(
            id="role_reply_malformed",
            severity="error",
            title="AWS STS gave no usable answer",
            detail="It holds no access key id, secret access key and session token.",
            source=f"{_PAGE}AssumeRole.html",
            remedy="Check the STS endpoint of the identity.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _summary(facts: Mapping[str, str]) -> str:
    role = facts.get("role_arn", "").strip().rpartition("/")[2]
    return " · ".join(filter(None, (role, facts.get("source", "").strip())))


MEMBER = Kind(
    id="aws_role",
    title="AWS role",
    fields=(
        Field(
            "source",
            "Source",
            required=True,
            hint="The identity that asks for the role.",
            offered="identities",
        ),
        Field(
            "role_arn", "Role ARN", required=True, hint="arn:aws:iam::123456789012:role/pets-reader"
        ),
        Field("external_id", "External id", fallback="most roles of the own account have none"),
        Field("session_name", "Session name", fallback=_USUAL_NAME),
        Field("duration", "Duration (seconds)", "number", fallback="3600, at least 900"),
        Field(
            "mfa_serial",
            "MFA device",
            hint="arn:aws:iam::123456789012:mfa/me",
            fallback="no code",
        ),
        Field("policy", "Session policy", "lines", fallback="all that the role may do; JSON"),
        Field("region", "Region", hint="eu-west-1", fallback="STS: us-east-1, in its partition"),
        Field("endpoint", "STS endpoint", fallback="AWS's own for the region"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    logs_in=True,
    place="It has none of its own: its source asks for the role.",
    hint="A role of IAM, asked for with the keys or the token of another identity.",
)
