"""What every call of an app client carries."""

from __future__ import annotations

from apiclient_gui.core.cognito.app_client import AppClient
from apiclient_gui.core.secret import Secret


def client(secret: str = "") -> AppClient:
    return AppClient("eu-west-1_AbC", "1example23456789", Secret(secret), "eu-west-1", "")


def test_the_hash_of_a_secret() -> None:
    # aws-facts §5.4: a value of their own.
    expected = Secret("C0IXjUaA+J90MZWdJpO/GtvIZDTKk2vIqBa09JirlXs=")
    assert client("s3cr3tvalue").hashed("alice") == {"SECRET_HASH": expected}
    assert client().hashed("alice") == {}


def test_a_call() -> None:
    step = client().initiate("log in", "CUSTOM_AUTH", {"USERNAME": "alice"})
    assert (step.service, step.operation, step.region) == (
        "cognito-idp",
        "InitiateAuth",
        "eu-west-1",
    )
    assert step.parameters["ClientId"] == "1example23456789"
    assert step.keys is None
    assert client().group == "AbC"
