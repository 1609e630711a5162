"""Who calls: the owner of an access key, a user or the session of temporary keys, and what its policies say to a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from apiclient_gui.core.gateway.policy import document, evaluate
from apiclient_gui.core.gateway.policy.document import Document
from apiclient_gui.core.gateway.policy.evaluate import Call, Decision
from apiclient_gui.practice import apis, iam, refusals, roles, temporary_keys
from apiclient_gui.practice.iam import USERS, Statements
from apiclient_gui.practice.refusals import Refused, Whose
from apiclient_gui.practice.roles import PERMISSION_SETS, POOL_ROLE, ROLES
from apiclient_gui.practice.state import State
from apiclient_gui.practice.temporary_keys import Session

_NOTHING: Final = Document(document.VERSIONS[-1], ())
_ROLES: Final = (*ROLES, POOL_ROLE, *PERMISSION_SETS)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who signed. `secret` is that of the key, `policy` the identity policy; a user's own key has no `session`."""

    arn: str
    user_id: str
    account: str
    secret: str
    policy: Document = _NOTHING
    user: str = ""
    session: Session | None = None

    def decide(self, call: Call) -> tuple[Decision, Whose]:
        """Return what the policies decide together, and whose policy it was."""
        decision = evaluate.evaluate(self.policy, call).decision
        if decision == "allow" and self.session and self.session.policy:
            return evaluate.evaluate(_read(self.session.policy), call).decision, "session"
        return decision, "role" if self.session and self.session.role else "user"


class Callers:
    """Knows everybody who holds keys of the practice account. Any thread may ask."""

    def __init__(self, state: State) -> None:
        self._account = state.account
        self._session_key = state.session_key
        api_id, stage = state.api_ids[apis.PETS_IAM.key], apis.PETS_IAM.stage

        def policy(statements: Statements) -> Document:
            return iam.policy(statements, state.account, api_id, stage)

        self._policies: Mapping[tuple[str, str], Document] = {
            **{("user", user.name): policy(user.statements) for user in USERS},
            **{("role", role.name): policy(role.statements) for role in _ROLES},
        }
        self._users = {
            keys.access_key_id: Caller(
                user.arn(state.account),
                roles.unique_id("AIDA", state.account, user.name),
                state.account,
                keys.secret_access_key,
                self._policies["user", user.name],
                user.name,
            )
            for user in USERS
            for keys in [state.users[user.name]]
        }

    def caller(self, access_key_id: str, token: str, now: datetime) -> Caller:
        """Return whose key that is; `token` is the session token sent with it, or empty.

        Raises Refused for a key that nobody has, and for temporary keys without a token of theirs that is still good.
        """
        if user := self._users.get(access_key_id):
            if token:
                raise Refused(refusals.unknown_session())
            return user
        if not access_key_id.startswith(temporary_keys.PREFIX):
            raise Refused(refusals.unknown_key())
        if not token:
            raise Refused(refusals.no_session())
        keys = temporary_keys.opened(self._session_key, token)
        if keys is None or keys.access_key_id != access_key_id:
            raise Refused(refusals.unknown_session())
        if keys.expires_at <= now:
            raise Refused(refusals.session_ended(now - keys.expires_at))
        session = keys.session
        # A session of another account has no policy that this account's API would listen to.
        named = ("role", session.role) if session.role else ("user", session.user)
        policy = self._policies.get(named) if session.account == self._account else None
        return Caller(
            session.principal,
            session.user_id,
            session.account,
            keys.secret_access_key,
            policy or _NOTHING,
            session.user,
            session,
        )


@lru_cache(maxsize=64)
def _read(policy: str) -> Document:
    # It was in order when the session began; what cannot be read any more allows nothing.
    return document.read(policy)[0] or _NOTHING
