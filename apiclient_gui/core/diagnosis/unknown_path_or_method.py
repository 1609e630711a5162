"""The stage has no such path or method: what `Missing Authentication Token` means most of the time."""

from __future__ import annotations

from apiclient_gui.core import hosts
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import (
    GATEWAY_RESPONSES_PAGE,
    Cause,
    error_type_row,
    gateway_words,
    nothing_to_authenticate,
    open_place,
    row,
)
from apiclient_gui.core.finding import Confidence, Finding
from apiclient_gui.core.gateway.routes import Route, route


def _explain(case: Case) -> Finding | None:
    if not nothing_to_authenticate(case):
        return None
    reached = route(case.prepared, case.apis)
    if reached and reached.method:
        return None
    sent = case.prepared
    what = f"{sent.method} {reached.path if reached else sent.path}" if sent else ""
    confidence: Confidence = "certain" if reached else "likely"
    return MEMBER.found(
        confidence,
        title=_title(what, reached),
        detail="For a path or a method that is not defined the gateway answers with these words, which sound like a "
        f"missing token.{_custom_domain(case)}",
        evidence=(
            row("Sent", f"{sent.method} {sent.path}" if sent else ""),
            row("API", f"{reached.api.name} at {reached.api.url}" if reached else ""),
            row("Nearest methods", "\n".join(reached.nearest) if reached else ""),
            error_type_row(case),
            gateway_words(case),
        ),
        remedy="Check method, stage and path in the URL: capitals count, and the stage comes first.",
        actions=(open_place("url", "Check the URL"),),
    )


def _title(what: str, reached: Route | None) -> str:
    if not what:
        return ""
    return f"{reached.api.name} has no {what}" if reached else f"{what} probably does not exist"


def _custom_domain(case: Case) -> str:
    host = case.prepared.host if case.prepared else ""
    if not host or hosts.is_loopback(host) or hosts.signing_target(host):
        return ""
    return " On a custom domain the path must not begin with the stage: its mapping names the stage already."


MEMBER = Cause(
    id="unknown_path_or_method",
    title="This path or method does not exist",
    explain=_explain,
    when="`Missing Authentication Token`; certain when the API's methods are known and this is none of them",
    action="open_place",
    source=GATEWAY_RESPONSES_PAGE,
)
