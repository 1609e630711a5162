"""Something answered that does not speak HTTP/1.1."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, open_place, row
from apiclient_gui.core.finding import Finding


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "protocol":
        return None
    scheme = case.prepared.scheme if case.prepared else ""
    other = {"http": "https", "https": "http"}.get(scheme, "")
    return MEMBER.found(
        "certain",
        detail="The bytes that came back are no HTTP response: another service listens on that port, or the URL says "
        "http where the port speaks TLS (or the other way round).",
        evidence=(
            row("Host", case.prepared.host if case.prepared else ""),
            row("Scheme sent with", scheme),
            row("System's words", failure.message),
        ),
        remedy=f"Check the port, or try {other}:// in the URL."
        if other
        else "Check the port in the URL.",
        actions=(open_place("url", "Check the URL"),),
    )


MEMBER = Cause(
    id="answer_not_http",
    title="The answer is not HTTP",
    explain=_explain,
    when="no response: the bytes that came are no HTTP message",
    action="open_place",
    source="https://www.rfc-editor.org/rfc/rfc9112#section-2.1",
)
