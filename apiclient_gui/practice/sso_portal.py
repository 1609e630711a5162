"""IAM Identity Center's portal: accounts, roles and temporary keys for the bearer of an access token.

Source: the service model of sso. The words of the two commonest refusals are AWS's own, as people report them.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import parse_qsl

import msgspec

from apiclient_gui.practice import judgement, roles, sso_directory, temporary_keys
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.sso_directory import Account
from apiclient_gui.practice.sso_tokens import Access, SsoTokens
from apiclient_gui.practice.temporary_keys import Session
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import JSON, Received, Reply

API_ID: Final = judgement.SSO
BEARER: Final = "x-amz-sso_bearer_token"
_NAMESPACE: Final = "com.amazonaws.switchboard.portal"
_PAGE: Final = 100  # the most that a page may have, and what it has when nothing is asked for
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_LIFE: Final = roles.HOUR  # what a permission set has when nothing is set

_One = TypeVar("_One")
_Query = Mapping[str, str]


class _Refused(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """What the portal refuses: status, AWS's exception and words, and a stable word for the log."""

    def __init__(self, status: int, kind: str, message: str, reason: str) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.message = message
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Call:
    query: _Query
    access: Access
    now: datetime


@dataclass(frozen=True, slots=True)
class _Outcome:
    content: Mapping[str, object] | None
    detail: str


@dataclass(frozen=True, slots=True)
class SsoPortal:
    """Answers below `/sso`. Any thread may ask."""

    kept: Kept
    tokens: SsoTokens

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        operations: Mapping[tuple[str, str], Callable[[_Call], _Outcome]] = {
            ("GET", "assignment/accounts"): self._accounts,
            ("GET", "assignment/roles"): self._roles,
            ("GET", "federation/credentials"): self._credentials,
            ("POST", "logout"): self._logout,
        }
        operation = operations.get((request.method, "/".join(path)))
        if operation is None:
            return not_found(API_ID)
        try:
            outcome = operation(_Call(_query(request), self._access(request, now), now))
        except _Refused as refused:
            return _refusal(refused)
        body = b"" if outcome.content is None else msgspec.json.encode(outcome.content)
        reply = Reply(200, (_id(), JSON, ("Cache-Control", "no-store")), body)
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail=outcome.detail)

    def _access(self, request: Received, now: datetime) -> Access:
        token = b",".join(request.values(BEARER)).decode("latin-1")
        access = self.tokens.access(token, now)
        if access is None:
            words = "Session token not found or invalid"
            raise _Refused(401, "UnauthorizedException", words, "access_token_invalid")
        return access

    def _accounts(self, call: _Call) -> _Outcome:
        found, further = _page(
            sso_directory.assigned(self.kept.state, call.access.user), call.query
        )
        listed = [
            {"accountId": one.account_id, "accountName": one.name, "emailAddress": one.email}
            for one in found
        ]
        content = {"accountList": listed, "nextToken": further}
        return _Outcome(content, f"The accounts of {call.access.user}.")

    def _roles(self, call: _Call) -> _Outcome:
        account = self._account(call)
        found, further = _page(account.roles, call.query)
        listed = [{"roleName": role, "accountId": account.account_id} for role in found]
        content = {"roleList": listed, "nextToken": further}
        return _Outcome(content, f"The roles of {call.access.user} in {account.name}.")

    def _credentials(self, call: _Call) -> _Outcome:
        account, role = self._account(call), _wanted(call.query, "role_name")
        if role not in account.roles:
            raise _no_access("role_not_assigned")
        user, state = call.access.user, self.kept.state
        name = sso_directory.role_name(account.account_id, role)
        session = Session(
            principal=sso_directory.principal(account.account_id, role, user),
            user_id=f"{roles.unique_id('AROA', account.account_id, name)}:{user}",
            account=account.account_id,
            role=role,
        )
        keys = temporary_keys.issue(state.session_key, session, call.now, _LIFE)
        content = {
            "roleCredentials": {
                "accessKeyId": keys.access_key_id,
                "secretAccessKey": keys.secret_access_key,
                "sessionToken": keys.session_token,
                "expiration": int(keys.expires_at.timestamp()) * 1000,
            }
        }
        return _Outcome(content, f"{user} got keys of {role} in {account.name}.")

    def _logout(self, call: _Call) -> _Outcome:
        self.tokens.end(call.access, call.now)
        return _Outcome(None, f"A login of {call.access.user} was ended.")

    def _account(self, call: _Call) -> Account:
        wanted = _wanted(call.query, "account_id")
        if not _ACCOUNT.fullmatch(wanted):
            raise _invalid_request("The account id is not twelve digits.")
        state = self.kept.state
        for account in sso_directory.assigned(state, call.access.user):
            if account.account_id == wanted:
                return account
        if wanted in (one.account_id for one in sso_directory.accounts(state)):
            raise _no_access("account_not_assigned")
        words = "The account does not belong to the organization."
        raise _Refused(404, "ResourceNotFoundException", words, "account_unknown")


def _query(request: Received) -> _Query:
    try:
        pairs = parse_qsl(
            request.query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=20,
        )
    except ValueError:
        raise _invalid_request("The query cannot be read.") from None
    return dict(pairs)


def _wanted(query: _Query, name: str) -> str:
    value = query.get(name)
    if not value:
        raise _invalid_request(f"The query has no {name}.")
    return value


def _page(all_of_them: tuple[_One, ...], query: _Query) -> tuple[tuple[_One, ...], str | None]:
    asked = query.get("max_result", str(_PAGE))
    most = int(asked) if _NUMBER.fullmatch(asked) else 0
    if not 1 <= most <= _PAGE:
        raise _invalid_request(f"max_result has to be a number from 1 to {_PAGE}.")
    start = _start(query["next_token"]) if "next_token" in query else 0
    end = start + most
    further = base64.urlsafe_b64encode(str(end).encode()).decode()
    return all_of_them[start:end], further if end < len(all_of_them) else None


def _start(token: str) -> int:
    try:
        text = base64.b64decode(token, altchars=b"-_", validate=True).decode("ascii")
    except (ValueError, binascii.Error):
        text = ""
    if not _NUMBER.fullmatch(text):
        raise _invalid_request("next_token is none that was given out here.")
    return int(text)


def _invalid_request(message: str) -> _Refused:
    return _Refused(400, "InvalidRequestException", message, "request_invalid")


def _no_access(reason: str) -> _Refused:
    # Not in the service model, but what AWS answers to a role that is not assigned.
    return _Refused(403, "ForbiddenException", "No access", reason)


def _refusal(refused: _Refused) -> Verdict:
    content = {"message": refused.message, "__type": f"{_NAMESPACE}#{refused.kind}"}
    headers = (_id(), JSON, ("x-amzn-ErrorType", refused.kind), ("Cache-Control", "no-store"))
    reply = Reply(refused.status, headers, msgspec.json.encode(content))
    return Verdict(reply, API_ID, allowed=False, reason=refused.reason, detail=refused.message)


def _id() -> tuple[str, str]:
    return "x-amzn-RequestId", str(uuid.uuid4())
