"""The authorised request as it goes on the wire, secrets and all: the only text that authorises whoever has it."""

from __future__ import annotations

from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, ends, pieces
from apiclient_gui.core.finding import Finding


def _export(draft: Draft) -> Exported:
    head = draft.prepared.head().decode("utf-8", "backslashreplace")
    body = pieces.content(draft)
    text = head + (body.text if body and body.text is not None else "")
    findings = []
    if draft.prepared.body.size and (body is None or body.text is None):
        findings.append(
            Finding(
                id="export_body_missing",
                severity="warning",
                title="The body does not stand in the text",
                detail="It is in files, no text, or too long.",
                remedy="Append its bytes to the text before you send it.",
            )
        )
    return Exported(text, tuple(findings), secret=True, ends_at=ends(draft))


MEMBER = Exporter(
    id="raw",
    title="Raw request, signed",
    summary="The bytes as they are sent now, with signature and secrets in clear; a signature holds for minutes.",
    export=_export,
    signed=True,
)
