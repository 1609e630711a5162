"""What STS gives and refuses, each by botocore's own client: roles, sessions, devices, and tokens of the web."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from apiclient_gui.practice import totp

if TYPE_CHECKING:
    from conftest import Desk

READER = "pets-reader-role"
PARTNER = "pets-partner-role"
ADMIN = "pets-admin-role"
WEB = "pets-web-role"
EXTERNAL_ID = "practice-partner"
HOUR = 3600
SESSION = botocore.session.Session()  # reads the service's model once


def arn(desk: Desk, name: str) -> str:
    assert desk.description.sts
    return next(one.arn for one in desk.description.sts.roles if one.name == name)


def call(
    desk: Desk,
    operation: str,
    user: str = "alice",
    keys: Mapping[str, str] | None = None,
    **parameters: Any,
) -> Any:
    """Call an operation as a user, or with temporary keys; parameters go out as they are."""
    assert desk.description.sts
    who = next(one for one in desk.description.iam if one.user == user)
    config = Config(
        parameter_validation=False,
        retries={"total_max_attempts": 1},
        signature_version=UNSIGNED if "web" in operation else "v4",
    )
    client = SESSION.create_client(
        "sts",
        region_name="us-east-1",
        endpoint_url=desk.description.sts.endpoint,
        aws_access_key_id=keys["AccessKeyId"] if keys else who.access_key_id,
        aws_secret_access_key=keys["SecretAccessKey"] if keys else who.secret_access_key,
        aws_session_token=keys["SessionToken"] if keys else None,
        config=config,
    )
    try:
        return getattr(client, operation)(**parameters)
    finally:
        client.close()


def assume(desk: Desk, name: str, user: str = "alice", **how: Any) -> Any:
    wanted = {"RoleArn": arn(desk, name), "RoleSessionName": "practice"}
    return call(desk, "assume_role", user, **{**wanted, **how})


def refused(desk: Desk, operation: str, *how: Any, **parameters: Any) -> tuple[str, str, int]:
    """Return code, words and status of a refused call."""
    with pytest.raises(ClientError) as caught:
        call(desk, operation, *how, **parameters)
    found = caught.value.response
    assert desk.judgements[-1].verdict == "refused"
    return (
        found["Error"]["Code"],
        found["Error"]["Message"],
        found["ResponseMetadata"]["HTTPStatusCode"],
    )


def not_assumed(desk: Desk, name: str, user: str = "alice", **how: Any) -> tuple[str, str, int]:
    wanted = {"RoleArn": arn(desk, name), "RoleSessionName": "practice"}
    return refused(desk, "assume_role", user, **{**wanted, **how})


def no_trust(desk: Desk, name: str, who: str = "user/practice/alice") -> tuple[str, str, int]:
    account = desk.description.account
    service = "sts" if who.startswith("assumed-role") else "iam"
    words = (
        f"User: arn:aws:{service}::{account}:{who} is not authorized to perform: sts:AssumeRole "
        f"on resource: arn:aws:iam::{account}:role/{name}"
    )
    return "AccessDenied", words, 403


def seconds_left(found: Any) -> float:
    left = found["Credentials"]["Expiration"] - datetime.now(UTC)
    return float(left.total_seconds())


# ---------------------------------------------------------------- AssumeRole


@pytest.mark.parametrize("user", ["alice", "bob"])
def test_a_role_that_trusts_both(desk: Desk, user: str) -> None:
    found = assume(desk, READER, user)
    account = desk.description.account
    assert found["AssumedRoleUser"]["Arn"] == (
        f"arn:aws:sts::{account}:assumed-role/{READER}/practice"
    )
    assert found["AssumedRoleUser"]["AssumedRoleId"].endswith(":practice")
    assert HOUR - 30 < seconds_left(found) <= HOUR
    assert "PackedPolicySize" not in found
    assert desk.judgements[-1].detail.endswith(f"user/practice/{user} took on {READER}.")


@pytest.mark.parametrize(
    "given", [{}, {"ExternalId": "another"}, {"ExternalId": "Practice-Partner"}]
)
def test_an_external_id_is_wanted(desk: Desk, given: dict[str, str]) -> None:
    assert not_assumed(desk, PARTNER, **given) == no_trust(desk, PARTNER)


def test_with_the_external_id(desk: Desk) -> None:
    found = assume(desk, PARTNER, ExternalId=EXTERNAL_ID, DurationSeconds=12 * HOUR)
    assert 12 * HOUR - 30 < seconds_left(found) <= 12 * HOUR
    # Where none is wanted, any is taken.
    assert assume(desk, READER, ExternalId="whatever")


def test_bob_is_not_the_partner(desk: Desk) -> None:
    refusal = not_assumed(desk, PARTNER, "bob", ExternalId=EXTERNAL_ID)
    assert refusal == no_trust(desk, PARTNER, "user/practice/bob")
    assert desk.judgements[-1].reason == "not_trusted"


def test_a_role_that_there_is_not_and_one_of_another_account(desk: Desk) -> None:
    for other in ("arn:aws:iam::111122223333:role/pets-reader-role", arn(desk, READER) + "s"):
        code, words, status = refused(
            desk, "assume_role", RoleArn=other, RoleSessionName="practice"
        )
        assert (code, status) == ("AccessDenied", 403)
        assert words.endswith(f"sts:AssumeRole on resource: {other}")
    code, words, _ = refused(
        desk, "assume_role", RoleArn="pets-reader-role-here", RoleSessionName="practice"
    )
    assert (code, words) == ("ValidationError", "pets-reader-role-here is invalid")


def test_a_web_role_is_not_for_users(desk: Desk) -> None:
    assert not_assumed(desk, WEB) == no_trust(desk, WEB)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (
            {"DurationSeconds": 899},
            "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
        ),
        (
            {"DurationSeconds": 43_201},
            "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
        ),
        (
            {"RoleSessionName": "a b"},
            r"Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*",
        ),
        (
            {"RoleSessionName": "a"},
            "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
        ),
        (
            {"TokenCode": "1234567", "SerialNumber": "arn:aws:iam::111122223333:mfa/alice"},
            "Value '1234567' at 'tokenCode' failed to satisfy constraint: Member must have length less than or equal to 6",
        ),
    ],
)
def test_parameters_that_are_not_as_they_should_be(
    desk: Desk, how: dict[str, Any], words: str
) -> None:
    expected = ("ValidationError", f"1 validation error detected: {words}", 400)
    assert not_assumed(desk, READER, **how) == expected


def test_a_session_longer_than_the_role_s(desk: Desk) -> None:
    words = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    refusal = not_assumed(desk, READER, DurationSeconds=HOUR + 1)
    assert refusal == ("ValidationError", words, 400)


def test_role_chaining_ends_after_an_hour(desk: Desk) -> None:
    first = assume(desk, PARTNER, ExternalId=EXTERNAL_ID)["Credentials"]
    second = assume(desk, READER, keys=first, DurationSeconds=HOUR)
    assert second["AssumedRoleUser"]["Arn"].endswith(f"/{READER}/practice")
    words = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    refusal = not_assumed(desk, READER, keys=first, DurationSeconds=HOUR + 1)
    assert refusal == ("ValidationError", words, 400)
    back = not_assumed(desk, PARTNER, keys=second["Credentials"], ExternalId=EXTERNAL_ID)
    assert back == no_trust(desk, PARTNER, f"assumed-role/{READER}/practice")


def test_session_policies(desk: Desk) -> None:
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    text = json.dumps(policy)
    assert assume(desk, READER, Policy=text.ljust(2048))["PackedPolicySize"] == 100
    code, words, status = not_assumed(desk, READER, Policy=text.ljust(2049))
    assert (code, status) == ("ValidationError", 400)
    assert "at 'policy' failed to satisfy constraint: Member must have length less than" in words
    for broken in ("{", "[]", text.replace("Allow", "allow"), text.replace("Action", "Acton")):
        code, words, status = not_assumed(desk, READER, Policy=broken)
        assert (code, status) == ("MalformedPolicyDocument", 400)
        assert words.endswith(".")


@pytest.mark.parametrize(
    "how",
    [
        {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]},
        {"Tags": [{"Key": "a", "Value": "b"}]},
        {"SourceIdentity": "alice"},
    ],
)
def test_what_the_practice_account_does_not_do_is_not_passed_over(
    desk: Desk, how: dict[str, Any]
) -> None:
    code, words, _ = not_assumed(desk, READER, **how)
    assert code == "ValidationError"
    assert words.startswith("The practice account does not take ")


# ---------------------------------------------------------------- devices


def device(desk: Desk, code: str | None = None, *, steps: int = 0) -> dict[str, str]:
    """Return alice's device with its code of now, or of so many steps later."""
    assert desk.description.sts
    at = desk.hands.now() + timedelta(seconds=steps * totp.STEP)
    now = totp.code(desk.description.sts.mfa.secret, at)
    return {
        "SerialNumber": desk.description.sts.mfa.serial,
        "TokenCode": now if code is None else code,
    }


