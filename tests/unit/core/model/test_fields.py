"""Fields: what a form is drawn from."""

from __future__ import annotations

from apiclient_gui.core.model import Field


def test_a_field_is_a_text_that_may_be_empty_unless_told() -> None:
    field = Field("region", "Region")
    assert (field.kind, field.required) == ("text", False)
