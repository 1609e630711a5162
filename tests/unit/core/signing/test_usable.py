"""Keys that cannot be written into a request are refused, in words without them."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.signing.usable import refuse_unusable
from tests import factories


@pytest.mark.parametrize(
    ("key_id", "secret", "token", "part"),
    [
        ("", "s", None, "access key id"),
        ("AK ID", "s", None, "access key id"),
        ("AKID\r\nX: planted", "s", None, "access key id"),
        ("AKIDé", "s", None, "access key id"),
        ("AKID", "", None, "secret access key"),
        ("AKID", "planted\ud800", None, "secret access key"),
        ("AKID", "s", "planted\n", "session token"),
        ("AKID", "s", "planted token", "session token"),
        ("AKID", "s", "日", "session token"),
    ],
)
@pytest.mark.parametrize("scheme", ["sigv4", "sigv4_query", "sigv4a"])
def test_what_cannot_be_sent(
    key_id: str, secret: str, token: str | None, part: str, scheme: str
) -> None:
    keys = AwsKeys(key_id, Secret(secret), Secret(token) if token is not None else None)
    with pytest.raises(Problem) as refused:
        TABLE[scheme].apply(factories.prepared(), factories.terms(credentials=keys))
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("refused", "keys_unusable")
    assert part in finding.title
    assert "planted" not in msgspec.json.encode(finding).decode()


@pytest.mark.parametrize("token", [None, "", "IQoJ//+="])
def test_what_can_be_sent(token: str | None) -> None:
    secret = Secret("any text, ž 日")
    refuse_unusable(AwsKeys("AKID", secret, Secret(token) if token is not None else None))