def test_the_admin_role_wants_a_code(fresh_desk: Desk) -> None:
    assert not_assumed(fresh_desk, ADMIN) == no_trust(fresh_desk, ADMIN)
    given = device(fresh_desk)
    assert assume(fresh_desk, ADMIN, **given)["AssumedRoleUser"]["Arn"].endswith("/practice")
    refusal = not_assumed(fresh_desk, ADMIN, **given)
    assert refusal == (
        "AccessDenied",
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
        403,
    )
    assert fresh_desk.judgements[-1].reason == "mfa_code_wrong"
    assert assume(fresh_desk, ADMIN, **device(fresh_desk, steps=1))


def test_codes_that_are_wrong_or_late(fresh_desk: Desk) -> None:
    for given in (device(fresh_desk, steps=-3), device(fresh_desk, steps=3)):
        assert "invalid MFA one time pass code" in not_assumed(fresh_desk, ADMIN, **given)[1]
    code = device(fresh_desk)["TokenCode"]
    wrong = device(fresh_desk, f"{(int(code) + 500_000) % 1_000_000:06}")
    assert "invalid MFA one time pass code" in not_assumed(fresh_desk, ADMIN, **wrong)[1]


@pytest.mark.parametrize("lost", ["SerialNumber", "TokenCode"])
def test_half_of_it(desk: Desk, lost: str) -> None:
    given = device(desk)
    del given[lost]
    assert not_assumed(desk, ADMIN, **given) == (
        "AccessDenied",
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ",
        403,
    )


