"""The time-out ended the exchange: says in which stage, and which limit it was."""

from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, open_place, row, send_again
from apiclient_gui.core.finding import Finding

_CONNECT = "connect time-out"
_SILENCE = "time-out, the longest silence of the server"
# Stage -> title, limit, detail.
_STAGES = {
    "dns": (
        "The name was not resolved in time",
        _CONNECT,
        "The name server did not answer. Nothing was sent.",
    ),
    "connect": (
        "The host did not answer in time",
        _CONNECT,
        "Packets are probably dropped on the way: a firewall, a missing VPN, or a private API. Nothing was sent.",
    ),
    "tls": (
        "The TLS handshake took too long",
        _CONNECT,
        "The server accepted the connection, but fell silent.",
    ),
    "send": ("The request could not be sent in time", _SILENCE, "The server stopped reading."),
    "wait": (
        "The server did not answer in time",
        _SILENCE,
        (
            "The request was sent whole; whether the server acted on it is not known. API Gateway itself gives up on a "
            "backend after 29 s by default and then answers 504."
        ),
    ),
    "receive": (
        "The answer stopped in the middle",
        _SILENCE,
        "The response began, then nothing more came.",
    ),
}


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or not failure.timed_out or failure.stage not in _STAGES:
        return None
    title, limit, detail = _STAGES[failure.stage]
    return MEMBER.found(
        "certain",
        title=title,
        detail=detail,
        evidence=(
            row("Stage", failure.stage),
            row("Limit", limit),
            row("Host", case.prepared.host if case.prepared else ""),
            row("System's words", failure.message),
        ),
        remedy=f"Send again, or raise the limit in Settings ({limit}).",
        actions=(send_again(), open_place("settings", "Change the limit")),
    )


MEMBER = Cause(
    id="timed_out",
    title="It took too long",
    explain=_explain,
    when="no response: a time-out ended it, in any stage",
    action="send_again",
    source="https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
)
