"""What a pool refuses comes with the next step."""

from __future__ import annotations

import pytest

from apiclient_gui.core.cognito import refusals
from apiclient_gui.core.flow import AwsRefusal


@pytest.mark.parametrize(
    ("code", "message", "part"),
    [
        (
            "InvalidParameterException",
            "USER_SRP_AUTH flow not enabled for this client",
            "ALLOW_USER_SRP_AUTH",
        ),
        ("NotAuthorizedException", "User is disabled.", "enable this user"),
        ("NotAuthorizedException", "Unable to verify secret hash for client x", "client's secret"),
        ("NotAuthorizedException", "Invalid session for the user, session is expired.", "too late"),
        ("NotAuthorizedException", "Password attempts exceeded", "Wait"),
        ("UserLambdaValidationException", "PreAuthentication failed with error x.", "CloudWatch"),
        ("ResourceNotFoundException", "", "pool id and region"),
        ("ForbiddenException", "", "WAF"),
        ("Unheard", "", "log in again"),
    ],
)
def test_the_next_step(code: str, message: str, part: str) -> None:
    finding = refusals.refused(AwsRefusal(code, message, 400), "USER_SRP_AUTH").finding
    assert part in finding.remedy
    assert finding.evidence[0].value == code
    assert message in finding.detail


def test_a_renewal_that_is_refused_leads_to_a_login() -> None:
    refusal = AwsRefusal("RefreshTokenReuseException", "Used.", 400)
    assert refusals.not_renewed(refusal).finding.actions[0].key == "log_in"
