"""The challenges of a user pool: what each asks the person for, and what is sent back.

Source: Amazon Cognito API Reference, RespondToAuthChallenge; aws-facts §5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.cognito import refusals
from apiclient_gui.core.cognito.app_client import AppClient
from apiclient_gui.core.flow import Ask, AwsRefusal, FlowStep, Text
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.srp import Challenge, Handshake

Responses = dict[str, Text]
Answering = Generator[FlowStep, Any, Responses]
Reply = Mapping[str, Any]

_SHOWN: Final = 2_000  # characters of a parameter that are shown to the person


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge that is put. `wrong` is what the pool said of the answer before, empty the first time."""

    name: str
    reply: Reply
    client: AppClient
    username: str
    password: Secret
    handshake: Handshake
    now: Callable[[], datetime]
    wrong: str = ""

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters that came with it."""
        given = self.reply.get("ChallengeParameters")
        return given if isinstance(given, Mapping) else {}

    def detail(self, text: str) -> str:
        """Return what to tell the person, after what was wrong about the answer before."""
        return f"{self.wrong} {text}".strip()


def answer(asked: Asked) -> Answering:
    """Ask for what a challenge wants, and return the responses to it, without the user name."""
    return _ANSWERS.get(asked.name, _anything)(asked)


def _sent_code(asked: Asked) -> Answering:
    medium = asked.parameters.get("CODE_DELIVERY_DELIVERY_MEDIUM", "")
    where = asked.parameters.get("CODE_DELIVERY_DESTINATION", "")
    told = " ".join(filter(None, (medium and f"by {medium}", where and f"to {where}")))
    detail = f"The code that was sent {told}".rstrip() + "."
    code = yield from _code(asked, "Code that was sent", detail)
    return {f"{asked.name}_CODE": code}


def _device_code(asked: Asked) -> Answering:
    device = asked.parameters.get("FRIENDLY_DEVICE_NAME", "")
    detail = "The code that the device shows now" + (f": {device}" if device else ".")
    code = yield from _code(asked, "MFA code", detail)
    return {"SOFTWARE_TOKEN_MFA_CODE": code}


def _code(asked: Asked, title: str, detail: str) -> Generator[FlowStep, Any, str]:
    ask = Ask(title, (Field("code", "Code", required=True),), asked.detail(_printable(detail)))
    answers: Mapping[str, Text] = yield ask
    return "".join(_plain(answers.get("code", "")).split())


def _choose_factor(asked: Asked) -> Answering:
    chosen = yield from _choice(
        asked, "Kind of MFA code", _listed(asked.parameters.get("MFAS_CAN_CHOOSE"))
    )
    return {"ANSWER": chosen}


def _choose_way(asked: Asked) -> Answering:
    offered = asked.reply.get("AvailableChallenges")
    choices = tuple(str(one) for one in offered) if isinstance(offered, list | tuple) else ()
    # A passkey answers to a browser alone.
    usable = tuple(one for one in choices if one != "WEB_AUTHN")
    chosen = yield from _choice(asked, "Way to log in", usable)
    match chosen:
        case "PASSWORD":
            more = yield from _password(asked)
        case "PASSWORD_SRP":
            more = yield from _handshake(asked)
        case _:
            more = {}
    return {"ANSWER": chosen, **more}


def _choice(asked: Asked, title: str, choices: tuple[str, ...]) -> Generator[FlowStep, Any, str]:
    if not choices:
        raise refusals.unusable(f"{asked.name} offers nothing that this program can do")
    field = Field("choice", title, "choice", choices[0], choices, required=True)
    answers: Mapping[str, Text] = yield Ask(title, (field,), asked.detail(""))
    return _plain(answers.get("choice", "")) or choices[0]


def _password(asked: Asked) -> Answering:
    password = yield from _the_password(asked)
    return {"PASSWORD": password}


def _the_password(asked: Asked) -> Generator[FlowStep, Any, Secret]:
    if asked.password:
        return asked.password
    field = Field("password", "Password", "secret", required=True)
    answers: Mapping[str, Text] = yield Ask("Password", (field,), asked.detail(""))
    return _secret(answers.get("password", ""))


def _handshake(asked: Asked) -> Answering:
    yield from ()
    return {"SRP_A": asked.handshake.public}


def _proof(asked: Asked) -> Answering:
    password = yield from _the_password(asked)
    given = asked.parameters
    challenge = Challenge(
        asked.client.group,
        given.get("USER_ID_FOR_SRP") or asked.username,
        given.get("SALT", ""),
        given.get("SRP_B", ""),
        given.get("SECRET_BLOCK", ""),
    )
    try:
        claim = asked.handshake.claim(challenge, password, asked.now())
    except ValueError as error:
        raise refusals.unusable(f"in its challenge PASSWORD_VERIFIER, {error}") from None
    return {
        "PASSWORD_CLAIM_SIGNATURE": Secret(claim.signature),
        "PASSWORD_CLAIM_SECRET_BLOCK": challenge.block,
        "TIMESTAMP": claim.timestamp,
    }


def _new_password(asked: Asked) -> Answering:
    names = tuple(
        name.removeprefix("userAttributes.")
        for name in _listed(asked.parameters.get("requiredAttributes"))
    )
    fields = (
        Field("new_password", "New password", "secret", required=True),
        *(Field(f"attribute.{name}", _printable(name), required=True) for name in names),
    )
    detail = asked.detail("This user has to choose a password of their own.")
    answers: Mapping[str, Text] = yield Ask("New password", fields, detail)
    return {
        "NEW_PASSWORD": _secret(answers.get("new_password", "")),
        **{f"userAttributes.{name}": answers.get(f"attribute.{name}", "") for name in names},
    }


def _question(asked: Asked) -> Answering:
    ask = Ask("Question of the user pool", (_ANSWER,), asked.detail(_shown(asked.parameters)))
    answers: Mapping[str, Text] = yield ask
    return {"ANSWER": answers.get("answer", "")}


def _anything(asked: Asked) -> Answering:
    """Put a challenge that is not known here as it came, and send whatever the person says back."""
    fields = (Field("response", "Name of the response", default="ANSWER", required=True), _ANSWER)
    detail = asked.detail(_shown(asked.parameters))
    answers: Mapping[str, Text] = yield Ask(f"Challenge {_printable(asked.name)}", fields, detail)
    return {_plain(answers.get("response", "")) or "ANSWER": answers.get("answer", "")}


_ANSWER: Final = Field("answer", "Answer", required=True)
_ANSWERS: Final[Mapping[str, Callable[[Asked], Answering]]] = {
    "SMS_MFA": _sent_code,
    "EMAIL_OTP": _sent_code,
    "SMS_OTP": _sent_code,
    "SOFTWARE_TOKEN_MFA": _device_code,
    "SELECT_MFA_TYPE": _choose_factor,
    "SELECT_CHALLENGE": _choose_way,
    "PASSWORD": _password,
    "PASSWORD_SRP": _handshake,
    "PASSWORD_VERIFIER": _proof,
    "NEW_PASSWORD_REQUIRED": _new_password,
    "CUSTOM_CHALLENGE": _question,
}
AGAIN: Final = {
    "SMS_MFA": {"CodeMismatchException"},
    "EMAIL_OTP": {"CodeMismatchException"},
    "SMS_OTP": {"CodeMismatchException"},
    "SOFTWARE_TOKEN_MFA": {"CodeMismatchException", "ExpiredCodeException"},
    "NEW_PASSWORD_REQUIRED": {
        "InvalidPasswordException",
        "PasswordHistoryPolicyViolationException",
    },
}
"""For a challenge, the refusals after which its session still holds, so that the person is asked once more."""


def said(refusal: AwsRefusal) -> str:
    """Return what the pool said of an answer, as a sentence before the next question."""
    words = _printable(refusal.message or refusal.code)
    return words if words.endswith(".") else f"{words}."


def _shown(parameters: Mapping[str, str]) -> str:
    hidden = {"USER_ID_FOR_SRP", "USERNAME"}
    rest = {name: value for name, value in parameters.items() if name not in hidden}
    return "; ".join(f"{_printable(name)}: {_printable(str(rest[name]))}" for name in rest)


def _listed(text: str | None) -> tuple[str, ...]:
    """Return the words of a list that came as JSON in a text; none for what is no such list."""
    try:
        return tuple(msgspec.json.decode(text or "[]", type=list[str]))
    except (msgspec.MsgspecError, ValueError):
        return ()


def _printable(text: str) -> str:
    return files.printable(text, _SHOWN)


def _plain(text: Text) -> str:
    return text.reveal() if isinstance(text, Secret) else text


def _secret(text: Text) -> Secret:
    return text if isinstance(text, Secret) else Secret(text)
