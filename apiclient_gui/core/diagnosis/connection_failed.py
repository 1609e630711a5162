"""The connection could not be made or broke before an answer began."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, open_place, row, send_again
from apiclient_gui.core.finding import Finding

_TITLES = {
    "connect": "The host could not be reached",
    "tls": "No secure connection could be agreed on",
    "send": "The connection broke while the request was sent",
    "wait": "The server closed the connection without an answer",
}
_DETAILS = {
    "connect": "There is no way to that address from here: the network is down, a VPN or proxy is missing, or the "
    "address belongs to a private network. Nothing was sent.",
    "tls": "The TLS handshake failed before the certificate was judged: the port may not speak TLS, the server may "
    "ask for a client certificate, or the two sides share no version. No request was sent.",
    "send": "The server or something on the way reset the connection before it had the whole request.",
    "wait": "The request was sent whole; whether the server acted on it is not known.",
}


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "connection":
        return None
    host = case.prepared.host if case.prepared else ""
    return MEMBER.found(
        "certain",
        title=_TITLES.get(failure.stage, ""),
        detail=_DETAILS.get(failure.stage, ""),
        evidence=(
            row("Host", host),
            row("Stage", failure.stage),
            row("System's words", failure.message),
        ),
        remedy="Check the network and the address, then send again.",
        actions=(send_again(), open_place("url", "Check the URL")),
    )


MEMBER = Cause(
    id="connection_failed",
    title="The connection failed",
    explain=_explain,
    when="no response: unreachable, reset, closed, or the TLS handshake failed for another reason than trust",
    action="send_again",
    source="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
)
