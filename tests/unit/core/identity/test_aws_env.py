"""AWS keys of the process's environment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN

KIND = TABLE["aws_env"]
BOTH = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}


def obtained(environ: dict[str, str]) -> AwsKeys:
    keys = KIND.obtain(Given({}, {}, lambda: factories.NOW, environ))
    assert isinstance(keys, AwsKeys)
    return keys


def refused(environ: dict[str, str]) -> Finding:
    with pytest.raises(Problem) as caught:
        obtained(environ)
    assert caught.value.trouble == "refused"
    assert SECRET_KEY not in repr(caught.value.finding)
    assert caught.value.finding.actions == ()
    return caught.value.finding


def test_two_variables_are_long_term_keys() -> None:
    assert obtained(BOTH) == AwsKeys(KEY_ID, Secret(SECRET_KEY))


@pytest.mark.parametrize("name", ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"])
def test_a_third_one_is_the_session_token(name: str) -> None:
    assert obtained(BOTH | {name: SESSION_TOKEN}).session_token == Secret(SESSION_TOKEN)


def test_the_end_is_that_of_the_environment() -> None:
    ends = {"AWS_CREDENTIAL_EXPIRATION": "2026-03-04T06:06:07Z"}
    assert obtained(BOTH | ends).expires_at == factories.NOW + timedelta(hours=1)
    past = {"AWS_CREDENTIAL_EXPIRATION": "2026-03-04T05:06:07Z"}
    finding = refused(BOTH | past)
    assert finding.id == "keys_ended"
    assert "where this program is started" in finding.remedy


@pytest.mark.parametrize(
    ("environ", "title"),
    [
        ({}, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"),
        ({"AWS_ACCESS_KEY_ID": KEY_ID}, "AWS_SECRET_ACCESS_KEY is not set"),
        (BOTH | {"AWS_ACCESS_KEY_ID": " "}, "AWS_ACCESS_KEY_ID is not set"),
    ],
)
def test_what_is_not_set_is_named(environ: dict[str, str], title: str) -> None:
    finding = refused(environ)
    assert (finding.id, finding.title) == ("no_credentials", title)


def test_what_is_set_wrong_is_told_of_the_environment() -> None:
    finding = refused(BOTH | {"AWS_ACCESS_KEY_ID": "not an id"})
    assert finding.title == "The environment of this program has no valid access key id"
    assert finding.remedy == "Correct the AWS_… variables where this program is started."


def test_a_list_says_where_they_come_from() -> None:
    assert KIND.summary({}) == "AWS_ACCESS_KEY_ID …"
    assert not KIND.logs_in
