"""Variables: found, filled, remembered; unknown and endless ones refused with all that is needed to mend them."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Evidence, Problem
from apiclient_gui.core.variables import Span, fill


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("", ""),
        ("plain", "plain"),
        ("{{a}}", "1"),
        ("{{ a }}/{{b c}}", "1/2"),
        ("{{a}}{{a}}", "11"),
        ("x{{é-ü.1}}y", "x3y"),
        ("{{{a}}}", "{1}"),
        ("{a} {{}} {{ }} {{", "{a} {{}} {{ }} {{"),
        ('{"a":{"b":{{a}}}}', '{"a":{"b":1}}'),
    ],
)
def test_filling(text: str, filled: str) -> None:
    assert fill(text, {"a": "1", "b c": "2", "é-ü.1": "3"}, "URL").text == filled


def test_each_use_is_remembered_where_it_stands() -> None:
    filled = fill("x{{a}}y{{b}}{{a}}", {"a": "long", "b": ""}, "URL")
    assert filled.text == "xlongylong"
    assert filled.spans == (Span(1, 5, "a"), Span(6, 6, "b"), Span(6, 10, "a"))
    assert filled.names == ("a", "b")
    assert [filled.text[span.start : span.end] for span in filled.spans] == ["long", "", "long"]


def test_a_value_may_hold_variables() -> None:
    values = {"base": "https://{{host}}/{{stage}}", "host": "h", "stage": "prod"}
    filled = fill("{{base}}/x", values, "URL")
    assert filled.text == "https://h/prod/x"
    assert filled.names == ("base",)


def test_a_value_is_data_and_not_read_twice() -> None:
    assert fill("{{a}}", {"a": "{{", "b": "x"}, "URL").text == "{{"
    assert fill("{{a}}b}}", {"a": "{{", "b": "x"}, "URL").text == "{{b}}"


def test_the_encoder_gets_the_text_since_the_last_variable() -> None:
    seen: list[tuple[str, str]] = []

    def encode(literal: str, value: str) -> str:
        seen.append((literal, value))
        return value.upper()

    filled = fill("a{{x}}b{{y}}c", {"x": "v", "y": "{{x}}w"}, "URL", encode)
    assert filled.text == "aVbVWc"
    assert seen == [("a", "v"), ("b", "vw")]
    assert filled.spans == (Span(1, 2, "x"), Span(3, 5, "y"))


def test_all_unknown_variables_are_named_at_once() -> None:
    with pytest.raises(Problem) as refused:
        fill("{{b}}{{known}}{{a}}{{b}}", {"known": "1"}, "header X")
    finding = refused.value.finding
    assert refused.value.trouble == "refused"
    assert finding.id == "variable_unknown"
    assert "b, a have no value" in finding.title
    assert finding.evidence == (Evidence("Used in", "header X"),)
    assert finding.actions[0].parameters == {"variable": "b"}


def test_an_unknown_one_inside_a_value_is_traced() -> None:
    with pytest.raises(Problem) as refused:
        fill("{{a}}", {"a": "{{b}}", "b": "{{c}}"}, "URL")
    finding = refused.value.finding
    assert finding.id == "variable_unknown"
    assert "variable c has no value" in finding.title
    assert finding.evidence[0].value == "URL, through b"


@pytest.mark.parametrize(
    ("values", "chain"),
    [
        ({"a": "{{a}}"}, "a → a"),
        ({"a": "x{{b}}", "b": "{{ a }}y"}, "a → b → a"),
        ({"a": "{{b}}", "b": "{{c}}", "c": "{{b}}"}, "a → b → c → b"),
    ],
)
def test_circles(values: dict[str, str], chain: str) -> None:
    with pytest.raises(Problem) as refused:
        fill("{{a}}", values, "body")
    finding = refused.value.finding
    assert finding.id == "variable_circular"
    assert finding.evidence == (Evidence("Chain", chain), Evidence("Used in", "body"))


def test_a_very_long_chain_is_refused_and_no_traceback() -> None:
    values = {f"v{i}": f"{{{{v{i + 1}}}}}" for i in range(5_000)} | {"v5000": "end"}
    with pytest.raises(Problem) as refused:
        fill("{{v0}}", values, "URL")
    assert refused.value.finding.id == "variable_circular"


def test_a_chain_of_ordinary_length_is_filled() -> None:
    values = {f"v{i}": f"{{{{v{i + 1}}}}}" for i in range(10)} | {"v10": "end"}
    assert fill("{{v0}}", values, "URL").text == "end"


def test_long_texts_are_read_in_one_go() -> None:
    text = "{{a}}" + "x" * 2_000
    assert len(fill(text * 5_000, {"a": "1"}, "body").text) == 5_000 * 2_001
    assert fill("{{" + " a" * 50_000, {}, "body").spans == ()
    assert fill("{{" * 50_000, {}, "body").spans == ()


def test_values_that_multiply_are_refused_before_they_fill_the_memory() -> None:
    values = {f"v{level}": f"{{{{v{level + 1}}}}}" * 10 for level in range(12)} | {"v12": "x" * 10}
    with pytest.raises(Problem) as refused:
        fill("{{v0}}", values, "URL")
    assert refused.value.finding.id == "variable_too_long"
