from __future__ import annotations

import json
from dataclasses import replace

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.resource_policy_silent import MEMBER
from apiclient_gui.core.model import ApiMethod, KnownApi
from tests.unit.core.diagnosis import cases

OLDER = f"User: anonymous is not authorized to perform: execute-api:Invoke on resource: {cases.ARN}"


def test_the_newer_words_name_the_policy() -> None:
    found = diagnose(replace(cases.typical()[MEMBER.id], apis=()))
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert (
        found[0].title == "The API's resource policy does not allow an anonymous caller this call"
    )


def test_the_older_words_are_certain_with_the_policy_only() -> None:
    unknown = cases.reply(OLDER, cases.DENIED, key="Message")
    assert [(one.id, one.confidence) for one in diagnose(unknown)] == [(MEMBER.id, "likely")]
    known = replace(unknown, **cases.called(cases.FENCED))
    assert cases.explained(MEMBER.id, known).confidence == "certain"


def test_signing_is_offered_where_it_helps_and_ranges_are_told() -> None:
    allow = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "execute-api:Invoke",
        "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    methods = (ApiMethod("GET", "/pets", "AWS_IAM"),)
    api = KnownApi("x", cases.FENCED.url, methods, resource_policy=policy)
    found = cases.explained(MEMBER.id, cases.reply(OLDER, cases.DENIED, **cases.called(api)))
    assert "inside 203.0.113.0/24" in found.detail
    assert "choose_identity" in cases.keys(found)


def test_what_is_another_cause() -> None:
    for other in ("resource_policy_denies", "authorizer_policy_silent", "identity_policy_silent"):
        assert MEMBER.explain(cases.typical()[other]) is None
