"""Which program signed, and what it is known to sign wrongly: what two versions of curl were measured to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signer import signer
from tests import factories
from tests.unit.core.diagnosis import cases

PLAIN: Mapping[str, Any] = {"query": (("a", "1"), ("b", "2"))}


def faults(version: str, **changes: Any) -> str:
    found = signer(Case(**cases.by_curl(version=version, **{**PLAIN, **changes})))
    assert found is not None
    assert found.name == f"curl {version}"
    return " ".join(found.faults)


@pytest.mark.parametrize("version", ["7.88.1", "8.5.0", "8.14.1", "9.0.0"])
def test_a_plain_request_is_signed_right(version: str) -> None:
    assert faults(version) == ""
    assert faults(version, method="POST", body=b"a=1", headers=[("Content-Type", "x/y")]) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"query": (("b", "1"), ("a", "2"))}, "not sorted"),
        ({"query": (("a", "2"), ("a", "1"))}, "not sorted"),
        ({"query": (("flag", None),)}, "without ="),
        ({"query": (("x", "a:b"),)}, "strict percent-encoding"),
        ({"query": (("x", "a%2fb"),)}, "strict percent-encoding"),
        ({"path": "/a%20b"}, "not percent-encoded once more"),
        ({"path": "/s/@connections"}, "not percent-encoded once more"),
        ({"headers": [("X-A", "1"), ("X-A", "2")]}, "sent twice"),
        ({"headers": [("X-A", "")]}, "without a value"),
        ({"headers": [("X-Amz-A", "1"), ("X-Amz-A-B", "2")]}, "sorted wrongly"),
    ],
)
def test_what_was_mended_is_told_of_old_versions_alone(changes: dict[str, Any], words: str) -> None:
    assert words in faults("7.88.1", **changes)
    assert words in faults("8.5.0", **changes)
    assert words not in faults("8.14.1", **changes)


@pytest.mark.parametrize("value", ["a+b", "a%2Bb", "a%2bb"])
def test_the_newer_one_takes_plus_for_a_blank(value: str) -> None:
    assert "plus sign" in faults("8.14.1", query=(("x", value),))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"path": "/a//b"}, "doubled slashes"),
        ({"body": b"x", "headers": [("Content-Type", "multipart/form-data; boundary=b")]}, "empty"),
        ({"body": b"x", "method": "PUT"}, "empty"),
        ({"headers": [("Date", "Wed, 04 Mar 2026 05:06:07 GMT")]}, "Date header"),
    ],
)
@pytest.mark.parametrize("version", ["7.88.1", "8.14.1"])
def test_what_all_of_them_sign_wrongly(version: str, changes: dict[str, Any], words: str) -> None:
    assert words in faults(version, **changes)


def test_a_hash_of_one_s_own_is_taken_for_the_body() -> None:
    own = [("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]
    assert "empty" not in faults("7.88.1", method="PUT", body=b"x", headers=own)


def test_s3_wants_the_path_as_it_is_sent() -> None:
    assert faults("7.88.1", path="/a%20b//c", service="s3") == ""


def test_another_program_is_not_known() -> None:
    assert signer(Case(prepared=factories.prepared())) is None
    assert signer(Case()) is None
    for agent in ("", "Mozilla/5.0", "curl", "not curl/7.88.1"):
        sent = factories.hand_made("/", headers=[("User-Agent", agent)])
        assert signer(Case(prepared=sent)) is None
