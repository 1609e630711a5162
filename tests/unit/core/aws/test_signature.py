"""Calls that are signed for another time than this computer's: STS judges them, and botocore's own signature is the measure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.session import Session

from apiclient_gui.core import aws
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import AwsCall, AwsRefusal
from apiclient_gui.core.model import AwsKeys, Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve
from tests import factories
from tests.support.sockets import RawServer, ok

AHEAD = timedelta(hours=3)
REPLY = (
    b'<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult/>'
    b"</GetCallerIdentityResponse>"
)


def ahead() -> datetime:
    return datetime.now(UTC) + AHEAD


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Description]:
    """Give a practice gateway by whose clock this computer's is three hours slow."""
    with serve(
        tmp_path / "practice", port=None, fresh=False, judged=lambda _: None, clock=ahead
    ) as practice:
        yield practice.description


def whoami(endpoint: str, keys: AwsKeys) -> AwsCall:
    return AwsCall("ask", "sts", "GetCallerIdentity", {}, "us-east-1", endpoint, keys)


def test_sts_takes_what_is_signed_by_its_own_clock(gateway: Description) -> None:
    assert gateway.sts is not None
    alice = next(one for one in gateway.iam if one.user == "alice")
    keys = AwsKeys(alice.access_key_id, Secret(alice.secret_access_key))
    step = whoami(gateway.sts.endpoint, keys)
    assert aws.call(step, Settings(), Cancel(), ahead)["Arn"].endswith("/alice")
    with pytest.raises(AwsRefusal) as refused:
        aws.call(step, Settings(), Cancel(), lambda: datetime.now(UTC))
    assert "Signature expired" in refused.value.message
    role = next(one.arn for one in gateway.sts.roles if one.name == "pets-reader-role")
    asked = {"RoleArn": role, "RoleSessionName": "me", "DurationSeconds": 900}
    step = AwsCall("ask", "sts", "AssumeRole", asked, "us-east-1", gateway.sts.endpoint, keys)
    got = aws.call(step, Settings(), Cancel(), ahead)["Credentials"]
    temporary = AwsKeys(
        got["AccessKeyId"], Secret(got["SecretAccessKey"]), Secret(got["SessionToken"])
    )
    step = whoami(gateway.sts.endpoint, temporary)
    assert "pets-reader-role" in aws.call(step, Settings(), Cancel(), ahead)["Arn"]


@pytest.mark.parametrize("token", [None, factories.SESSION_TOKEN])
def test_the_signature_is_botocore_s_own(token: str | None) -> None:
    keys = factories.keys(token=token)
    with RawServer(ok(REPLY), ok(REPLY)) as server:
        url = f"http://{server.host}"
        client = Session().create_client(
            "sts",
            region_name="us-east-1",
            endpoint_url=url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key.reveal(),
            aws_session_token=token,
        )
        client.get_caller_identity()
        client.close()
        theirs = signed(server.requests[0])
        at = datetime.strptime(theirs["x-amz-date"] + "+0000", "%Y%m%dT%H%M%SZ%z")
        aws.call(whoami(url, keys), Settings(), Cancel(), lambda: at)
        assert signed(server.requests[1]) == theirs
    assert len(theirs) == (2 if token is None else 3)


def signed(request: bytes) -> dict[str, str]:
    """Return the headers that sign a request; one signer writes blanks where another does not."""
    lines = request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in lines)
    lower = {name.lower(): value.replace(", ", ",") for name, value in headers.items()}
    names = ("authorization", "x-amz-date", "x-amz-security-token")
    return {name: lower[name] for name in names if name in lower}
