"""How signing says that it cannot: one Problem("refused") each time, before anything is sent."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem

SOURCE: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
)
SHOW_AUTH: Final = Action("open_place", "Show Auth", {"place": "auth"})
SHOW_HEADERS: Final = Action("open_place", "Show the headers", {"place": "headers"})


def refuse(
    key: str,
    title: str,
    detail: str,
    remedy: str,
    *evidence: Evidence,
    action: Action = SHOW_AUTH,
    source: str = SOURCE,
) -> Problem:
    """Return the problem; `detail` goes on where "Nothing was sent" ends."""
    return Problem(
        "refused",
        Finding(
            id=key,
            severity="error",
            title=title,
            detail=f"Nothing was sent. {detail}".strip(),
            evidence=evidence,
            source=source,
            remedy=remedy,
            actions=(action,),
        ),
    )
