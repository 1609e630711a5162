"""The method wants a token, and none came where the authorizer looks for it."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import looks_signed
from apiclient_gui.core.case.token import credentials_sent, token_header, token_sent, unauthorized
from apiclient_gui.core.diagnosis.base import (
    AUTHORIZER_PAGE,
    Cause,
    choose_identity,
    open_place,
    row,
    token_evidence,
)
from apiclient_gui.core.finding import Confidence, Finding


def _explain(case: Case) -> Finding | None:
    if case.prepared is None or not unauthorized(case) or token_sent(case):
        return None
    name = token_header(case)
    scheme = credentials_sent(case).partition(" ")[0]
    other = _other(case, scheme)
    known = case.authorizer is not None
    confidence: Confidence = "certain" if known else "likely"
    elsewhere = name.lower() != "authorization" and bool(case.sent_header("authorization"))
    if other:
        title = f"This method wants a token, and {other} was sent"
        detail = f"The authorizer looks for a token in {name}."
        remedy = "Choose an identity that has tokens: a login, or a fixed token."
    elif elsewhere:
        title = f"The token was sent in Authorization; the authorizer looks in {name}"
        detail = "A header that an authorizer does not look at is nothing to it."
        remedy = f"Set the header of the scheme in Auth to {name}."
    else:
        title = ""
        detail = _nothing(case, name)
        remedy = "Choose an identity that has tokens: a login, or a fixed token."
    place = open_place("auth", "Open Auth")
    return MEMBER.found(
        confidence,
        title=title,
        detail=detail,
        evidence=(
            row("Authorizer looks in", name if known else ""),
            row(f"{name} sent", scheme or "no"),
            row("Authorization of the method", case.authorization),
            *token_evidence(case),
        ),
        remedy=remedy,
        actions=(place, choose_identity()) if elsewhere else (choose_identity(), place),
    )


def _nothing(case: Case, name: str) -> str:
    if case.authorizer is None:
        return (
            "The server wants to know who is calling. An authorizer of API Gateway that finds nothing where it looks answers "
            "so; it may look in another header or parameter than Authorization."
        )
    called = " The function was not even called." if case.authorization == "CUSTOM" else ""
    return f"The authorizer looks in {name}, and there was nothing in it.{called}"


def _other(case: Case, scheme: str) -> str:
    if looks_signed(case):
        return "a signature"
    return "a user and password" if scheme.lower() == "basic" else ""


MEMBER = Cause(
    id="token_missing",
    title="This method wants a token, and none was sent",
    explain=_explain,
    when="401 `Unauthorized`, or a Bearer challenge, to a request without a token; certain when the authorizer is known",
    action="choose_identity",
    source=AUTHORIZER_PAGE,
)
