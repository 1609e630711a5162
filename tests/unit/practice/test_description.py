from __future__ import annotations

import json

import msgspec

from apiclient_gui.core.model import ApiMethod, Authorizer
from apiclient_gui.practice import description


def test_its_json_is_what_the_command_line_promises() -> None:
    described = description.Description(
        base_url="http://127.0.0.1:8000",
        region="us-east-1",
        account="111122223333",
        apis=(
            description.Api(
                "abcde12345",
                "Pets",
                "prod",
                "http://x",
                (ApiMethod("GET", "/pets", "COGNITO_USER_POOLS"),),
                Authorizer("COGNITO_USER_POOLS", "http://i", "c", "id"),
                "{}",
            ),
        ),
        iam=(description.IamUser("alice", "AKIAX", "secret", True),),
        api_keys=(description.ApiKey("plan", "value"),),
        idp=description.Idp(
            "http://i",
            "http://t",
            "http://k",
            (description.Client("c", "s", ("pets:read",)),),
            (description.Login("erin", "p"),),
            (
                description.App(
                    "desktop", ("authorization_code",), ("http://127.0.0.1/callback",), ("openid",)
                ),
            ),
        ),
        user_pool=description.UserPool(
            "us-east-1_x",
            "http://e",
            "http://i",
            "http://k",
            "c",
            (description.Login("u", "p"),),
            (description.ChallengedLogin("m", "p", "SOFTWARE_TOKEN_MFA", "SECRET"),),
            "s",
            "cs",
            "q",
            "a",
        ),
        sts=description.Sts(
            "http://s",
            (description.StsRole("r", "arn:r", ("alice",), "x", "arn:mfa", 900),),
            description.MfaDevice("alice", "arn:mfa", "SECRET"),
        ),
        sso=description.Sso(
            "http://s/start",
            "http://o",
            "http://s",
            "us-east-1",
            ("dana",),
            (description.SsoAccount("111122223333", "practice", "a@example.com", ("PetsReader",)),),
        ),
        identity_pool=description.IdentityPool("us-east-1:x", "http://p", "us-east-1", "arn:p"),
    )
    content = msgspec.json.encode(described)
    assert json.loads(content) == {
        "base_url": "http://127.0.0.1:8000",
        "region": "us-east-1",
        "account": "111122223333",
        "apis": [
            {
                "api_id": "abcde12345",
                "name": "Pets",
                "stage": "prod",
                "url": "http://x",
                "methods": [
                    {"method": "GET", "path": "/pets", "authorization": "COGNITO_USER_POOLS"}
                ],
                "authorizer": {
                    "kind": "COGNITO_USER_POOLS",
                    "issuer": "http://i",
                    "audience": "c",
                    "token_use": "id",
                },
                "resource_policy": "{}",
            }
        ],
        "iam": [
            {
                "user": "alice",
                "access_key_id": "AKIAX",
                "secret_access_key": "secret",
                "allowed": True,
            }
        ],
        "api_keys": [{"name": "plan", "value": "value"}],
        "idp": {
            "issuer": "http://i",
            "token_url": "http://t",
            "jwks_url": "http://k",
            "clients": [{"client_id": "c", "client_secret": "s", "scopes": ["pets:read"]}],
            "users": [{"username": "erin", "password": "p"}],
            "apps": [
                {
                    "client_id": "desktop",
                    "grants": ["authorization_code"],
                    "redirect_uris": ["http://127.0.0.1/callback"],
                    "scopes": ["openid"],
                }
            ],
        },
        "user_pool": {
            "id": "us-east-1_x",
            "endpoint": "http://e",
            "issuer": "http://i",
            "jwks_url": "http://k",
            "client_id": "c",
            "users": [{"username": "u", "password": "p"}],
            "challenged": [
                {
                    "username": "m",
                    "password": "p",
                    "challenge": "SOFTWARE_TOKEN_MFA",
                    "device": "SECRET",
                }
            ],
            "secret_client_id": "s",
            "client_secret": "cs",
            "question": "q",
            "answer": "a",
        },
        "sts": {
            "endpoint": "http://s",
            "roles": [
                {
                    "name": "r",
                    "arn": "arn:r",
                    "trusted": ["alice"],
                    "external_id": "x",
                    "mfa_serial": "arn:mfa",
                    "longest": 900,
                }
            ],
            "mfa": {"user": "alice", "serial": "arn:mfa", "secret": "SECRET"},
        },
        "sso": {
            "start_url": "http://s/start",
            "oidc_endpoint": "http://o",
            "portal_endpoint": "http://s",
            "region": "us-east-1",
            "users": ["dana"],
            "accounts": [
                {
                    "account_id": "111122223333",
                    "account_name": "practice",
                    "email": "a@example.com",
                    "roles": ["PetsReader"],
                }
            ],
        },
        "identity_pool": {
            "id": "us-east-1:x",
            "endpoint": "http://p",
            "region": "us-east-1",
            "role_arn": "arn:p",
        },
    }
    assert msgspec.json.decode(content, type=description.Description) == described


def test_the_word_of_an_older_program_is_read() -> None:
    older = {
        "base_url": "http://127.0.0.1:8000",
        "region": "us-east-1",
        "account": "111122223333",
        "apis": [
            {
                "api_id": "abcde12345",
                "name": "Pets, IAM",
                "stage": "prod",
                "url": "http://x",
                "methods": [{"method": "GET", "path": "/pets", "authorization": "AWS_IAM"}],
            }
        ],
        "iam": [],
        "api_keys": [],
        "idp": None,
        "user_pool": None,
    }
    read = msgspec.json.decode(json.dumps(older), type=description.Description)
    assert (read.apis[0].authorizer, read.apis[0].resource_policy) == (None, "")
    assert (read.idp, read.user_pool, read.sts, read.sso) == (None, None, None, None)
    assert read.identity_pool is None
