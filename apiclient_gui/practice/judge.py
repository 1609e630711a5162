"""Who is asked in which order about a request: where does it go, what stands before that method, and what does it say."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from apiclient_gui.core.gateway import arn
from apiclient_gui.core.gateway.arn import MethodArn
from apiclient_gui.core.gateway.policy import document, evaluate
from apiclient_gui.core.gateway.policy.conditions import SOURCE_IP
from apiclient_gui.core.gateway.policy.document import Document
from apiclient_gui.core.gateway.policy.evaluate import INVOKE
from apiclient_gui.practice import apis, deployment, presigned, refusals, sigv4, sts
from apiclient_gui.practice import identity_pool as identity_pools
from apiclient_gui.practice.apis import APIS, Api, Match
from apiclient_gui.practice.callers import Callers
from apiclient_gui.practice.deployment import AUDIENCE, AUTHORIZER_TTL, Deployment
from apiclient_gui.practice.directory import APPS
from apiclient_gui.practice.iam import REGION
from apiclient_gui.practice.identity_pool import IdentityPool
from apiclient_gui.practice.idp import Idp
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.pool_authorizer import PoolAuthorizer
from apiclient_gui.practice.pool_tokens import PoolTokens
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.sso import IdentityCenter
from apiclient_gui.practice.sts import Sts
from apiclient_gui.practice.sts_operations import Operations
from apiclient_gui.practice.token_authorizer import TokenAuthorizer
from apiclient_gui.practice.tokens.check import Check
from apiclient_gui.practice.user_pool import UserPool
from apiclient_gui.practice.verdict import Verdict, ids, refuse
from apiclient_gui.practice.web_tokens import Provider, WebTokens
from apiclient_gui.practice.wire import Received

SERVICE: Final = arn.SERVICE


@dataclass(frozen=True, slots=True)
class _Place:
    api_id: str
    api: Api
    found: Match
    arn: str


class Gateway:
    """The APIs, users, identity provider and user pool of one deployment, ready to judge. Any thread may ask."""

    def __init__(self, kept: Kept, deployed: Deployment) -> None:
        state = deployed.state
        self._account = state.account
        self._apis: Mapping[str, Api] = {state.api_ids[api.key]: api for api in APIS}
        self._api_keys = tuple(key.value.encode() for key in state.usage_keys())
        self._policies = {
            api.key: _resource_policy(text)
            for api in APIS
            if (text := deployed.resource_policy(api))
        }
        callers = Callers(state)
        self._sigv4 = sigv4.Judge(REGION, SERVICE, callers.caller)
        idp, pool = Idp(kept, deployed), PoolTokens(kept, deployed)
        identity_center = IdentityCenter(kept, deployed)
        idp_tokens, pool_tokens = Check(deployed.idp_issuer, idp.key_set), pool.check()
        self._token_authorizer = TokenAuthorizer(idp_tokens, AUDIENCE, AUTHORIZER_TTL)
        self._pool_authorizer = PoolAuthorizer(pool_tokens, state.pool_client_id)
        identity_pool = IdentityPool(
            kept,
            deployed,
            (
                identity_pools.Provider(
                    deployed.pool_issuer,
                    pool_tokens,
                    frozenset({state.pool_client_id, state.pool_secret_client_id}),
                ),
                identity_pools.Provider(
                    deployed.idp_issuer, idp_tokens, frozenset(app.client_id for app in APPS)
                ),
            ),
        )
        providers = {
            deployed.identity_pool_endpoint: Provider(
                identity_pool.check(), state.identity_pool_id
            ),
            deployed.idp_issuer: Provider(idp_tokens, AUDIENCE),
            deployed.pool_issuer: Provider(pool_tokens, state.pool_client_id),
        }
        sts_judge = sigv4.Judge(REGION, sts.SERVICE, callers.caller)
        self._authorizations: Mapping[str, Callable[[Received, _Place, datetime], str]] = {
            "AWS_IAM": self._by_signature,
            "CUSTOM": lambda request, place, now: self._token_authorizer.allow(
                request, place.arn, now
            ),
            "COGNITO_USER_POOLS": lambda request, _, now: self._pool_authorizer.allow(request, now),
            "NONE": self._by_resource_policy,
        }
        self._others: Mapping[str, Callable[[Received, Sequence[str], datetime], Verdict]] = {
            deployment.IDP: idp.answer,
            deployment.COGNITO: UserPool(pool).answer,
            deployment.COGNITO_IDENTITY: identity_pool.answer,
            deployment.STS: Sts(sts_judge, Operations(state, WebTokens(providers))).answer,
            deployment.SSO: identity_center.answer,
            deployment.SSO_OIDC: identity_center.oidc.answer,
        }

    def judge(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a request received at `now` (UTC)."""
        # Dot segments and doubled slashes are resolved as for the signature: one place, whatever its spelling.
        segments = [
            unquote_to_bytes(segment).decode("utf-8", "replace")
            for segment in sigv4.segments(request.path)
        ]
        if segments and (other := self._others.get(segments[0])):
            return other(request, segments[1:], now)
        api_id = ""
        try:
            place = self._place(request, segments)
            api_id = place.api_id
            why = self._authorizations[place.found.method.authorization](request, place, now)
            if place.found.method.api_key_required:
                why = self._by_api_key(request)
            reply = apis.answer(place.found, request)
        except Refused as refused:
            return refuse(refused.refusal, api_id)
        reply = replace(reply, headers=(*ids(), *reply.headers))
        return Verdict(reply, api_id, allowed=True, reason="allowed", detail=why)

    def _by_signature(self, request: Received, place: _Place, now: datetime) -> str:
        claimed = presigned.either(request)
        if claimed is None:
            raise Refused(refusals.missing_token(known=True))
        claim, request = claimed
        caller = self._sigv4.verify(request, claim, now)
        decision, whose = caller.decide(evaluate.Call(INVOKE, place.arn, caller.arn))
        if decision != "allow":
            masked, explicit = arn.mask(place.arn), decision == "explicit_deny"
            raise Refused(refusals.denied(caller.arn, masked, whose, explicit=explicit))
        return f"The {whose}'s policy allows it."

    def _by_resource_policy(self, request: Received, place: _Place, _: datetime) -> str:
        policy = self._policies.get(place.api.key)
        if policy is None:
            return "Anybody may call it."
        context = {SOURCE_IP: request.source_ip}
        evaluation = evaluate.evaluate(policy, evaluate.Call(INVOKE, place.arn, context=context))
        if evaluation.decision == "allow":
            return f"The resource policy allows it to {request.source_ip}."
        if evaluation.deciding:
            number, why = evaluation.deciding.index + 1, evaluation.deciding.because[-1]
            detail = f"Statement {number} of the resource policy denies it. {why}"
        else:
            detail = "No statement of the resource policy allows it."
        explicit = evaluation.decision == "explicit_deny"
        raise Refused(refusals.denied_by_api(arn.mask(place.arn), detail, explicit=explicit))

    def _by_api_key(self, request: Received) -> str:
        given = b",".join(request.values("x-api-key"))
        if not given:
            raise Refused(refusals.forbidden("no_api_key", "There is no x-api-key header."))
        if not any(hmac.compare_digest(key, given) for key in self._api_keys):
            raise Refused(refusals.forbidden("unknown_api_key", "No usage plan has this API key."))
        return "The API key belongs to the usage plan."

    def _place(self, request: Received, segments: Sequence[str]) -> _Place:
        if len(segments) >= 2:
            api_id, stage, *rest = segments
            api = self._apis.get(api_id)
            found = api and api.stage == stage and apis.match(api, request.method, tuple(rest))
            if api and found:
                called = MethodArn(
                    REGION, self._account, api_id, stage, request.method, found.path
                ).text
                return _Place(api_id, api, found, called)
        # An Authorization header is parsed even where no method is: so a bearer token sent to a wrong path
        # is answered with a sentence about SigV4.
        sigv4.claim(request)
        raise Refused(refusals.missing_token(known=False))


def _resource_policy(text: str) -> Document:
    policy, findings = document.read(text, "resource")
    assert policy is not None, findings
    return policy
