from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core.history import Query, Row
from tests import factories


def test_a_row_survives_being_written_and_fields_of_later_versions_are_passed_over() -> None:
    row = Row(id=3, sent_at=factories.NOW, method="GET", url="https://h/", host="h", status=200)
    raw = msgspec.json.decode(msgspec.json.encode(row)) | {"later": [1]}
    assert msgspec.convert(raw, Row) == row


def test_values_do_not_change() -> None:
    query = Query(text="x")
    with pytest.raises(AttributeError):
        query.text = "y"  # type: ignore[misc]  # that is the test
