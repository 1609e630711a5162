"""AWS keys typed in: trimmed, checked, and never told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity import TABLE, aws_keys
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.pasted_keys import PastedKeys
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN

KIND = TABLE["aws_keys"]


def obtained(facts: dict[str, str], given: dict[str, Secret]) -> AwsKeys:
    keys = KIND.obtain(Given(facts, given, lambda: factories.NOW))
    assert isinstance(keys, AwsKeys)
    return keys


def secrets(key: str | None = SECRET_KEY, token: str | None = None) -> dict[str, Secret]:
    given = {"secret_access_key": key, "session_token": token}
    return {name: Secret(text) for name, text in given.items() if text is not None}


def test_long_term_keys() -> None:
    keys = obtained({"access_key_id": KEY_ID, "region": "eu-west-1"}, secrets())
    assert keys.access_key_id == KEY_ID
    assert keys.secret_access_key == Secret(SECRET_KEY)
    assert keys.session_token is None
    assert keys.expires_at is None


def test_temporary_keys() -> None:
    keys = obtained({"access_key_id": KEY_ID}, secrets(token=SESSION_TOKEN))
    assert keys.session_token == Secret(SESSION_TOKEN)


def test_keys_that_end_do_so() -> None:
    facts = {"access_key_id": KEY_ID, "expires_at": "2026-03-04T06:06:07+01:00"}
    before = factories.NOW - timedelta(seconds=1)
    given = Given(facts, secrets(token=SESSION_TOKEN), lambda: before)
    keys = KIND.obtain(given)
    assert isinstance(keys, AwsKeys)
    assert keys.expires_at == factories.NOW
    with pytest.raises(Problem) as refused:
        obtained(facts, secrets(token=SESSION_TOKEN))
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("refused", "keys_ended")
    assert finding.evidence[0].value == "2026-03-04 05:06:07 UTC"


def test_pasted_keys_fill_an_identity() -> None:
    keys = AwsKeys(KEY_ID, Secret(SECRET_KEY), Secret(SESSION_TOKEN), factories.NOW)
    facts, hidden = aws_keys.filled(PastedKeys("dev", keys, "eu-west-1"))
    assert facts == {
        "access_key_id": KEY_ID,
        "region": "eu-west-1",
        "expires_at": "2026-03-04T05:06:07Z",
    }
    assert hidden == secrets(token=SESSION_TOKEN)
    facts, hidden = aws_keys.filled(PastedKeys("", AwsKeys(KEY_ID, Secret(SECRET_KEY))))
    assert (facts, hidden) == ({"access_key_id": KEY_ID}, secrets())


@pytest.mark.parametrize("blank", [" {}", "{}\n", "\t{}\r\n", "{}"])
def test_what_was_pasted_is_trimmed(blank: str) -> None:
    keys = obtained(
        {"access_key_id": blank.format(KEY_ID)},
        secrets(blank.format(SECRET_KEY), blank.format(SESSION_TOKEN)),
    )
    assert keys.access_key_id == KEY_ID
    assert keys.secret_access_key.reveal() == SECRET_KEY
    assert keys.session_token is not None
    assert keys.session_token.reveal() == SESSION_TOKEN


@pytest.mark.parametrize("token", ["", " ", "\n"])
def test_a_blank_session_token_is_none(token: str) -> None:
    assert obtained({"access_key_id": KEY_ID}, secrets(token=token)).session_token is None


@pytest.mark.parametrize(
    ("facts", "given", "missing"),
    [
        ({}, secrets(), "access key id"),
        ({"access_key_id": "  "}, secrets(), "access key id"),
        ({"access_key_id": "A" * 129}, secrets(), "valid access key id"),
        ({"access_key_id": KEY_ID + "/x"}, secrets(), "valid access key id"),
        ({"access_key_id": KEY_ID + "\r\nX: y"}, secrets(), "valid access key id"),
        ({"access_key_id": KEY_ID + "é"}, secrets(), "valid access key id"),
        ({"access_key_id": "AKIA\ud800AAAAAAAAAAAA"}, secrets(), "valid access key id"),
        ({"access_key_id": KEY_ID}, {}, "secret access key"),
        ({"access_key_id": KEY_ID}, secrets(" \n"), "secret access key"),
        ({"access_key_id": KEY_ID}, secrets(SECRET_KEY + "\udcff"), "valid secret access key"),
        ({"access_key_id": KEY_ID}, secrets(SECRET_KEY + "\0x"), "valid secret access key"),
        ({"access_key_id": KEY_ID}, secrets(token="t\r\nX: y"), "valid session token"),
        ({"access_key_id": KEY_ID}, secrets(token="t\ud800"), "valid session token"),
        ({"access_key_id": "ASIA" + KEY_ID[4:]}, secrets(), "session token"),
        ({"access_key_id": "ASIA" + KEY_ID[4:]}, secrets(token=" "), "session token"),
        (
            {"access_key_id": KEY_ID, "expires_at": "soon"},
            secrets(),
            "valid time at which its keys end",
        ),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_told(
    facts: dict[str, str], given: dict[str, Secret], missing: str
) -> None:
    with pytest.raises(Problem) as refused:
        obtained(facts, given)
    finding = refused.value.finding
    assert refused.value.trouble == "refused"
    assert finding.id == "identity_incomplete"
    assert finding.title == f"This identity has no {missing}"
    assert SECRET_KEY not in repr(finding)


@pytest.mark.parametrize(
    ("key_id", "summary"),
    [(KEY_ID, "AKIA…MPLE"), (f" {KEY_ID} ", "AKIA…MPLE"), ("short", "short"), ("", "")],
)
def test_the_summary_is_short(key_id: str, summary: str) -> None:
    assert KIND.summary({"access_key_id": key_id}) == summary


@pytest.mark.parametrize("key_id", [KEY_ID, "ASIAIOSFODNN7EXAMPLE"])
def test_key_id_and_secret_in_each_other_s_field(key_id: str) -> None:
    with pytest.raises(Problem) as problem:
        obtained({"access_key_id": f" {SECRET_KEY}"}, secrets(key_id))
    finding = problem.value.finding
    assert finding.id == "keys_exchanged"
    assert SECRET_KEY not in str(finding)