def test_somebody_else_s_device(desk: Desk) -> None:
    given = device(desk)
    words = (
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA "
        "serial number is valid and associated with this user. "
    )
    assert not_assumed(desk, READER, "bob", **given) == ("AccessDenied", words, 403)
    other = {**given, "SerialNumber": given["SerialNumber"].replace("/alice", "/bob")}
    assert not_assumed(desk, READER, **other) == ("AccessDenied", words, 403)
    keys = assume(desk, READER)["Credentials"]
    assert not_assumed(desk, READER, keys=keys, **given) == ("AccessDenied", words, 403)


# ---------------------------------------------------------------- GetSessionToken


def test_a_session_of_one_s_own(desk: Desk) -> None:
    found = call(desk, "get_session_token")
    assert 12 * HOUR - 30 < seconds_left(found) <= 12 * HOUR
    keys = found["Credentials"]
    account = desk.description.account
    who = call(desk, "get_caller_identity", keys=keys)
    assert who["Arn"] == f"arn:aws:iam::{account}:user/practice/alice"
    assert who["UserId"] == call(desk, "get_caller_identity")["UserId"]
    # Not a role: no chaining, and alice's roles are hers.
    long = assume(desk, PARTNER, keys=keys, ExternalId=EXTERNAL_ID, DurationSeconds=2 * HOUR)
    assert seconds_left(long) > HOUR
    assert refused(desk, "get_session_token", "alice", keys) == (
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
        403,
    )


def test_a_session_remembers_the_device(fresh_desk: Desk) -> None:
    plain = call(fresh_desk, "get_session_token", DurationSeconds=900)["Credentials"]
    assert not_assumed(fresh_desk, ADMIN, keys=plain) == no_trust(fresh_desk, ADMIN)
    proven = call(fresh_desk, "get_session_token", **device(fresh_desk))["Credentials"]
    assert assume(fresh_desk, ADMIN, keys=proven)


