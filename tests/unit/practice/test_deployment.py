from __future__ import annotations

import json

from apiclient_gui.core.gateway.policy import document
from apiclient_gui.core.model import Authorizer
from apiclient_gui.practice import state
from apiclient_gui.practice.apis import APIS, PETS_ANOTHER_RANGE, PETS_COGNITO, PETS_IAM, PETS_TOKEN
from apiclient_gui.practice.deployment import Deployment

MADE = state.make()
DEPLOYED = Deployment(MADE, "http://127.0.0.1:8000")
POOL = f"http://127.0.0.1:8000/cognito-idp/{MADE.pool_id}"


def test_everything_stands_below_the_base_url() -> None:
    described = DEPLOYED.description()
    assert described.idp is not None
    assert described.user_pool is not None
    assert described.idp.issuer == "http://127.0.0.1:8000/idp"
    assert described.idp.token_url == "http://127.0.0.1:8000/idp/token"
    assert described.idp.jwks_url == "http://127.0.0.1:8000/idp/.well-known/jwks.json"
    assert described.idp.users == MADE.idp_people()
    assert [one.client_id for one in described.idp.apps] == [
        *("desktop", "desktop-fixed", "device", "legacy"),
    ]
    assert described.user_pool.endpoint == "http://127.0.0.1:8000/cognito-idp"
    assert described.user_pool.issuer == POOL
    assert described.user_pool.jwks_url == f"{POOL}/.well-known/jwks.json"
    assert described.user_pool.users == MADE.logins()
    assert described.api_keys == MADE.usage_keys()
    assert [api.name for api in described.apis] == [api.name for api in APIS]
    for api in described.apis:
        assert api.url == f"http://127.0.0.1:8000/{api.api_id}/prod"


def test_the_security_token_service_is_described() -> None:
    sts = DEPLOYED.description().sts
    assert sts
    assert sts.endpoint == "http://127.0.0.1:8000/sts"
    partner = next(role for role in sts.roles if role.external_id)
    assert partner.arn == f"arn:aws:iam::{MADE.account}:role/pets-partner-role"
    assert (partner.external_id, partner.longest) == ("practice-partner", 43_200)
    admin = next(role for role in sts.roles if role.mfa_serial)
    assert admin.mfa_serial == sts.mfa.serial == f"arn:aws:iam::{MADE.account}:mfa/alice"
    assert sts.mfa.secret == MADE.mfa_secrets["alice"]


def test_authorizers() -> None:
    assert DEPLOYED.authorizer(PETS_IAM) is None
    assert DEPLOYED.authorizer(PETS_TOKEN) == Authorizer(
        "TOKEN", "http://127.0.0.1:8000/idp", "practice-pets", ttl=300
    )
    assert DEPLOYED.authorizer(PETS_COGNITO) == Authorizer(
        "COGNITO_USER_POOLS", POOL, MADE.pool_client_id, "id"
    )


def test_an_api_has_the_authorizer_that_its_methods_name() -> None:
    kinds = {"CUSTOM": "TOKEN", "COGNITO_USER_POOLS": "COGNITO_USER_POOLS"}
    for api in APIS:
        wanted = {kinds.get(method.authorization) for method in api.methods}
        assert wanted == {api.authorizer}


def test_a_resource_policy_stands_before_methods_without_other_authorization() -> None:
    # How it goes together with an authorizer is another table, which is not imitated here.
    for api in APIS:
        if api.allowed_range:
            assert {method.authorization for method in api.methods} == {"NONE"}


def test_the_policy_is_the_lesson_s_own() -> None:
    assert DEPLOYED.resource_policy(PETS_IAM) == ""
    text = DEPLOYED.resource_policy(PETS_ANOTHER_RANGE)
    resource = f"arn:aws:execute-api:us-east-1:{MADE.account}:*"
    common = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": resource}
    condition = {"NotIpAddress": {"aws:SourceIp": "123.4.5.6/24"}}
    assert json.loads(text) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", **common},
            {"Effect": "Deny", **common, "Condition": condition},
        ],
    }
    read, findings = document.read(text, "resource")
    assert read is not None
    assert [finding.id for finding in findings] == ["cidr_host_bits_set"]
