"""The one problem of a text that cannot be read."""

from __future__ import annotations

from apiclient_gui.core.importers.base.command import unreadable


def test_it_says_what_and_where() -> None:
    problem = unreadable("It has no end", "Copy it whole.", 4)
    assert (problem.trouble, problem.finding.id) == ("usage", "import_unreadable")
    assert [(row.label, row.value) for row in problem.finding.evidence] == [("At character", "5")]
    assert unreadable("It has no end", "Copy it whole.").finding.evidence == ()