@pytest.mark.parametrize("seconds", [899, 129_601])
def test_how_long_a_session_may_be(desk: Desk, seconds: int) -> None:
    assert refused(desk, "get_session_token", DurationSeconds=seconds)[0] == "ValidationError"
    assert call(desk, "get_session_token", DurationSeconds=129_600)


def test_a_role_has_no_session_of_its_own(desk: Desk) -> None:
    keys = assume(desk, READER)["Credentials"]
    assert refused(desk, "get_session_token", "alice", keys)[0] == "AccessDenied"


# ---------------------------------------------------------------- AssumeRoleWithWebIdentity

WITH_TOKEN = "assume_role_with_web_identity"  # an operation


def web(desk: Desk, token: str, name: str = WEB, **how: Any) -> dict[str, Any]:
    wanted = {"RoleArn": arn(desk, name), "RoleSessionName": "practice", "WebIdentityToken": token}
    return {**wanted, **how}


def test_a_token_of_the_identity_provider(desk: Desk) -> None:
    found = call(desk, WITH_TOKEN, **web(desk, desk.access_token(), DurationSeconds=900))
    assert desk.description.idp
    assert found["Provider"] == desk.description.idp.issuer
    assert found["SubjectFromWebIdentityToken"] == "pets-reader"
    assert found["Audience"] == "practice-pets"
    assert found["AssumedRoleUser"]["Arn"].endswith(f":assumed-role/{WEB}/practice")
    assert 870 < seconds_left(found) <= 900
    who = call(desk, "get_caller_identity", keys=found["Credentials"])
    assert who["Arn"] == found["AssumedRoleUser"]["Arn"]


def test_an_id_token_of_the_user_pool(desk: Desk) -> None:
    assert desk.description.user_pool
    tokens = desk.login()
    found = call(desk, WITH_TOKEN, **web(desk, tokens["IdToken"]))
    assert found["Audience"] == desk.description.user_pool.client_id
    words = "Incorrect token audience"
    refusal = refused(desk, WITH_TOKEN, **web(desk, tokens["AccessToken"]))
    assert refusal == ("InvalidIdentityToken", words, 400)


def test_an_expired_token(desk: Desk) -> None:
    token = desk.access_token()
    desk.hands.ahead = 2 * HOUR
    code, words, status = refused(desk, WITH_TOKEN, **web(desk, token))
    assert (code, status) == ("ExpiredTokenException", 400)
    assert words.startswith("Token expired: ")


def claimed(**claims: Any) -> str:
    """Return a token that nobody signed."""
    parts = [{"alg": "RS256", "kid": "x"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts]  # fmt: skip
    return ".".join([*coded, "AAAA"])


def test_tokens_that_are_none(desk: Desk) -> None:
    assert desk.description.idp
    issuer = desk.description.idp.issuer
    good = desk.access_token()
    spoilt = good[:-10] + ("A" if good[-10] != "A" else "B") + good[-9:]
    for token, words in (
        ("not-a-token", "The ID Token provided is not a valid JWT."),
        (claimed(sub="x"), "The ID Token provided is not a valid JWT."),
        (claimed(iss="http://x<y>"), "No OpenIDConnect provider found in your account for http://x<y>"),
        (claimed(iss=issuer), "Couldn't retrieve verification key from your identity provider"),
        (spoilt, "Couldn't retrieve verification key from your identity provider"),
    ):  # fmt: skip
        code, said, status = refused(desk, WITH_TOKEN, **web(desk, token))
        assert (code, status) == ("InvalidIdentityToken", 400), said
        assert said.startswith(words)


def test_a_token_opens_the_web_role_alone(desk: Desk) -> None:
    token = desk.access_token()
    for name in (READER, ADMIN):
        assert refused(desk, WITH_TOKEN, **web(desk, token, name)) == (
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity",
            403,
        )


def test_all_that_is_missing_is_told(desk: Desk) -> None:
    null = "failed to satisfy constraint: Member must not be null"
    words = f"2 validation errors detected: Value null at 'roleArn' {null}; Value null at 'webIdentityToken' {null}"
    refusal = refused(desk, WITH_TOKEN, RoleSessionName="practice")
    assert refusal == ("ValidationError", words, 400)
