from __future__ import annotations

import json

import pytest

from apiclient_gui.core.gateway.policy import document
from apiclient_gui.core.gateway.policy.principals import Principals

ALLOW = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}


def policy(*statements: object, **elements: object) -> str:
    return json.dumps({"Version": "2012-10-17", **elements, "Statement": list(statements)})


def faults(text: str | bytes, kind: document.Kind = "identity") -> list[tuple[str, str]]:
    read, findings = document.read(text, kind)
    assert (read is None) == bool(findings)
    assert all(finding.severity == "error" and finding.remedy for finding in findings)
    return [(finding.id, finding.evidence[0].value) for finding in findings]


def test_a_policy_in_order() -> None:
    read, findings = document.read(
        policy(
            {**ALLOW, "Sid": "ReadPets", "Action": ["execute-api:Invoke", "execute-api:*"]},
            {
                "Effect": "Deny",
                "NotAction": "execute-api:InvalidateCache",
                "NotResource": ["arn:aws:execute-api:*:*:*"],
            },
            Id="x",
        )
    )
    assert findings == ()
    assert read == document.Document(
        "2012-10-17",
        (
            document.Statement(
                0,
                "ReadPets",
                "Allow",
                ("execute-api:Invoke", "execute-api:*"),
                False,
                ("*",),
                False,
            ),
            document.Statement(
                1,
                None,
                "Deny",
                ("execute-api:InvalidateCache",),
                True,
                ("arn:aws:execute-api:*:*:*",),
                True,
            ),
        ),
    )


def test_one_statement_needs_no_list_and_no_version() -> None:
    read, _ = document.read(json.dumps({"Statement": ALLOW}).encode())
    assert read is not None
    assert read.version == document.OLD_VERSION
    assert len(read.statements) == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    assert faults(b"\xef\xbb\xbf" + policy(ALLOW).encode()) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1, column 1"),
        ('{"Version": "2012-10-17",\n}', "line 2, column 1"),
        ("\0", "line 1, column 1"),
        (b"\xff\xfe{}", "byte 0"),
        ("[" * 100_000, "the document"),
        ('{"Version": ' + "9" * 5000 + "}", "the document"),
    ],
)
def test_what_is_not_json(text: str | bytes, where: str) -> None:
    assert faults(text) == [("policy_not_json", where)]


@pytest.mark.parametrize("text", ["null", "[]", '"x"', "3"])
def test_json_of_another_kind(text: str) -> None:
    assert faults(text) == [("policy_not_an_object", "the document")]


@pytest.mark.parametrize("version", ["2012-10-18", 2012, None, ["2012-10-17"]])
def test_unknown_versions(version: object) -> None:
    assert faults(policy(ALLOW, Version=version)) == [("policy_unknown_version", "Version")]


@pytest.mark.parametrize("gone", ["Effect", "Action", "Resource"])
def test_missing_elements(gone: str) -> None:
    statement = {name: value for name, value in ALLOW.items() if name != gone}
    assert faults(policy(ALLOW, statement)) == [("policy_missing_element", "Statement[1]")]


def test_a_document_without_statements() -> None:
    assert faults("{}") == [("policy_missing_element", "the document")]
    assert faults(policy()) == [("policy_bad_value", "Statement")]


@pytest.mark.parametrize("name", ["Action", "Resource"])
def test_an_element_and_its_negation(name: str) -> None:
    statement = {**ALLOW, f"Not{name}": ALLOW[name]}
    assert faults(policy(statement)) == [("policy_conflicting_elements", "Statement[0]")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}', "Statement[0]"),
        (
            ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": '
            '{"Effect": "Allow", "Action": "*", "Resource": "*"}}'),
            "the document",
        ),
    ],
)  # fmt: skip
def test_duplicate_keys(text: str, where: str) -> None:
    assert faults(text) == [("policy_duplicate_key", where)]


@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_an_identity_policy_names_no_principal(name: str) -> None:
    text = policy({**ALLOW, name: {"AWS": "*"}})
    assert faults(text) == [("policy_unknown_element", "Statement[0]")]


def test_a_resource_policy_names_principals() -> None:
    assert faults(policy(ALLOW), "resource") == [("policy_missing_element", "Statement[0]")]
    read, findings = document.read(policy({**ALLOW, "Principal": "*"}), "resource")
    assert findings == ()
    assert read is not None
    assert read.statements[0].principals == Principals(("*",))


