from __future__ import annotations

from apiclient_gui.core.gateway.policy.reading import Object, Reader, shown


def test_a_warning_is_no_failure() -> None:
    reader = Reader()
    reader.fault("x", "there", "title", "detail", "remedy", severity="warning")
    assert not reader.failed
    reader.missing("there", "Effect")
    assert reader.failed
    assert [finding.evidence[0].value for finding in reader.findings] == ["there", "there"]


def test_a_text_or_a_list_of_texts() -> None:
    reader = Reader()
    assert reader.texts("a", "x") == ("x",)
    assert reader.texts("a", ["x", "y"]) == ("x", "y")
    assert not reader.failed
    assert reader.texts("a", [["x"]]) == ()
    assert reader.failed


def test_values_are_fit_for_a_message() -> None:
    assert shown(Object([("a", 1)])) == '"{…}"'
    assert shown("\x1b[0m\ud800") == "\\x1b[0m\\ud800"
    assert len(shown("x" * 9000)) == 201
