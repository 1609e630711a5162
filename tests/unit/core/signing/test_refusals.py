"""How signing says no: one finding, with a place to go to."""

from __future__ import annotations

from apiclient_gui.core.finding import Evidence
from apiclient_gui.core.signing import refusals


def test_a_refusal_is_one_finding() -> None:
    problem = refusals.refuse("key", "Title", "Because.", "Do this.", Evidence("a", "b"))
    assert problem.trouble == "refused"
    finding = problem.finding
    assert (finding.id, finding.title, finding.remedy) == ("key", "Title", "Do this.")
    assert finding.detail == "Nothing was sent. Because."
    assert finding.evidence == (Evidence("a", "b"),)
    assert finding.actions == (refusals.SHOW_AUTH,)
    assert finding.source == refusals.SOURCE


def test_without_a_detail_no_blank_is_left() -> None:
    assert refusals.refuse("key", "Title", "", "").finding.detail == "Nothing was sent."
