"""The request as a presigned URL: the signature stands in it, so whoever has it can call it until it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiclient_gui.core import redact
from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, ends
from apiclient_gui.core.finding import Evidence, Finding

_UNSIGNED: Final = "UNSIGNED-PAYLOAD"


def _export(draft: Draft) -> Exported:
    return Exported(draft.prepared.url, tuple(_conditions(draft)), secret=True, ends_at=ends(draft))


def _conditions(draft: Draft) -> Iterator[Finding]:
    """Tell what has to be sent with the URL, because it was signed along."""
    sent, how = draft.prepared, draft.authorisation
    signature = how.signature if how else None
    if sent.method != "GET":
        yield _condition(
            f"It holds for {sent.method} only", "The method is signed: a browser sends GET.", ()
        )
    named = signature.signed_headers if signature else ()
    headers = tuple(
        Evidence(header.name, redact.header(header.name, header.value))
        for header in sent.headers
        if header.name.lower() in named and header.name.lower() != "host"
    )
    if headers:
        yield _condition(
            "Headers have to be sent with it", "They are signed, and have to arrive alike.", headers
        )
    unsigned = signature is not None and signature.lines[-1].text == _UNSIGNED
    if sent.body.size and not unsigned:
        yield _condition("Its body has to be sent with it", "The body is signed to the byte.", ())


def _condition(title: str, detail: str, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        id="presigned_condition", severity="note", title=title, detail=detail, evidence=evidence
    )


MEMBER = Exporter(
    id="presigned",
    title="Presigned URL",
    summary="A URL that whoever has it can call until it ends: an hour, unless Auth says otherwise.",
    export=_export,
    signed=True,
    scheme="sigv4_query",
)
