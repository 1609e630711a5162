"""The authorised request as it goes on the wire, secrets and all: the only text that authorises whoever has it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, pieces
from apiclient_gui.core.finding import Finding

# Signature in headers: a gateway refuses a time stamp that is further off (IAM User Guide).
_HOLDS: Final = timedelta(minutes=5)


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
    return Exported(text, tuple(findings), secret=True, ends_at=_ends(draft))


def _ends(draft: Draft) -> datetime | None:
    """Return when the signature or the credentials end, whichever is first; None when that is not known."""
    ends = [draft.ends_at] if draft.ends_at else []
    signature = draft.authorisation.signature if draft.authorisation else None
    if signature is not None:
        held = _HOLDS if signature.expires is None else timedelta(seconds=signature.expires)
        ends.append(signature.signed_at + held)
    return min(ends, default=None)


MEMBER = Exporter(
    id="raw",
    title="Raw request, signed",
    summary="The bytes as they are sent now, with signature and secrets in clear; a signature holds for minutes.",
    export=_export,
    signed=True,
)
