"""Where everything of a kept state stands: URLs, issuers, authorizers and resource policies of one running gateway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from apiclient_gui.core.gateway.policy.conditions import SOURCE_IP
from apiclient_gui.core.gateway.policy.evaluate import INVOKE
from apiclient_gui.core.model import Authorizer
from apiclient_gui.practice import sso_directory
from apiclient_gui.practice.apis import APIS, Api
from apiclient_gui.practice.description import Api as DescribedApi
from apiclient_gui.practice.description import (
    App,
    Description,
    IdentityPool,
    Idp,
    MfaDevice,
    Sso,
    SsoAccount,
    Sts,
    StsRole,
    UserPool,
)
from apiclient_gui.practice.directory import APPS, POOL_ANSWER, POOL_QUESTION
from apiclient_gui.practice.iam import REGION
from apiclient_gui.practice.roles import POOL_ROLE, ROLES, mfa_serial
from apiclient_gui.practice.state import State

IDP: Final = "idp"  # the first segment of its paths; the next ones are those of user pool and IAM Identity Center
COGNITO: Final = "cognito-idp"
COGNITO_IDENTITY: Final = "cognito-identity"
STS: Final = "sts"
SSO: Final = "sso"
SSO_OIDC: Final = "sso-oidc"
AUDIENCE: Final = "practice-pets"  # whom the identity provider's tokens are for
AUTHORIZER_TTL: Final = 300  # seconds: API Gateway's own default
JWKS_PATH: Final = "/.well-known/jwks.json"
DISCOVERY_PATH: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A state at a base URL such as `http://127.0.0.1:8000`."""

    state: State
    base_url: str

    @property
    def idp_issuer(self) -> str:
        """The identity provider's issuer, under which its endpoints stand."""
        return f"{self.base_url}/{IDP}"

    @property
    def token_url(self) -> str:
        """The identity provider's token endpoint."""
        return f"{self.idp_issuer}/token"

    @property
    def pool_endpoint(self) -> str:
        """Where the user pool answers the cognito-idp protocol."""
        return f"{self.base_url}/{COGNITO}"

    @property
    def pool_issuer(self) -> str:
        """The user pool's issuer."""
        return f"{self.pool_endpoint}/{self.state.pool_id}"

    @property
    def identity_pool_endpoint(self) -> str:
        """Where the identity pool answers the cognito-identity protocol."""
        return f"{self.base_url}/{COGNITO_IDENTITY}"

    @property
    def sso_portal_endpoint(self) -> str:
        """Where IAM Identity Center gives out accounts, roles and keys."""
        return f"{self.base_url}/{SSO}"

    @property
    def sso_start_url(self) -> str:
        """The start URL of its access portal."""
        return f"{self.sso_portal_endpoint}/start"

    @property
    def sso_device_url(self) -> str:
        """The page on which a person allows a login."""
        return f"{self.sso_portal_endpoint}/device"

    @property
    def sso_oidc_endpoint(self) -> str:
        """Where it answers the sso-oidc protocol."""
        return f"{self.base_url}/{SSO_OIDC}"

    @property
    def sts_endpoint(self) -> str:
        """Where the security token service answers."""
        return f"{self.base_url}/{STS}"

    def authorizer(self, api: Api) -> Authorizer | None:
        """Return what is known of the authorizer of an API; None for one without."""
        if api.authorizer == "TOKEN":
            return Authorizer("TOKEN", self.idp_issuer, AUDIENCE, ttl=AUTHORIZER_TTL)
        if api.authorizer == "COGNITO_USER_POOLS":
            client_id = self.state.pool_client_id
            return Authorizer("COGNITO_USER_POOLS", self.pool_issuer, client_id, "id")
        return None

    def resource_policy(self, api: Api) -> str:
        """Return the JSON of an API's resource policy; empty for one without.

        Everybody may call it, but not from outside of the range: the policy that AWS gives as its example
        (DG/apigateway-control-access-policy-language-overview).
        """
        if not api.allowed_range:
            return ""
        resource = f"arn:aws:execute-api:{REGION}:{self.state.account}:*"
        common = {"Principal": "*", "Action": INVOKE, "Resource": resource}
        condition = {"NotIpAddress": {SOURCE_IP: api.allowed_range}}
        statements = [
            {"Effect": "Allow", **common},
            {"Effect": "Deny", **common, "Condition": condition},
        ]
        policy = {"Version": "2012-10-17", "Statement": statements}
        return msgspec.json.format(msgspec.json.encode(policy), indent=2).decode()

    def description(self) -> Description:
        """Return what the gateway tells about itself."""
        state = self.state
        return Description(
            base_url=self.base_url,
            region=REGION,
            account=state.account,
            apis=tuple(self._described(api) for api in APIS),
            iam=state.iam_users(),
            api_keys=state.usage_keys(),
            idp=Idp(
                issuer=self.idp_issuer,
                token_url=self.token_url,
                jwks_url=self.idp_issuer + JWKS_PATH,
                clients=state.clients(),
                users=state.idp_people(),
                apps=apps(),
            ),
            user_pool=UserPool(
                id=state.pool_id,
                endpoint=self.pool_endpoint,
                issuer=self.pool_issuer,
                jwks_url=self.pool_issuer + JWKS_PATH,
                client_id=state.pool_client_id,
                users=state.logins(),
                challenged=state.challenged(),
                secret_client_id=state.pool_secret_client_id,
                client_secret=state.pool_client_secret,
                question=POOL_QUESTION,
                answer=POOL_ANSWER,
            ),
            sts=self._sts(),
            identity_pool=IdentityPool(
                state.identity_pool_id,
                self.identity_pool_endpoint,
                REGION,
                POOL_ROLE.arn(state.account),
            ),
            sso=Sso(
                start_url=self.sso_start_url,
                oidc_endpoint=self.sso_oidc_endpoint,
                portal_endpoint=self.sso_portal_endpoint,
                region=REGION,
                users=sso_directory.USERS,
                accounts=tuple(
                    SsoAccount(one.account_id, one.name, one.email, one.roles)
                    for one in sso_directory.accounts(state)
                ),
            ),
        )

    def _sts(self) -> Sts:
        account = self.state.account
        user, secret = next(iter(self.state.mfa_secrets.items()))
        return Sts(
            self.sts_endpoint,
            tuple(
                StsRole(
                    role.name,
                    role.arn(account),
                    role.trusted,
                    role.external_id,
                    mfa_serial(account, role.mfa_of) if role.mfa_of else "",
                    role.longest,
                )
                for role in ROLES
            ),
            MfaDevice(user, mfa_serial(account, user), secret),
        )

    def _described(self, api: Api) -> DescribedApi:
        api_id = self.state.api_ids[api.key]
        return DescribedApi(
            api_id=api_id,
            name=api.name,
            stage=api.stage,
            url=f"{self.base_url}/{api_id}/{api.stage}",
            methods=api.methods,
            authorizer=self.authorizer(api),
            resource_policy=self.resource_policy(api),
        )


def apps() -> tuple[App, ...]:
    """Return the programs that the identity provider knows, which stand nowhere: every gateway has the same."""
    return tuple(App(one.client_id, one.grants, one.redirect_uris, one.scopes) for one in APPS)
