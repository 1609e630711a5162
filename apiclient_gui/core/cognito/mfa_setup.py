"""Setting up a second factor in the middle of a login (MFA_SETUP): an app that shows codes, or an e-mail address.

Source: Amazon Cognito API Reference, AssociateSoftwareToken, VerifySoftwareToken, RespondToAuthChallenge.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final
from urllib.parse import quote

from apiclient_gui.core.cognito import refusals
from apiclient_gui.core.cognito.challenges import Asked, said
from apiclient_gui.core.flow import Ask, AwsRefusal, FlowStep, Text
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret

_ISSUER: Final = "Amazon Cognito"
_MOST: Final = 3  # codes that are tried


def set_up_device(asked: Asked, session: str) -> Generator[FlowStep, Any, str]:
    """Show the secret of a new device, have its code checked, and return the session that the login goes on with."""
    call = asked.client.call(
        "set up a device that shows codes", "AssociateSoftwareToken", {"Session": session}
    )
    reply: Mapping[str, Any] = yield call
    secret = reply.get("SecretCode")
    if not isinstance(secret, str) or not secret:
        raise refusals.unusable("AssociateSoftwareToken brought no secret")
    session, wrong = str(reply.get("Session") or session), ""
    for _ in range(_MOST):
        code = yield from _code(asked, secret, wrong)
        parameters = {"Session": session, "UserCode": code, "FriendlyDeviceName": "apiclient-gui"}
        check = asked.client.call("check the device", "VerifySoftwareToken", parameters)
        try:
            checked: Mapping[str, Any] = yield check
        except AwsRefusal as refusal:
            if refusal.code not in {"EnableSoftwareTokenMFAException", "CodeMismatchException"}:
                raise
            wrong = said(refusal)
            continue
        return str(checked.get("Session") or session)
    raise refusals.unusable("three codes of the new device were wrong")


def _code(asked: Asked, secret: str, wrong: str) -> Generator[FlowStep, Any, str]:
    label = quote(f"{_ISSUER}:{asked.username}", safe="")
    link = f"otpauth://totp/{label}?secret={secret}&issuer={quote(_ISSUER)}"
    detail = f"{wrong} Add this secret to an app that shows codes, then give its code. Secret: {secret} Link: {link}"
    ask = Ask("Set up MFA", (Field("code", "Code", required=True),), detail.strip())
    answers: Mapping[str, Text] = yield ask
    given = answers.get("code", "")
    return "".join((given.reveal() if isinstance(given, Secret) else given).split())
