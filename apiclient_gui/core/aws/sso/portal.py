"""What a session with IAM Identity Center gives: the accounts and roles of its person, and keys of one of them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from apiclient_gui.core.aws.sso.findings import malformed, nothing_to_choose, role_refused
from apiclient_gui.core.aws.sso.replies import number, text
from apiclient_gui.core.aws.sso.session import Session, kept
from apiclient_gui.core.finding import Evidence, Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal, Given
from apiclient_gui.core.model import AwsKeys, Field
from apiclient_gui.core.secret import Secret


def choose_account(given: Given, session: Session) -> Generator[AwsCall | Ask, Any, str]:
    """Return the number of an account: the only one, or the one that the person chooses. Raises Problem("login")."""
    found = yield from _listed(given, session, "ListAccounts", "accountList", {})
    names = {text(one, "accountId"): str(one.get("accountName") or "") for one in found}
    if not names:
        raise Problem("login", nothing_to_choose("account", "No account is assigned to you."))
    labels = {" · ".join(filter(None, pair)): pair[0] for pair in names.items()}
    return labels[(yield from _chosen("account", "Account", tuple(labels)))]


def choose_role(given: Given, session: Session, account: str) -> Generator[AwsCall | Ask, Any, str]:
    """Return the name of a role of the account: the only one, or the one chosen. Raises Problem("login")."""
    found = yield from _listed(
        given, session, "ListAccountRoles", "roleList", {"accountId": account}
    )
    roles = tuple(text(one, "roleName") for one in found)
    if not roles:
        words = f"No permission set of the account {account} is assigned to you."
        raise Problem("login", nothing_to_choose("role", words))
    return (yield from _chosen("role", "Role", roles))


def _chosen(key: str, name: str, choices: tuple[str, ...]) -> Generator[Ask, Any, str]:
    if len(choices) == 1:
        return choices[0]
    field = Field(key, name, "choice", choices[0], choices, required=True)
    words = "To be asked no more, write it into the identity."
    answers = yield Ask(f"{name} to work with", (field,), words)
    choice = str(answers[key])
    if choice not in choices:
        raise Problem("login", nothing_to_choose(key, "What was answered is not in the list."))
    return choice


def _listed(
    given: Given, session: Session, operation: str, key: str, parameters: Mapping[str, str]
) -> Generator[AwsCall, Any, Sequence[Mapping[str, Any]]]:
    found: list[Mapping[str, Any]] = []
    page: dict[str, str] = {}
    while True:
        call = _portal_call(given, session, operation, {**parameters, **page})
        try:
            reply: Mapping[str, Any] = yield call
        except AwsRefusal as refusal:
            raise Problem("login", role_refused(refusal)) from None
        found += reply.get(key) or ()
        if not reply.get("nextToken"):
            return found
        page = {"nextToken": str(reply["nextToken"])}


def role_keys(given: Given, session: Session) -> Generator[AwsCall, Any, AwsKeys | None]:
    """Return keys of the session's role; None when the session is no longer taken. Raises Problem("login")."""
    parameters = {"accountId": session.account, "roleName": session.role}
    try:
        reply = yield _portal_call(given, session, "GetRoleCredentials", parameters)
    except AwsRefusal as refusal:
        if refusal.code == "UnauthorizedException":
            return None
        named = Evidence("Account", session.account), Evidence("Role", session.role)
        raise Problem("login", role_refused(refusal, *named)) from None
    keys = reply.get("roleCredentials") or {}
    try:
        ends = datetime.fromtimestamp(number(keys, "expiration", 0) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise Problem("login", malformed("expiration")) from None
    return AwsKeys(
        text(keys, "accessKeyId"),
        Secret(text(keys, "secretAccessKey")),
        Secret(text(keys, "sessionToken")),
        ends,
        given.now(),
        kept(session),
        f"{session.role} in account {session.account}",
    )


def _portal_call(
    given: Given, session: Session, operation: str, parameters: Mapping[str, Any]
) -> AwsCall:
    return AwsCall(
        "get the keys of a role",
        "sso",
        operation,
        {**parameters, "accessToken": session.access_token},
        given.fact("sso_region"),
        given.fact("portal_endpoint"),
    )
