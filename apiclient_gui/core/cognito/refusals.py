"""What a user pool refuses, told with the next step. Source: aws-facts §5.7; API reference of each operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.flow import AwsRefusal

SOURCE: Final = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html"
_AGAIN: Final = "Log in again."
_LATER: Final = "Wait a little, then log in again."
_TRIGGER: Final = (
    "A Lambda trigger of the pool refused or failed; its owner finds why in CloudWatch."
)
_OWNER: Final = "The pool is set up wrong for this; its owner has to mend it."
_FACTOR: Final = "Have the factor set up for this user, or have the pool's owner make it optional."

_NEXT: Final[Mapping[str, str]] = {
    "NotAuthorizedException": "Check user name and password in the identity.",
    "UserNotConfirmedException": "The user has to be confirmed first, with the code that was sent at sign-up.",
    "PasswordResetRequiredException": "The password has to be reset before the user can log in.",
    "UserNotFoundException": "Check the user name, and that the pool is the right one.",
    "ResourceNotFoundException": "Check client id, pool id and region.",
    "InvalidParameterException": "Check the identity's flow, and what the app client allows.",
    "CodeMismatchException": "Log in again, with the code that is shown or was sent last.",
    "ExpiredCodeException": "Log in again: a new code is sent, or wait for the device's next one.",
    "TooManyRequestsException": _LATER,
    "LimitExceededException": _LATER,
    "TooManyFailedAttemptsException": "Too many wrong codes: wait a quarter of an hour, then log in again.",
    "InvalidPasswordException": "Log in again, with a new password that the pool's policy allows.",
    "PasswordHistoryPolicyViolationException": "Log in again, with a new password that was not used before.",
    "UserLambdaValidationException": _TRIGGER,
    "UnexpectedLambdaException": _TRIGGER,
    "InvalidLambdaResponseException": _TRIGGER,
    "MFAMethodNotFoundException": _FACTOR,
    "SoftwareTokenMFANotFoundException": _FACTOR,
    "EnableSoftwareTokenMFAException": "Log in again, with the code that the device shows now.",
    "ForbiddenException": "AWS WAF before the pool refused the call; its owner finds the rule in the WAF log.",
    "RefreshTokenReuseException": _AGAIN,
    "CodeDeliveryFailureException": _OWNER,
    "InvalidUserPoolConfigurationException": _OWNER,
    "InvalidSmsRoleAccessPolicyException": _OWNER,
    "InvalidSmsRoleTrustRelationshipException": _OWNER,
    "InvalidEmailRoleAccessPolicyException": _OWNER,
    "InternalErrorException": _LATER,
}
# More exact than the code: what stands in the words, in small letters.
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("secret_hash was not received", "Give the app client's secret in the identity."),
    ("secret hash", "Check the app client's secret in the identity, and that it has one at all."),
    ("user is disabled", "The pool's owner has to enable this user."),
    ("session is expired", "The answer came too late. Log in again."),
    ("invalid session", "The login went on elsewhere or took too long. Log in again."),
    ("password attempts exceeded", _LATER),
)


def refused(refusal: AwsRefusal, flow: str) -> Problem:
    """Return the problem of a login that was refused; `flow` is the one of the identity."""
    return Problem(
        "login",
        Finding(
            id="login_refused",
            severity="error",
            title="The user pool refused the login",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=_evidence(refusal),
            source=SOURCE,
            remedy=_remedy(refusal, flow),
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def not_renewed(refusal: AwsRefusal) -> Problem:
    """Return the problem of tokens that were not renewed."""
    return Problem(
        "login",
        Finding(
            id="refresh_refused",
            severity="error",
            title="The user pool did not renew the tokens",
            detail=f"It said: {refusal.message}" if refusal.message else "",
            evidence=_evidence(refusal),
            source=SOURCE,
            remedy=_AGAIN,
            actions=(Action("log_in", "Log in again"),),
        ),
    )


def unusable(what: str) -> Problem:
    """Return the problem of an answer that a login cannot go on with; `what` ends a sentence."""
    return Problem(
        "login",
        Finding(
            id="login_answer_unusable",
            severity="error",
            title="The user pool's answer cannot be used",
            detail=f"The login was ended: {what}.",
            source=SOURCE,
            remedy="Check region and endpoint in the identity: something else may answer there.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )


def _remedy(refusal: AwsRefusal, flow: str) -> str:
    words = refusal.message.lower()
    if "not enabled for this client" in words or "flow not enabled" in words:
        return f"Enable the flow {flow} (ALLOW_{flow}) on the app client, or choose another one in the identity."
    told = next((remedy for part, remedy in _WORDS if part in words), "")
    return told or _NEXT.get(refusal.code, "Check the identity, then log in again.")


def _evidence(refusal: AwsRefusal) -> tuple[Evidence, ...]:
    return Evidence("Error", refusal.code), Evidence("Status", str(refusal.status))
