from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt

from apiclient_gui.ui.widgets.token.member_lines import read
from apiclient_gui.ui.widgets.token.member_model import MEANING, NAME, SECOND, VALUE, MemberModel
from tests.support.signed_tokens import raw, signed

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
AT = int(NOW.timestamp())
ROLE = Qt.ItemDataRole


def model_of(text: str) -> MemberModel:
    model = MemberModel(NOW)
    model.show(read(text).lines, NOW)
    return model


def texts(model: MemberModel, name: str, column: int, role: int = ROLE.DisplayRole) -> object:
    row = next(number for number, line in enumerate(model.lines) if line.name == name)
    return model.index(row, column).data(role)


def test_a_known_claim_is_explained_and_its_source_stands_in_the_tooltip() -> None:
    model = model_of(signed({"iss": "https://i.example"}))
    assert texts(model, "iss", VALUE) == "https://i.example"
    assert texts(model, "iss", MEANING) == "Issuer"
    assert texts(model, "iss", MEANING, SECOND) == "Who made the token"
    assert "RFC 7519" in str(texts(model, "iss", MEANING, ROLE.ToolTipRole))


def test_a_time_is_told_local_utc_and_relative() -> None:
    model = model_of(signed({"exp": AT + 2460}))
    told = f"{texts(model, 'exp', VALUE)} {texts(model, 'exp', VALUE, SECOND)}"
    assert "2026-03-04 05:47:07 UTC" in told
    assert texts(model, "exp", MEANING) == "Expires in 41 min"
    assert str(AT + 2460) in str(texts(model, "exp", VALUE, ROLE.ToolTipRole))


def test_time_goes_on_and_only_its_cells_change() -> None:
    model = model_of(signed({"exp": AT + 61, "sub": "x"}))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.tick(NOW)
    assert changed == []
    model.tick(NOW + timedelta(seconds=61))
    assert [model.lines[row].name for row in changed] == ["exp"]
    assert texts(model, "exp", MEANING) == "Expired just now"


def test_a_doubled_name_is_flagged() -> None:
    model = model_of(raw('{"alg":"HS256"}', '{"sub":"x","sub":"y"}'))
    assert str(texts(model, "sub", MEANING)).startswith("Repeated")


def test_a_screen_reader_hears_column_and_words() -> None:
    model = model_of(signed({"sub": "x"}))
    assert texts(model, "sub", NAME, ROLE.AccessibleTextRole) == "Name: sub"
    assert texts(model, "sub", VALUE, ROLE.AccessibleTextRole) == "Value: x"
    assert texts(model, "Claims", NAME, ROLE.AccessibleTextRole) == "Claims"
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
