"""Findings: what they hold, and that nobody gets more than three buttons."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem


def test_three_actions_are_the_most() -> None:
    actions = tuple(Action(f"a{i}", f"A{i}") for i in range(4))
    assert Finding(id="x", severity="note", title="X", actions=actions[:3]).actions == actions[:3]
    with pytest.raises(ValueError, match="x: 4 actions, at most 3"):
        Finding(id="x", severity="note", title="X", actions=actions)


def test_its_json_is_the_one_that_scripts_were_promised() -> None:
    finding = Finding(
        id="clock_skew",
        severity="error",
        title="The clock is behind",
        confidence="certain",
        evidence=(Evidence("Date", "now"),),
        actions=(Action("send_with_clock", "Correct it", {"offset": "360"}),),
    )
    assert msgspec.json.decode(msgspec.json.encode(finding)) == {
        "id": "clock_skew",
        "severity": "error",
        "confidence": "certain",
        "title": "The clock is behind",
        "detail": "",
        "evidence": [{"label": "Date", "value": "now"}],
        "source": "",
        "remedy": "",
        "actions": [
            {"key": "send_with_clock", "label": "Correct it", "parameters": {"offset": "360"}}
        ],
    }


def test_a_finding_does_not_change() -> None:
    finding = Finding(id="x", severity="note", title="X")
    with pytest.raises(AttributeError):
        finding.title = "Y"  # type: ignore[misc]  # that it cannot be set is the point


def test_a_problem_carries_its_finding_and_reads_as_its_title() -> None:
    finding = Finding(id="x", severity="error", title="It went wrong")
    problem = Problem("storage", finding)
    assert problem.finding is finding
    assert problem.trouble == "storage"
    assert str(problem) == "It went wrong"
