"""What the practice STS does: gives temporary keys for a role or a session, and tells who is calling.

Source: the STS API reference (2011-06-15); the sentences of its errors are those that it was seen to use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.gateway.policy import document
from apiclient_gui.practice import sts_parameters, temporary_keys
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.roles import HOUR, ROLES, Role, mfa_serial
from apiclient_gui.practice.state import State
from apiclient_gui.practice.sts_parameters import Reader, StsError, invalid
from apiclient_gui.practice.temporary_keys import Session
from apiclient_gui.practice.totp import Verifier
from apiclient_gui.practice.web_tokens import WebTokens

Content = Mapping[str, "str | Content"]
SHORTEST: Final = 900  # seconds
LONGEST: Final = 43_200
_LONGEST_OF_USER: Final = 129_600
_POLICY: Final = 2048  # characters
_ARN_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call brought: the members of its result, and a sentence for the log."""

    content: Content
    detail: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose signature was found right: its parameters, who signed, and when it came."""

    parameters: Mapping[str, str]
    caller: Caller
    now: datetime


class Operations:
    """The operations of one account. Any thread may ask."""

    def __init__(self, state: State, web_tokens: WebTokens) -> None:
        self._state = state
        self._web_tokens = web_tokens
        self._codes = Verifier()
        self._roles: Mapping[str, Role] = {role.arn(state.account): role for role in ROLES}
        self.signed: Mapping[str, Callable[[Call], Outcome]] = {
            "AssumeRole": self._assume_role,
            "GetSessionToken": self._get_session_token,
            "GetCallerIdentity": _get_caller_identity,
        }
        self.unsigned: Mapping[str, Callable[[Mapping[str, str], datetime], Outcome]] = {
            "AssumeRoleWithWebIdentity": self._with_web_identity,
        }

    def _assume_role(self, call: Call) -> Outcome:
        reader = Reader(call.parameters)
        wanted = _wanted(reader)
        external_id = reader.text("ExternalId", 2, 1224, sts_parameters.EXTERNAL_ID)
        device = _device(reader)
        reader.check()
        mfa = self._mfa(call, *device)
        role = self._role(wanted)
        if role is None or not _trusts(role, call.caller, external_id, mfa=mfa):
            who, resource = call.caller.arn, files.printable(wanted.role_arn, 200)
            raise _denied(
                f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {resource}"
            )
        chained = call.caller.session is not None and bool(call.caller.session.role)
        self._check_duration(role, wanted, chained=chained)
        # What a code proved about a user is not handed on to a role.
        content = self._content(role, wanted, call.now)
        return Outcome(content, f"{call.caller.arn} took on {role.name}.")

    def _get_session_token(self, call: Call) -> Outcome:
        reader = Reader(call.parameters)
        seconds = reader.number("DurationSeconds", SHORTEST, _LONGEST_OF_USER, LONGEST)
        device = _device(reader)
        reader.check()
        caller = call.caller
        if caller.session:
            raise _denied("Cannot call GetSessionToken with session credentials")
        mfa = self._mfa(call, *device)
        session = Session(caller.arn, caller.user_id, caller.account, user=caller.user, mfa=mfa)
        content = {"Credentials": self._credentials(session, call.now, seconds)}
        return Outcome(content, f"A session for {caller.user}.")

    def _with_web_identity(self, parameters: Mapping[str, str], now: datetime) -> Outcome:
        reader = Reader(parameters)
        wanted = _wanted(reader)
        token = reader.text("WebIdentityToken", 4, 20_000, required=True)
        reader.check()
        holder = self._web_tokens.holder(token, now)
        role = self._role(wanted)
        if role is None or not role.web:
            raise _denied("Not authorized to perform sts:AssumeRoleWithWebIdentity")
        self._check_duration(role, wanted, chained=False)
        content = {
            **self._content(role, wanted, now),
            "SubjectFromWebIdentityToken": holder.subject,
            "Provider": holder.issuer,
            "Audience": holder.audience,
        }
        return Outcome(content, f"The holder of a token took on {role.name}.")

    def _role(self, wanted: _Wanted) -> Role | None:
        if not wanted.role_arn.startswith("arn:"):
            raise invalid(f"{files.printable(wanted.role_arn, 200)} is invalid")
        return self._roles.get(wanted.role_arn)

    def _check_duration(self, role: Role, wanted: _Wanted, *, chained: bool) -> None:
        words = "The requested DurationSeconds exceeds the "
        if chained and wanted.seconds > HOUR:
            raise invalid(f"{words}1 hour session limit for roles assumed by role chaining.")
        if wanted.seconds > role.longest:
            raise invalid(f"{words}MaxSessionDuration set for this role.")

    def _content(self, role: Role, wanted: _Wanted, now: datetime) -> Content:
        account = self._state.account
        session = Session(
            role.session_arn(account, wanted.session_name),
            role.session_id(account, wanted.session_name),
            account,
            role=role.name,
            policy=_checked(wanted.policy),
        )
        user = {"AssumedRoleId": session.user_id, "Arn": session.principal}
        content: Content = {
            "Credentials": self._credentials(session, now, wanted.seconds),
            "AssumedRoleUser": user,
        }
        if wanted.policy:
            percent = -(-100 * len(wanted.policy) // _POLICY)
            content = {**content, "PackedPolicySize": str(percent)}
        return content

    def _credentials(self, session: Session, now: datetime, seconds: int) -> Content:
        keys = temporary_keys.issue(self._state.session_key, session, now, seconds)
        return {
            "AccessKeyId": keys.access_key_id,
            "SecretAccessKey": keys.secret_access_key,
            "SessionToken": keys.session_token,
            "Expiration": f"{keys.expires_at:%Y-%m-%dT%H:%M:%SZ}",
        }

    def _mfa(self, call: Call, serial: str, code: str) -> bool:
        """Tell whether a device vouches for the caller: now, or when the caller's session began."""
        caller, words = call.caller, "MultiFactorAuthentication failed"
        if not serial and not code:
            return caller.session is not None and caller.session.mfa
        if not serial or not code:
            raise _denied(
                f"{words}, must provide both MFA serial number and one time pass code. ",
                "mfa_incomplete",
            )
        secret = self._state.mfa_secrets.get(caller.user)
        if not secret or serial != mfa_serial(caller.account, caller.user):
            raise _denied(
                f"{words}, unable to validate MFA code.  Please verify your MFA serial number is "
                "valid and associated with this user. ",
                "mfa_device_unknown",
            )
        if not self._codes.accepts(serial, secret, code, call.now):
            raise _denied(f"{words} with invalid MFA one time pass code. ", "mfa_code_wrong")
        return True


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What both calls say about the role and its session."""

    role_arn: str
    session_name: str
    policy: str
    seconds: int


def _wanted(reader: Reader) -> _Wanted:
    return _Wanted(
        reader.text("RoleArn", _ARN_LENGTH, 2048, required=True),
        reader.text("RoleSessionName", 2, 64, sts_parameters.NAME, required=True),
        reader.text("Policy", 1, _POLICY),
        reader.number("DurationSeconds", SHORTEST, LONGEST, HOUR),
    )


def _device(reader: Reader) -> tuple[str, str]:
    return (
        reader.text("SerialNumber", 9, 256, sts_parameters.SERIAL),
        reader.text("TokenCode", 6, 6, sts_parameters.DIGITS),
    )


def _get_caller_identity(call: Call) -> Outcome:
    caller = call.caller
    content = {"UserId": caller.user_id, "Account": caller.account, "Arn": caller.arn}
    return Outcome(content, f"It is {caller.arn}.")


def _trusts(role: Role, caller: Caller, external_id: str, *, mfa: bool) -> bool:
    name = caller.session.role if caller.session and caller.session.role else caller.user
    if name not in role.trusted or role.external_id not in ("", external_id):
        return False
    return mfa or not role.mfa_of


def _checked(policy: str) -> str:
    if policy and (found := document.read(policy))[0] is None:
        words = f"{found[1][0].title}."
        raise StsError("MalformedPolicyDocument", words, "session_policy_malformed")
    return policy


def _denied(message: str, reason: str = "not_trusted") -> StsError:
    return StsError("AccessDenied", message, reason, 403)
