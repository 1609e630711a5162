"""The raw request: the authorised bytes, marked as secret. When it ends is tested with the drafts in test_exporting.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from apiclient_gui.core import raw
from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Draft
from tests.factories import NOW, prepared, sign


def signed(text: str = "é {}") -> Draft:
    ready, how = sign(prepared(method="POST", text=text, headers=(("X-Own", "Žofie"),)))
    return Draft(ready, "sigv4", authorisation=how)


def test_it_is_the_request_as_it_goes_out() -> None:
    draft = signed()
    exported = TABLE["raw"].export(draft)
    assert exported.text.encode() == draft.prepared.head() + draft.prepared.body.content
    assert exported.secret
    assert exported.ends_at == NOW + timedelta(minutes=5)
    assert raw.request(exported.text.encode()).body.content == "é {}".encode()


def test_a_body_that_is_no_text_is_left_out_and_told() -> None:
    exported = TABLE["raw"].export(signed("\0"))
    assert exported.text.endswith("\r\n\r\n")
    assert [finding.id for finding in exported.findings] == ["export_body_missing"]


def test_without_a_signature_it_ends_with_the_credentials_or_nobody_knows() -> None:
    draft = replace(signed(), authorisation=None)
    assert TABLE["raw"].export(draft).ends_at is None
    assert TABLE["raw"].export(replace(draft, ends_at=NOW)).ends_at == NOW
