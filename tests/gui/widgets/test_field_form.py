from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Field, FieldKind
from apiclient_gui.core.model.fields import Offered
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.field_form import LONGEST, FieldForm

FIELDS = (
    Field("region", "Region", fallback="from the host", required=True),
    Field("key", "Secret access key", "secret", required=True),
    Field("body", "Sign the body", "switch", default=True),
    Field("where", "Place", "choice", choices=("header", "query"), fallback="decide"),
    Field("seconds", "Seconds", "number", default=300, hint="1 to 900"),
)


@pytest.fixture
def form(qtbot: QtBot) -> FieldForm:
    made = FieldForm(FIELDS)
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: FieldForm, name: str) -> QLineEdit:
    return next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == name)


def test_values_are_typed_and_empty_ones_left_out(form: FieldForm) -> None:
    assert form.values() == {"body": True, "seconds": 300}
    given = {"region": "eu-west-1", "where": "query", "body": False, "seconds": 5}
    form.set_values(given)
    assert form.values() == given
    form.set_values({})
    assert form.values() == {"body": True, "seconds": 300}


def test_filling_is_silent_and_typing_tells(qtbot: QtBot, form: FieldForm) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.set_values({"region": "x"})
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(line(form, "Region"), "1")
    with qtbot.waitSignal(form.changed):
        form.findChild(QCheckBox).click()
    with qtbot.waitSignal(form.changed):
        form.findChild(QComboBox).activated.emit(1)


def test_a_secret_is_masked_never_prefilled_and_a_type(qtbot: QtBot) -> None:
    form = FieldForm(FIELDS, kept=frozenset({"key"}))
    qtbot.addWidget(form)
    form.set_values({"key": "planted"})
    entry = line(form, "Secret access key")
    assert entry.text() == ""
    assert entry.placeholderText() == "set: type to replace it"
    assert entry.echoMode() is QLineEdit.EchoMode.Password
    assert form.secrets() == {}
    entry.setText(" with blanks ")
    assert form.secrets() == {"key": Secret(" with blanks ")}
    assert "key" not in form.values()
    form.clear_secrets()
    assert form.secrets() == {}


def test_a_secret_shows_while_asked(form: FieldForm) -> None:
    show = form.findChild(QToolButton)
    assert show.accessibleName() == "Show Secret access key"
    show.setChecked(True)
    assert line(form, "Secret access key").echoMode() is QLineEdit.EchoMode.Normal
    form.clear_secrets()
    assert line(form, "Secret access key").echoMode() is QLineEdit.EchoMode.Password


def test_required_fields_are_missed_and_errors_stand_under_them(
    qtbot: QtBot, form: FieldForm
) -> None:
    assert form.missing() == {
        "region": "Region is needed.",
        "key": "Secret access key is needed.",
    }
    form.set_errors({"seconds": "At most 900."})
    entry = line(form, "Seconds")
    assert entry.property("kind") == "bad"
    assert entry.accessibleDescription() == "At most 900."
    assert "✕ At most 900." in {one.text() for one in form.findChildren(QLabel)}
    form.set_errors({})
    assert entry.property("kind") == ""
    assert "1 to 900" in {one.text() for one in form.findChildren(QLabel)}
    kept = FieldForm(FIELDS, kept=frozenset({"key"}))
    qtbot.addWidget(kept)
    assert kept.missing().keys() == {"region"}


def test_a_choice_that_is_not_offered_is_kept(form: FieldForm) -> None:
    form.set_values({"where": "trailer"})
    assert form.values()["where"] == "trailer"


def test_a_number_takes_digits_only(qtbot: QtBot, form: FieldForm) -> None:
    entry = line(form, "Seconds")
    entry.clear()
    qtbot.keyClicks(entry, "1x2")
    assert form.values()["seconds"] == 12
    entry.setText("-")
    assert "seconds" not in form.values()


def test_labels_name_their_fields(form: FieldForm) -> None:
    buddies = {one.text() for one in form.findChildren(QLabel) if one.buddy() is not None}
    assert buddies == {field.label for field in FIELDS if field.kind != "switch"}
    box = form.findChild(QCheckBox)
    assert box is not None
    assert box.text() == "Sign the body"
    assert form.focusProxy().focusPolicy() is not Qt.FocusPolicy.NoFocus


def test_what_is_kept_may_be_known_later_and_typing_stays(qtbot: QtBot, form: FieldForm) -> None:
    entry = line(form, "Secret access key")
    qtbot.keyClicks(entry, "typed")
    form.set_kept(frozenset({"key"}))
    assert entry.placeholderText() == "set: type to replace it"
    assert entry.text() == "typed"
    form.clear_secrets()
    assert "key" not in form.missing()
    form.set_kept(frozenset())
    assert entry.placeholderText() == "not set"
    assert "key" in form.missing()


