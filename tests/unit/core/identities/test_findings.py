"""What is said of identities that cannot be used: each names which one, and what to open."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.identities import findings
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import new_identity
from tests import factories


def test_a_finding_names_the_identity_once() -> None:
    actions = (
        Action("log_in", "Log in"),
        Action("open_identity", "Open", {"identity": "source"}),
        Action("send_again", "Send again"),
    )
    plain = Finding(id="x", severity="error", title="X", actions=actions)
    told = findings.named(plain, "me")
    assert told.evidence == (Evidence("Identity", "me"),)
    assert [one.parameters for one in told.actions] == [
        {"identity": "me"},
        {"identity": "source"},
        {},
    ]
    assert findings.named(told, "another") == told


def test_a_circle_opens_the_last_of_it() -> None:
    problem = findings.cycle(("a", "b", "a"))
    assert problem.trouble == "refused"
    assert problem.finding.evidence[0].value == "a → b → a"
    assert problem.finding.actions[0].parameters == {"identity": "b"}


def test_a_source_that_is_not_there_proposes_only_what_can_be_one() -> None:
    similar = tuple(Evidence("Similar", name) for name in ("b", "me", "c"))
    said = Finding(
        id="unknown_identity", severity="error", title="None", evidence=similar, remedy="Did you…"
    )
    problem = findings.no_source(Problem("usage", said), "source", {"b", "c"}.__contains__)
    assert (problem.trouble, problem.finding.id) == ("refused", "source_unknown")
    assert (problem.finding.title, problem.finding.remedy) == ("None", "Did you mean b or c?")
    assert [one.value for one in problem.finding.evidence] == ["b", "c"]
    none = findings.no_source(Problem("usage", said), "source", lambda _: False).finding
    assert none.remedy == "Choose another source, or make that one."
    assert none.actions == (Action("open_identity", "Choose another source", {"field": "source"}),)


def test_an_unknown_kind_lists_the_known_ones() -> None:
    problem = findings.unknown_kind(factories.identity(kind="passkey"))
    assert (problem.trouble, problem.finding.id) == ("usage", "identity_kind_unknown")
    assert "aws_role" in problem.finding.remedy


def test_what_is_no_api_key_leads_to_auth() -> None:
    problem = findings.no_api_key(factories.identity("me"))
    assert (problem.trouble, problem.finding.id) == ("refused", "identity_unfit")
    assert problem.finding.actions[0].parameters == {"place": "auth"}


def test_tokens_that_were_not_taken_back() -> None:
    said = Finding(id="x", severity="error", title="No answer", detail="It is off.")
    note = findings.not_revoked(Problem("transport", said))
    assert (note.id, note.severity) == ("login_not_revoked", "note")
    assert note.detail == "No answer. It is off."


def test_a_problem_names_the_identity_and_no_secret() -> None:
    redactor = Redactor()
    redactor.learn(Secret("planted-secret"))
    said = Finding(id="x", severity="error", title="It said planted-secret")
    with pytest.raises(Problem) as told, findings.telling(redactor, new_identity("me", "k", {})):
        raise Problem("login", said)
    assert told.value.finding.title == "It said ••••"
    assert told.value.finding.evidence == (Evidence("Identity", "me"),)
