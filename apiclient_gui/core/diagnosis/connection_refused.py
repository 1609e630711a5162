"""Nothing listens at the address: the connection was refused."""

from __future__ import annotations

from apiclient_gui.core import hosts, refusal
from apiclient_gui.core.case import Case, proxy
from apiclient_gui.core.diagnosis.base import Cause, open_place, row, send_again
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.gateway import routes


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "refused":
        return None
    host = case.prepared.host if case.prepared else ""
    if refusal.at_proxy(failure):
        return MEMBER.found(
            "certain",
            title="The proxy refused the connection",
            detail="Nothing listens at its address. Nothing was sent.",
            evidence=(
                row("Proxy of the request", case.proxy),
                row("Host", host),
                row("System's words", failure.message),
            ),
            remedy=proxy.remedy(case),
            actions=(send_again(),),
        )
    known = routes.route(case.prepared, case.apis)
    if known is not None and hosts.is_loopback(host):
        return MEMBER.found(
            "certain",
            title="The practice gateway is not running",
            detail=f"{known.api.name} is an API of the practice gateway, and nothing listens at its address.",
            evidence=(row("Host", host), row("System's words", failure.message)),
            remedy="Start it on the page Practice, or with `apiclient practice` in another terminal; then send again.",
            actions=(Action("start_practice", "Start the practice gateway"), send_again()),
        )
    return MEMBER.found(
        "certain",
        title=f"Nothing listens at {host}" if host else "",
        detail="The computer was reached and refused the connection: no program listens on that port, or a "
        "firewall answers for it. Nothing was sent.",
        evidence=(row("Host", host), row("System's words", failure.message)),
        remedy="Check the port in the URL, and that the server runs; then send again.",
        actions=(open_place("url", "Check the URL"), send_again()),
    )


MEMBER = Cause(
    id="connection_refused",
    title="Nothing listens at this address",
    explain=_explain,
    when="no response: the connection was refused",
    action="open_place",
    source="https://www.rfc-editor.org/rfc/rfc9293#section-3.5.2",
)
