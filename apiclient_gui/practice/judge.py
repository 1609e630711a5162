"""Who is asked in which order about a request: is there such a method, who signed it, and what may that user do."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import unquote_to_bytes

import msgspec

from apiclient_gui.core.gateway import arn
from apiclient_gui.core.gateway.arn import MethodArn
from apiclient_gui.core.gateway.policy import evaluate
from apiclient_gui.core.gateway.policy.document import Document
from apiclient_gui.practice import apis, refusals, sigv4
from apiclient_gui.practice.apis import APIS, JSON, Api, Match
from apiclient_gui.practice.iam import REGION, USERS
from apiclient_gui.practice.refusals import Refusal, Refused
from apiclient_gui.practice.state import State
from apiclient_gui.practice.wire import Received, Reply

SERVICE: Final = arn.SERVICE


@dataclass(frozen=True, slots=True)
class Caller:
    """A user as the gateway knows it: its ARN, the secret of its key, and its policy."""

    arn: str
    secret: str
    policy: Document


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is answered, and why: `refusal` is None for a request that was allowed."""

    reply: Reply
    api_id: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    api_id: str
    api: Api
    found: Match


class Gateway:
    """The APIs and users of one kept state, ready to judge. Nothing changes in it: any thread may ask."""

    def __init__(self, state: State) -> None:
        self._account = state.account
        self._apis: Mapping[str, Api] = {state.api_ids[api.key]: api for api in APIS}
        api = apis.PETS_IAM
        self._callers = {
            keys.access_key_id: Caller(
                user.arn(state.account),
                keys.secret_access_key,
                user.policy(state.account, state.api_ids[api.key], api.stage),
            )
            for user in USERS
            for keys in [state.users[user.name]]
        }
        self._sigv4 = sigv4.Judge(REGION, SERVICE, self._secret_of)

    def judge(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a request received at `now` (UTC)."""
        api_id = ""
        try:
            place = self._place(request)
            api_id = place.api_id if place else ""
            reply = apis.answer(self._allowed(request, place, now), request)
        except Refused as refused:
            return refuse(refused.refusal, api_id)
        return Verdict(replace(reply, headers=(*_ids(), *reply.headers)), api_id)

    def _allowed(self, request: Received, place: _Place | None, now: datetime) -> Match:
        # An Authorization header is parsed even where no method is: so a bearer token sent to a wrong path
        # is answered with a sentence about SigV4.
        claim = sigv4.claim(request)
        if place is None or claim is None:
            raise Refused(refusals.missing_token(known=place is not None))
        caller = self._callers[self._sigv4.verify(request, claim, now)]
        resource = MethodArn(
            region=REGION,
            account=self._account,
            api_id=place.api_id,
            stage=place.api.stage,
            method=request.method,
            path=place.found.path,
        ).text
        decision = evaluate.evaluate(
            caller.policy, evaluate.Call(evaluate.INVOKE, resource)
        ).decision
        if decision != "allow":
            explicit = decision == "explicit_deny"
            raise Refused(refusals.denied(caller.arn, arn.mask(resource), explicit=explicit))
        return place.found

    def _place(self, request: Received) -> _Place | None:
        # Dot segments and doubled slashes are resolved as for the signature: one place, whatever its spelling.
        segments = [
            unquote_to_bytes(segment).decode("utf-8", "replace")
            for segment in sigv4.segments(request.path)
        ]
        if len(segments) < 2:
            return None
        api_id, stage, *rest = segments
        api = self._apis.get(api_id)
        if api is None or api.stage != stage:
            return None
        found = apis.match(api, request.method, tuple(rest))
        return _Place(api_id, api, found) if found else None

    def _secret_of(self, access_key_id: str) -> str | None:
        caller = self._callers.get(access_key_id)
        return caller.secret if caller else None


def refuse(refusal: Refusal, api_id: str = "") -> Verdict:
    """Return the verdict for a refusal: AWS's headers and its JSON, but plain text for a body that is too large."""
    body, content_type = msgspec.json.encode({refusal.key: refusal.message}), JSON
    if refusal.status == 413:
        body, content_type = refusal.message.encode(), ("Content-Type", "text/plain")
    headers = (*_ids(), content_type, ("x-amzn-ErrorType", refusal.error_type))
    return Verdict(Reply(refusal.status, headers, body), api_id, refusal)


def _ids() -> tuple[tuple[str, str], tuple[str, str]]:
    extended = base64.b64encode(secrets.token_bytes(11)).decode()
    return ("x-amzn-RequestId", str(uuid.uuid4())), ("x-amz-apigw-id", extended)
