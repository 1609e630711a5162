"""Why a login with IAM Identity Center came to nothing, or its session gives no keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apiclient_gui.core.finding import Action, Evidence, Finding
from apiclient_gui.core.flow import AwsRefusal

_OIDC: Final = (
    "https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html"
)
_PORTAL: Final = (
    "https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html"
)
_NEXT: Final[Mapping[str, str]] = {
    "InvalidRequestException": "Check start URL and region: the region is that of IAM Identity Center itself.",
    "AccessDeniedException": "Log in again, and choose Allow on the page. Deny it when you did not start it.",
    "InvalidClientException": "Log in again: the registration of this program has ended.",
    "InternalServerException": "Wait a little, then log in again.",
}


def login_refused(refusal: AwsRefusal) -> Finding:
    """Return that the login was refused, by the service or by the person in the browser."""
    denied = refusal.code == "AccessDeniedException"
    return _finding(
        "sso_login_denied" if denied else "sso_login_refused",
        "The login was denied in the browser"
        if denied
        else "IAM Identity Center refused the login",
        f"It said: {refusal.message}" if refusal.message else "",
        Evidence("Error", refusal.code),
        Evidence("Status", str(refusal.status)),
        remedy=_NEXT.get(refusal.code, "Check the identity, then log in again."),
    )


def nobody_confirmed() -> Finding:
    """Return that the code ended before anybody confirmed it."""
    return _finding(
        "sso_login_expired",
        "Nobody confirmed the login in the browser",
        "The code has ended.",
        remedy="Log in again, and allow it on the page that opens.",
        action=Action("log_in", "Log in again"),
    )


def session_ended() -> Finding:
    """Return that there is no session any more that gives keys."""
    return _finding(
        "sso_session_ended",
        "The session with IAM Identity Center has ended",
        remedy="Log in again.",
        action=Action("log_in", "Log in again"),
    )


def nothing_to_choose(what: str, words: str) -> Finding:
    """Return that there is no account or role."""
    return _finding(
        f"sso_no_{what}",
        f"There is no {what} to work with",
        words,
        source=_PORTAL,
        remedy="Ask who administers IAM Identity Center to assign you one.",
    )


def role_refused(refusal: AwsRefusal, *named: Evidence) -> Finding:
    """Return that the session is good and the role is not to be had."""
    return _finding(
        "sso_role_refused",
        "IAM Identity Center did not give the keys of the role",
        f"It said: {refusal.message}" if refusal.message else "",
        *named,
        Evidence("Error", refusal.code),
        Evidence("Status", str(refusal.status)),
        source=_PORTAL,
        remedy="Check account and role in the identity, and that they are assigned to you; or log in again.",
    )


def malformed(key: str) -> Finding:
    """Return that a reply lacks what it must hold."""
    return _finding(
        "sso_reply_malformed",
        f"The answer of IAM Identity Center holds no {key}",
        remedy="Check the region and the endpoints in the identity.",
    )


def _finding(
    id_: str,
    title: str,
    detail: str = "",
    *evidence: Evidence,
    remedy: str,
    source: str = _OIDC,
    action: Action | None = None,
) -> Finding:
    return Finding(
        id=id_,
        severity="error",
        title=title,
        detail=detail,
        evidence=evidence,
        source=source,
        remedy=remedy,
        actions=(action or Action("open_identity", "Open the identity"),),
    )