def test_a_widget_stands_beneath_its_field(qtbot: QtBot, form: FieldForm) -> None:
    more = QLabel("Set in your keyring")
    form.attach("key", more)
    entry = line(form, "Secret access key")
    qtbot.waitUntil(lambda: more.mapTo(form, more.rect().topLeft()).y() > entry.y())
    assert more.isVisible()


@pytest.mark.parametrize(
    ("name", "kept", "said"),
    [("Region", LONGEST, "the rest was left out"), ("Secret access key", 0, "nothing of it")],
)
def test_what_is_too_long_is_told_and_no_secret_is_cut(
    qtbot: QtBot, form: FieldForm, name: str, kept: int, said: str
) -> None:
    field = line(form, name)
    field.insert("x" * (LONGEST + 1))
    qtbot.waitUntil(
        lambda: any(said in one.text() for one in form.findChildren(QLabel) if one.isVisible())
    )
    assert len(field.text()) == kept
    field.setText("short")
    assert field.text() == "short"


def test_a_secret_that_is_being_looked_for_says_so(qtbot: QtBot) -> None:
    form = FieldForm((Field("key", "Key", "secret"),))
    qtbot.addWidget(form)
    (line,) = form.findChildren(QLineEdit)
    form.set_kept(None)
    assert line.placeholderText() == "looking …"
    form.set_kept(frozenset({"key"}))
    assert line.placeholderText().startswith("set")
    form.set_kept(frozenset())
    assert line.placeholderText() == "not set"


def test_choices_may_have_words_for_people(qtbot: QtBot) -> None:
    fields = (
        Field("kind", "Kind", "choice", "", ("", "id"), fallback="the default"),
        Field("bare", "Bare", "choice", "", ("", "x"), fallback="the word"),
    )
    form = FieldForm(fields, words={"kind": ("Default", "ID token")})
    qtbot.addWidget(form)
    kind, bare = form.findChildren(QComboBox)
    assert [kind.itemText(at) for at in range(kind.count())] == ["Default", "ID token"]
    assert [bare.itemText(at) for at in range(bare.count())] == ["the word", "x"]
    form.set_values({"kind": "id"})
    assert form.values() == {"kind": "id"}


def test_a_text_of_several_lines(qtbot: QtBot) -> None:
    form = FieldForm((Field("policy", "Policy", "lines", fallback="none"), Field("after", "After")))
    qtbot.addWidget(form)
    form.show()
    text = form.findChild(QPlainTextEdit)
    assert (text.accessibleName(), text.placeholderText()) == ("Policy", "none")
    with qtbot.assertNotEmitted(form.changed):
        form.set_values({"policy": "{\n}"})
    assert form.values() == {"policy": "{\n}"}
    with qtbot.waitSignal(form.changed):
        qtbot.keyClick(text, Qt.Key.Key_Return)
    text.setPlainText(" \n")
    assert form.values() == {}
    form.set_errors({"policy": "No JSON."})
    assert text.property("kind") == "bad"


def test_what_is_typed_is_not_completed_unasked(qtbot: QtBot) -> None:
    form = FieldForm((Field("profile", "Profile", offered="aws_profiles"),))
    qtbot.addWidget(form)
    form.show()
    form.offer("profile", ["dev-admin", "default"])
    qtbot.keyClicks(line(form, "Profile"), "dev")
    assert form.values() == {"profile": "dev"}


@pytest.mark.parametrize("offered", ["", "identities"])
def test_scrolling_over_a_choice_changes_nothing(qtbot: QtBot, offered: Offered) -> None:
    choices = ("a", "b", "c")
    kind: FieldKind = "text" if offered else "choice"
    form = FieldForm((Field("x", "X", kind, "b", choices, offered=offered),))
    qtbot.addWidget(form)
    form.show()
    if offered:
        form.offer("x", choices)
    box = form.findChild(QComboBox)
    box.setFocus()
    middle = QPointF(box.rect().center())
    for step in (120, -120):
        wheel = QWheelEvent(
            middle,
            box.mapToGlobal(middle),
            QPoint(),
            QPoint(0, step),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # Qt takes it by its place only
        )
        QApplication.sendEvent(box, wheel)
        assert not wheel.isAccepted()
    assert form.values() == {"x": "b"}


def test_values_that_are_offered_can_be_chosen_or_typed(qtbot: QtBot) -> None:
    field = Field("source", "Source", required=True, offered="identities")
    form = FieldForm((field,))
    qtbot.addWidget(form)
    form.show()
    form.set_values({"source": "alice"})
    form.offer("source", ["alice", "bob"])
    assert form.values() == {"source": "alice"}, "what stands there stays"
    box = form.findChild(QComboBox)
    assert box is not None
    assert [box.itemText(at) for at in range(box.count())] == ["alice", "bob"]
    with qtbot.waitSignal(form.changed):
        box.setCurrentIndex(1)
        box.activated.emit(1)
    assert form.values() == {"source": "bob"}
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(line(form, "Source"), "by")
    assert form.values() == {"source": "bobby"}
    form.set_values({})
    assert form.missing() == {"source": "Source is needed."}
