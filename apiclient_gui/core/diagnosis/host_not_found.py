"""The name of the host has no address: DNS failed."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case, proxy
from apiclient_gui.core.diagnosis.base import Cause, open_place, row, send_again
from apiclient_gui.core.finding import Action, Finding


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or failure.stage != "dns" or failure.timed_out:
        return None
    host = case.prepared.host if case.prepared else ""
    if refusal.at_proxy(failure):
        return MEMBER.found(
            "certain",
            title="The proxy cannot be used",
            detail="It has no valid address, or its name could not be resolved, so nothing was sent.",
            evidence=(
                row("Proxy of the request", case.proxy),
                row("Host", host),
                row("System's words", failure.message),
            ),
            remedy=proxy.remedy(case),
            actions=(send_again(),),
        )
    return MEMBER.found(
        "certain",
        title=f"No address was found for {host}" if host else "",
        detail="The name could not be resolved, so nothing was sent. It may be mistyped, this computer may be "
        "offline, or the name is known inside another network only: that of a private API is.",
        evidence=(row("Host", host), row("System's words", failure.message)),
        remedy="Check the host in the URL, and the variable it comes from.",
        actions=(open_place("url", "Check the URL"), *_open_variable(case)),
    )


def _open_variable(case: Case) -> tuple[Action, ...]:
    names = case.prepared.host_origin.variables if case.prepared else ()
    if not (names and case.environment):
        return ()
    where = {"environment": case.environment, "variable": names[0]}
    return (Action("open_environment", f"Check the variable {names[0]}", where),)


MEMBER = Cause(
    id="host_not_found",
    title="The host has no address",
    explain=_explain,
    when="no response: the name was not resolved",
    action="open_place",
    source="https://www.rfc-editor.org/rfc/rfc1034#section-3.7",
)
