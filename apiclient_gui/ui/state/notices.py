"""What the state has to tell the person by itself."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.finding import Action, Finding

OTHER_WINDOW: Final = Finding(
    id="drafts_elsewhere",
    severity="note",
    title="This workspace is open in another window",
    detail="That one keeps its tabs and what is not saved for the next start; this one does not.",
    remedy="Save what you change here before you close it.",
)


def in_clear(names: tuple[str, ...]) -> Finding:
    """Headers or parameters of these names, which hold secrets, were saved as typed."""
    return Finding(
        id="secret_in_request",
        severity="warning",
        title=f"{' and '.join(names)} now {'stands' if len(names) == 1 else 'stand'} in clear in the request's file",
        detail="What is typed into a request is kept in the workspace as it is, so that it can be sent again.",
        remedy="For AWS keys choose an identity in Auth instead. Else take the value out before you share the workspace.",
        actions=(Action("open_place", "Show the headers", {"place": "headers"}),),
    )
