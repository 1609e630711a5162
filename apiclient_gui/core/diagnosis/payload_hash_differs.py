"""The hash of the body that the header x-amz-content-sha256 names is not that of the body that arrived (S3)."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core import refusal
from apiclient_gui.core.canonical import EMPTY_SHA256
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.sent_canonical import hash_of_sent
from apiclient_gui.core.case.signature import payload_signed
from apiclient_gui.core.diagnosis.base import (
    Cause,
    error_type_row,
    gateway_words,
    open_place,
    row,
    send_again,
)
from apiclient_gui.core.finding import Finding

_TYPE: Final = "XAmzContentSHA256Mismatch"
_SOURCE: Final = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"


def _explain(case: Case) -> Finding | None:
    if not case.named(_TYPE):
        return None
    words = case.words
    signed = refusal.xml_text(words, "ClientComputedContentSHA256") or payload_signed(case)
    arrived = refusal.xml_text(words, "S3ComputedContentSHA256")
    sent = hash_of_sent(case)
    if sent and sent != signed:
        title = "The header x-amz-content-sha256 is not that of the body sent"
        detail = "It was made over another body, or written by hand."
        remedy = "Take the header out of the request: signing here writes the right one."
        place = open_place("headers", "Open the headers")
    else:
        title = ""
        detail = "Something between here and the service changed the body, or cut it off."
        if arrived == EMPTY_SHA256:
            detail = "The body did not arrive: something between here and the service dropped it."
        remedy = "Look at proxies on the way, and at the body's Content-Encoding; then sign anew and send."
        place = open_place("body", "Open the body")
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=(
            row("Hash that was signed", _named(signed)),
            row("Hash of the body sent", _named(sent)),
            row("Hash of the body that arrived", _named(arrived)),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy=remedy,
        actions=(place, send_again("Sign anew and send")),
    )


def _named(digest: str) -> str:
    return f"{digest} (empty body)" if digest == EMPTY_SHA256 else digest


MEMBER = Cause(
    id="payload_hash_differs",
    title="Another body arrived than the one signed",
    explain=_explain,
    when="XAmzContentSHA256Mismatch (S3)",
    action="open_place",
    source=_SOURCE,
)
