from __future__ import annotations

from apiclient_gui.core.workspace import findings


def test_unknown_names_the_nearest() -> None:
    problem = findings.unknown("request", "list-pet", ["list-pets", "delete-user", "list-pets"])
    assert problem.trouble == "usage"
    assert problem.finding.id == "unknown_request"
    assert problem.finding.remedy == "Did you mean list-pets?"
    by_path = findings.unknown("request", "IAM/lst", ["List"], also=["IAM/list"]).finding
    assert by_path.remedy == "Did you mean IAM/list?"
    assert (
        "IAM" not in findings.unknown("request", "zzz", ["List"], also=["IAM/list"]).finding.remedy
    )


def test_unknown_without_a_near_one_and_without_any() -> None:
    few = findings.unknown("environment", "zzz", ["test", "prod", "test"]).finding.remedy
    assert few == "Use one of these names: “prod”, “test”."
    many = findings.unknown("environment", "zzz", [str(number) for number in range(9)])
    assert many.finding.remedy == "Use the name of one of the 9 there are."
    assert findings.unknown("identity", "", []).finding.remedy == "Make one first."


def test_any_name_can_be_told() -> None:
    finding = findings.unknown("request", "\ud800\x1b[31m" + "x" * 100_000, ["\x07a"]).finding
    assert finding.title.isprintable()
    assert len(finding.title) < 300
    assert findings.path_outside("").finding.detail.startswith("An empty path")
    assert findings.path_outside("\x00").finding.detail.isprintable()


def test_ambiguous_lists_the_paths() -> None:
    finding = findings.ambiguous("a", ["x/a", "y/a"]).finding
    assert [row.value for row in finding.evidence] == ["x/a", "y/a"]
    assert "x/a" in finding.remedy
