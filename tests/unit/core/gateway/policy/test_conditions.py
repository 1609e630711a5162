from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from apiclient_gui.core.gateway.policy import conditions
from apiclient_gui.core.gateway.policy.conditions import Condition
from apiclient_gui.core.gateway.policy.reading import Object, Reader

CASES = Path(__file__).resolve().parents[6] / "shared" / "cases" / "aws-cases.json"
IP = "aws:SourceIp"


def read(condition: object) -> tuple[tuple[Condition, ...], list[tuple[str, str]]]:
    reader = Reader()
    given = json.loads(json.dumps(condition), object_pairs_hook=Object)
    found = conditions.read(reader, "Condition", given)
    assert all(finding.remedy for finding in reader.findings)
    return found, [(finding.id, finding.evidence[0].value) for finding in reader.findings]


def holds(condition: object, context: Mapping[str, str]) -> bool:
    found, faults = read(condition)
    assert [key for key, _ in faults if key != "cidr_host_bits_set"] == []
    return all(one.test(context)[0] for one in found)


@pytest.mark.parametrize("case", ["LANG-01", "LANG-11"])
def test_aws_s_own_cases(case: str) -> None:
    if not CASES.exists():
        pytest.skip("the shared cases are not beside this checkout")
    found = next(c for c in json.loads(CASES.read_text()) if c["id"] == case)
    given = found["input"]
    assert holds(given["condition"], given["context"]) is found["expected"]["matches"]


@pytest.mark.parametrize(
    ("blocks", "address", "inside"),
    [
        ("203.0.113.0/24", "203.0.113.255", True),
        ("203.0.113.0/24", "203.0.114.0", False),
        ("203.0.113.10", "203.0.113.10", True),
        ("203.0.113.10", "203.0.113.11", False),
        ("123.4.5.6/24", "123.4.5.255", True),
        ("0.0.0.0/0", "1.2.3.4", True),
        ("0.0.0.0/0", "::1", False),
        ("::/0", "1.2.3.4", False),
        ("2001:DB8::/32", "2001:db8:0:0:0:0:0:1", True),
        ("2001:db8::1", "2001:db8::1", True),
        ("2001:db8::1", "2001:db8::2", False),
        ("1.2.3.4", "::ffff:1.2.3.4", False),
        (["192.0.2.0/24", "2001:db8::/32"], "2001:db8::9", True),
        (["192.0.2.0/24", "198.51.100.0/24"], "203.0.113.9", False),
        ("0.0.0.0/0", "no address", False),
        ("0.0.0.0/0", "", False),
    ],
)
def test_membership_and_its_negation(blocks: object, address: str, inside: bool) -> None:
    assert holds({"IpAddress": {IP: blocks}}, {IP: address}) is inside
    assert holds({"NotIpAddress": {IP: blocks}}, {IP: address}) is not inside


def test_an_absent_key() -> None:
    assert not holds({"IpAddress": {IP: "0.0.0.0/0"}}, {})
    assert holds({"NotIpAddress": {IP: "0.0.0.0/0"}}, {"aws:UserAgent": "x"})


def test_names_of_keys_are_compared_without_their_case() -> None:
    assert holds({"IpAddress": {"AWS:sourceip": "192.0.2.1"}}, {"aws:SourceIP": "192.0.2.1"})


def test_several_operators_all_have_to_hold() -> None:
    condition = {
        "IpAddress": {IP: "192.0.2.0/24"},
        "NotIpAddress": {IP: ["192.0.2.7", "192.0.2.8"]},
    }
    assert holds(condition, {IP: "192.0.2.9"})
    assert not holds(condition, {IP: "192.0.2.8"})
    assert not holds(condition, {IP: "198.51.100.1"})
    assert holds({}, {})


def test_it_says_why() -> None:
    (condition,), _ = read({"IpAddress": {IP: ["192.0.2.0/24", "10.0.0.1"]}})
    assert [condition.test(context)[1] for context in ({}, {IP: "10.0.0.1"}, {IP: "1.1.1.1"})] == [
        "IpAddress: aws:SourceIp is absent, so it does not apply.",
        "IpAddress: aws:SourceIp 10.0.0.1 is in 10.0.0.1, so it applies.",
        "IpAddress: aws:SourceIp 1.1.1.1 is not in 192.0.2.0/24, 10.0.0.1, so it does not apply.",
    ]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("123.4.5.6/24", "123.4.5.0/24"),
        ("2001:db8::1/64", "2001:db8::/64"),
        ("1.2.3.4/0", "0.0.0.0/0"),
    ],
)
def test_host_bits_are_told(text: str, block: str) -> None:
    reader = Reader()
    pairs = Object([("IpAddress", Object([(IP, text)]))])
    (condition,) = conditions.read(reader, "Condition", pairs)
    assert str(condition.blocks[0].network) == block
    (finding,) = reader.findings
    assert (finding.id, finding.severity) == ("cidr_host_bits_set", "warning")
    assert block in finding.title
    assert block in finding.remedy
    assert not reader.failed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4/33",
        "1.2.3.4/255.255.255.0",
        "1.2.3.4/",
        "1.2.3.4/-1",
        " 1.2.3.4",
        "01.2.3.4",
        "fe80::1%eth0",
        "2001:db8::/129",
        "${aws:SourceIp}",
        "1.2.3.*",
        "\ud800",
    ],
)
def test_what_is_no_block(text: str) -> None:
    _, faults = read({"IpAddress": {IP: text}})
    assert [key for key, _ in faults] == ["policy_bad_value"]
    faults[0][1].encode()


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        (None, "policy_bad_value"),
        ("x", "policy_bad_value"),
        ([], "policy_bad_value"),
        ({"IpAddress": None}, "policy_bad_value"),
        ({"IpAddress": {IP: []}}, "policy_bad_value"),
        ({"IpAddress": {IP: [1]}}, "policy_bad_value"),
        ({"IpAddress": {IP: {}}}, "policy_bad_value"),
        ({"IpAddress": {"aws:VpcSourceIp": "1.2.3.4"}}, "policy_unsupported_element"),
        ({"ipAddress": {IP: "1.2.3.4"}}, "policy_unsupported_element"),
        ({"IpAddressIfExists": {IP: "1.2.3.4"}}, "policy_unsupported_element"),
        ({"StringEquals": {"aws:UserAgent": "x"}}, "policy_unsupported_element"),
        ({"IpAddress": {IP: "1.2.3.4", "AWS:SourceIp": "1.2.3.4"}}, "policy_duplicate_key"),
    ],
)
def test_what_is_refused_by_name(condition: object, key: str) -> None:
    assert [fault for fault, _ in read(condition)[1]] == [key]


def test_an_operator_stands_once() -> None:
    reader = Reader()
    block = ("IpAddress", Object([(IP, "1.2.3.4")]))
    conditions.read(reader, "Condition", Object([block, block]))
    assert [finding.id for finding in reader.findings] == ["policy_duplicate_key"]
