from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.resource_policy_denies import MEMBER
from tests.unit.core.diagnosis import cases

SENTENCE = (
    f"User: {{}} is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}{{}}"
)
NAMED = " with an explicit deny in a resource-based policy"


def test_the_published_case() -> None:
    row = cases.published("DIA-11")
    parsed = row["expected"]["parsed"]
    case = cases.published_case(row["input"]["response"])
    denial = refusal.denial(case.message)
    assert denial is not None
    assert {name: getattr(denial, name) for name in parsed} == parsed
    assert f"{denial.kind}_deny" == row["expected"]["decision"]
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].title == "The API's resource policy denies an anonymous caller this call"


def test_the_statement_and_its_addresses_are_shown() -> None:
    found = cases.explained(MEMBER.id, cases.typical()[MEMBER.id])
    assert '"NotIpAddress":{"aws:SourceIp":"123.4.5.6/24"}' in cases.rows(found)["Deny statement"]
    assert "outside 123.4.5.6/24, read as 123.4.5.0/24" in found.detail
    assert "address" in found.remedy


def test_a_caller_who_signed_is_named() -> None:
    found = diagnose(cases.reply(SENTENCE.format(cases.USER, NAMED), cases.DENIED))
    assert [one.id for one in found] == [MEMBER.id]
    assert found[0].title == "The API's resource policy denies user/alice this call"


def test_the_older_words_name_no_policy() -> None:
    case = cases.reply(SENTENCE.format("anonymous", " with an explicit deny"), cases.DENIED)
    assert [(one.id, one.confidence) for one in diagnose(case)] == [(MEMBER.id, "likely")]


def test_what_is_another_cause() -> None:
    words = SENTENCE.format(cases.USER, " with an explicit deny")
    assert MEMBER.explain(cases.reply(words, cases.DENIED)) is None
    words = SENTENCE.format("anonymous", " with an explicit deny in a VPC endpoint policy")
    assert [one.id for one in diagnose(cases.reply(words, cases.DENIED))] == ["access_denied"]
    for other in ("resource_policy_silent", "authorizer_policy_denies", "identity_policy_denies"):
        assert MEMBER.explain(cases.typical()[other]) is None
