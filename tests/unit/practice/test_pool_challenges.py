"""The challenges as botocore sees them; that whole logins go through is shown with the program's own client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from apiclient_gui.practice import totp

if TYPE_CHECKING:
    from conftest import Desk

    from apiclient_gui.practice.description import UserPool


@pytest.fixture
def client(fresh_desk: Desk) -> Iterator[Any]:
    made = fresh_desk.pool()
    yield made
    made.close()


def pool(desk: Desk) -> UserPool:
    assert desk.description.user_pool
    return desk.description.user_pool


def begin(desk: Desk, client: Any, user: str) -> Any:
    one = next(one for one in pool(desk).challenged if one.username == user)
    return client.initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=pool(desk).client_id,
        AuthParameters={"USERNAME": user, "PASSWORD": one.password},
    )


def respond(desk: Desk, client: Any, reply: Any, user: str, **responses: str) -> Any:
    return client.respond_to_auth_challenge(
        ClientId=pool(desk).client_id,
        ChallengeName=reply["ChallengeName"],
        Session=reply["Session"],
        ChallengeResponses={"USERNAME": user, **responses},
    )


def why(desk: Desk, client: Any, reply: Any, user: str, **responses: str) -> str:
    with pytest.raises(ClientError):
        respond(desk, client, reply, user, **responses)
    return desk.judgements[-1].reason


def code(desk: Desk, user: str) -> str:
    one = next(one for one in pool(desk).challenged if one.username == user)
    return totp.code(one.device, desk.hands.now())


def test_a_code_is_good_once_and_so_is_a_session(fresh_desk: Desk, client: Any) -> None:
    first = begin(fresh_desk, client, "mia")
    assert first["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    right = {"SOFTWARE_TOKEN_MFA_CODE": code(fresh_desk, "mia")}
    assert why(fresh_desk, client, first, "mia", SOFTWARE_TOKEN_MFA_CODE="1") == "code_wrong"
    assert (
        "AccessToken" in respond(fresh_desk, client, first, "mia", **right)["AuthenticationResult"]
    )
    assert why(fresh_desk, client, first, "mia", **right) == "session_used"
    second = begin(fresh_desk, client, "mia")
    assert why(fresh_desk, client, second, "mia", **right) == "code_wrong"


def test_a_session_ends_and_is_of_one_user(fresh_desk: Desk, client: Any) -> None:
    reply = begin(fresh_desk, client, "nina")
    new = {"NEW_PASSWORD": "long enough", "userAttributes.name": "N"}
    assert why(fresh_desk, client, reply, "mia", **new) == "session_of_another"
    reply = begin(fresh_desk, client, "nina")
    fresh_desk.hands.ahead = 181.0
    assert why(fresh_desk, client, reply, "nina", **new) == "session_expired"


def test_what_is_missing_or_wrong(fresh_desk: Desk, client: Any) -> None:
    reply = begin(fresh_desk, client, "nina")
    assert why(fresh_desk, client, reply, "nina", NEW_PASSWORD="short") == "password_too_short"
    reply = begin(fresh_desk, client, "nina")
    assert why(fresh_desk, client, reply, "nina", NEW_PASSWORD="long enough") == "parameter_missing"
    reply = begin(fresh_desk, client, "sam")
    assert why(fresh_desk, client, reply, "sam", ANSWER="SMS_MFA") == "choice_unknown"
    reply = {**begin(fresh_desk, client, "sam"), "ChallengeName": "SMS_MFA"}
    assert why(fresh_desk, client, reply, "sam", SMS_MFA_CODE="1") == "challenge_unknown"


def test_the_code_of_an_email_stands_in_the_log(fresh_desk: Desk, client: Any) -> None:
    reply = respond(fresh_desk, client, begin(fresh_desk, client, "sam"), "sam", ANSWER="EMAIL_OTP")
    told = fresh_desk.judgements[-1].detail.split("the code ")[1][:8]
    assert reply["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "EMAIL"
    assert respond(fresh_desk, client, reply, "sam", EMAIL_OTP_CODE=told)["AuthenticationResult"]


def test_srp_does_not_tell_who_exists(fresh_desk: Desk, client: Any) -> None:
    for user in ("carol", "nobody"):
        reply = client.initiate_auth(
            AuthFlow="USER_SRP_AUTH",
            ClientId=pool(fresh_desk).client_id,
            AuthParameters={"USERNAME": user, "SRP_A": "2"},
        )
        assert reply["ChallengeParameters"]["USER_ID_FOR_SRP"] == user
        with pytest.raises(client.exceptions.NotAuthorizedException, match="Incorrect username"):
            respond(
                fresh_desk,
                client,
                reply,
                user,
                PASSWORD_CLAIM_SIGNATURE="AAAA",
                PASSWORD_CLAIM_SECRET_BLOCK=reply["ChallengeParameters"]["SECRET_BLOCK"],
                TIMESTAMP="Sat Nov 4 09:05:07 UTC 2023",
            )
    with pytest.raises(client.exceptions.InvalidParameterException):
        client.initiate_auth(
            AuthFlow="USER_SRP_AUTH",
            ClientId=pool(fresh_desk).client_id,
            AuthParameters={"USERNAME": "carol", "SRP_A": "0"},
        )


def test_all_logins_of_a_user_are_ended(fresh_desk: Desk, client: Any) -> None:
    tokens, others = fresh_desk.login(), fresh_desk.login(1)
    client.global_sign_out(AccessToken=tokens["AccessToken"])
    with pytest.raises(client.exceptions.NotAuthorizedException, match="revoked"):
        client.get_user(AccessToken=tokens["AccessToken"])
    with pytest.raises(client.exceptions.NotAuthorizedException, match="revoked"):
        client.initiate_auth(
            AuthFlow="REFRESH_TOKEN_AUTH",
            ClientId=pool(fresh_desk).client_id,
            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        )
    assert client.get_user(AccessToken=others["AccessToken"])["Username"] == "dave"
    fresh_desk.hands.ahead = 5.0
    again = fresh_desk.login()
    assert client.get_user(AccessToken=again["AccessToken"])["Username"] == "carol"


def test_a_client_whose_tokens_do_not_rotate(fresh_desk: Desk, client: Any) -> None:
    tokens = fresh_desk.login()
    with pytest.raises(ClientError, match="UnsupportedOperationException"):
        client.get_tokens_from_refresh_token(
            RefreshToken=tokens["RefreshToken"], ClientId=pool(fresh_desk).client_id
        )
