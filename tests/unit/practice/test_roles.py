"""The roles: what their policies decide, and that what they name exists."""

from __future__ import annotations

import re

import pytest

from apiclient_gui.core.gateway.policy.evaluate import INVOKE, Call, evaluate
from apiclient_gui.practice import iam, roles
from apiclient_gui.practice.apis import PETS_IAM
from apiclient_gui.practice.iam import USERS
from apiclient_gui.practice.roles import PERMISSION_SETS, ROLES

PLACE = "arn:aws:execute-api:us-east-1:111122223333:abcde12345"
METHODS = [f"{one.method}{one.path.replace('{petId}', '1')}" for one in PETS_IAM.methods]


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("pets-reader-role", ["GET/pets", "GET/pets/1"]),
        ("pets-partner-role", ["GET/pets", "POST/pets", "GET/pets/1"]),
        ("pets-admin-role", METHODS),
        ("pets-web-role", ["GET/pets", "GET/pets/1"]),
        ("PetsReader", ["GET/pets", "GET/pets/1"]),
        ("PetsAdmin", METHODS),
    ],
)
def test_what_policies_allow(name: str, allowed: list[str]) -> None:
    role = next(one for one in (*ROLES, *PERMISSION_SETS) if one.name == name)
    policy = iam.policy(role.statements, "111122223333", "abcde12345", "prod")
    found = [
        method
        for method in METHODS
        if evaluate(policy, Call(INVOKE, f"{PLACE}/prod/{method}")).decision == "allow"
    ]
    assert found == allowed
    assert evaluate(policy, Call(INVOKE, f"{PLACE}/test/GET/pets")).decision == "implicit_deny"


def test_whom_roles_name_exists() -> None:
    users, names = {user.name for user in USERS}, {role.name for role in ROLES}
    assert {one for role in ROLES for one in role.trusted} <= users | names
    assert {role.mfa_of for role in ROLES} <= users | {""}
    assert not any(role.trusted or role.web for role in PERMISSION_SETS)


def test_arns_and_ids() -> None:
    role = ROLES[0]
    assert role.arn("111122223333") == "arn:aws:iam::111122223333:role/pets-reader-role"
    assert role.session_arn("111122223333", "me") == (
        "arn:aws:sts::111122223333:assumed-role/pets-reader-role/me"
    )
    session_id = role.session_id("111122223333", "me")
    assert re.fullmatch(r"AROA[A-Z2-7]{17}:me", session_id)
    assert session_id == role.session_id("111122223333", "me")
    assert session_id != role.session_id("111122223334", "me")
    assert roles.mfa_serial("111122223333", "alice") == "arn:aws:iam::111122223333:mfa/alice"