def test_what_is_not_evaluated_is_refused_by_name() -> None:
    text = policy({**ALLOW, "NotPrincipal": {"AWS": "*"}})
    assert faults(text, "resource") == [("policy_unsupported_element", "Statement[0]")]


def test_conditions_stand_in_either_kind() -> None:
    condition = {"IpAddress": {"aws:SourceIp": "192.0.2.1"}}
    for kind, statement in (
        ("identity", {**ALLOW, "Condition": condition}),
        ("resource", {**ALLOW, "Condition": condition, "Principal": "*"}),
    ):
        read, findings = document.read(
            policy(statement), "resource" if kind == "resource" else "identity"
        )
        assert findings == ()
        assert read is not None
        assert [one.operator for one in read.statements[0].conditions] == ["IpAddress"]


def test_a_warning_leaves_the_document() -> None:
    condition = {"NotIpAddress": {"aws:SourceIp": "123.4.5.6/24"}}
    read, findings = document.read(policy({**ALLOW, "Condition": condition}))
    assert read is not None
    assert [(finding.id, finding.severity) for finding in findings] == [
        ("cidr_host_bits_set", "warning")
    ]


def test_a_resource_policy_may_abbreviate_its_own_resources() -> None:
    statement = {
        **ALLOW,
        "Principal": "*",
        "Resource": ["execute-api:/*", "execute-api:/prod/GET/a"],
    }
    assert faults(policy(statement), "resource") == []
    bad = {**statement, "Resource": "execute-api:"}
    assert faults(policy(bad), "resource") == [("policy_bad_value", "Statement[0]: execute-api:")]


def test_policy_variables_are_refused_in_the_language_that_has_them() -> None:
    resource = "arn:aws:execute-api:*:*:*/GET/${aws:username}"
    statement = {**ALLOW, "Resource": resource}
    assert faults(policy(statement)) == [
        ("policy_unsupported_element", f"Statement[0]: {resource}")
    ]
    assert faults(policy(statement, Version="2008-10-17")) == []


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"Effect": "allow"}, ".Effect"),
        ({"Effect": None}, ".Effect"),
        ({"Effect": ["Allow"]}, ".Effect"),
        ({"Action": []}, ".Action"),
        ({"Action": [1]}, ".Action"),
        ({"Action": {"a": "b"}}, ".Action"),
        ({"Action": "Invoke"}, ": Invoke"),
        ({"Action": "*:Invoke"}, ": *:Invoke"),
        ({"Resource": "pets"}, ": pets"),
        ({"Resource": "execute-api:/prod/*"}, ": execute-api:/prod/*"),
        ({"Resource": "arn:aws:execute-api:*"}, ": arn:aws:execute-api:*"),
        ({"Resource": "arn:aws:*:us-east-1:*:*"}, ": arn:aws:*:us-east-1:*:*"),
        ({"Sid": "a b"}, ".Sid"),
        ({"Sid": 1}, ".Sid"),
    ],
)
def test_values_that_a_policy_cannot_have(changed: dict[str, object], where: str) -> None:
    assert faults(policy({**ALLOW, **changed})) == [("policy_bad_value", "Statement[0]" + where)]


@pytest.mark.parametrize("item", [None, 1, "Allow", []])
def test_statements_that_are_no_objects(item: object) -> None:
    assert faults(policy(item)) == [("policy_bad_value", "Statement[0]")]


def test_a_sid_is_used_once() -> None:
    one = {**ALLOW, "Sid": "A"}
    assert faults(policy(one, one)) == [("policy_bad_value", "Statement[1].Sid")]


@pytest.mark.parametrize("name", ["effect", "Actions", "\ud800", "x" * 10_000])
def test_unknown_elements(name: str) -> None:
    _, findings = document.read(policy({**ALLOW, name: "x"}))
    assert [finding.id for finding in findings] == ["policy_unknown_element"]
    findings[0].title.encode()
    assert len(findings[0].title) < 400


def test_an_id_is_a_text() -> None:
    assert faults(policy(ALLOW, Id=3)) == [("policy_bad_value", "Id")]


def test_every_fault_is_told_at_once() -> None:
    assert [key for key, _ in faults(policy({"Sid": "-"}, Version="1"))] == [
        "policy_unknown_version",
        "policy_bad_value",
        "policy_missing_element",
        "policy_missing_element",
        "policy_missing_element",
    ]
