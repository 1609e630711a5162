"""Who AWS takes the owner of keys for: GetCallerIdentity of AWS STS, which everybody may call."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import AwsCall, AwsRefusal
from apiclient_gui.core.model import AwsKeys

_SOURCE: Final = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"
_REGION: Final = "us-east-1"  # its STS takes the keys of every region of the partition

# What STS says (aws-facts §1.4), and what a person does next.
_NEXT: Final[Mapping[str, str]] = {
    "InvalidClientTokenId": "Check the access key id and whether the key is active; temporary keys need their session "
    "token, keys of AWS in China or GovCloud a region of theirs.",
    "SignatureDoesNotMatch": "Check the secret access key: it is not that of this access key id. Or this computer's "
    "clock is wrong.",
    "ExpiredToken": "Get new temporary keys: these have ended.",
    "RequestExpired": "Set this computer's clock right.",
    "RegionDisabledException": "Choose a region that is enabled in the account, such as us-east-1.",
}


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller as AWS knows them: account number, ARN, and unique id."""

    account: str
    arn: str
    user_id: str


def ask(keys: AwsKeys, region: str, endpoint: str) -> Generator[AwsCall, Mapping[str, Any], Caller]:
    """Return a flow that asks AWS STS whose keys these are, and ends with a `Caller`.

    Empty `region` and `endpoint` mean us-east-1 and AWS's own. It raises Problem("login") when STS refuses.
    """
    call = AwsCall(
        "ask whose keys these are",
        "sts",
        "GetCallerIdentity",
        {},
        region=region or _REGION,
        endpoint=endpoint,
        keys=keys,
    )
    try:
        reply = yield call
    except AwsRefusal as refusal:
        raise _refused(refusal, keys) from None
    return Caller(*(str(reply.get(name, "")) for name in ("Account", "Arn", "UserId")))


def not_aws(title: str) -> Problem:
    """Return the problem of an identity without AWS keys; `title` is that of its kind."""
    return Problem(
        "usage",
        Finding(
            id="whoami_not_aws",
            severity="error",
            title="This identity has no AWS keys to ask about",
            detail=f"Its kind is “{title}”. AWS STS tells whose AWS keys are; what a token says stands in the token.",
            source=_SOURCE,
            remedy="Look at its token on the Tokens page, or with `apiclient token` and `apiclient decode`.",
        ),
    )


def _refused(refusal: AwsRefusal, keys: AwsKeys) -> Problem:
    return Problem(
        "login",
        Finding(
            id="caller_refused",
            severity="error",
            title="AWS STS does not accept these keys",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=(
                Evidence("Error", refusal.code),
                Evidence("Status", str(refusal.status)),
                Evidence("Access key id", keys.access_key_id),
            ),
            source=_SOURCE,
            remedy=_NEXT.get(refusal.code, "Check the keys of the identity, and its region."),
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
