"""awscurl commands become signed requests, with awscurl's own defaults."""

from __future__ import annotations

import pytest

from apiclient_gui.core import importers
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base import Imported
from apiclient_gui.core.model import AwsKeys, Payload, Row, Settings

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"


def read(text: str) -> Imported:
    importer = importers.recognised(text)
    assert importer is importers.TABLE["awscurl"]
    return importer.read(text)


def test_the_defaults_are_awscurls() -> None:
    imported = read(f"awscurl {URL}")
    made = imported.request
    assert (made.method, made.url, made.body) == ("GET", URL, Payload())
    assert made.headers == (
        Row("Accept", "application/xml"),
        Row("Content-Type", "application/json"),
    )
    assert (made.auth.scheme, made.auth.options) == ("sigv4", {})
    assert [one.id for one in imported.findings] == ["import_identity_missing"]


def test_all_that_it_knows() -> None:
    imported = read(
        "awscurl -v --service es --region=us-east-2 -X PUT -H 'A: b: c' -d @x.json --data-binary -k -L --tls-min 1.2 "
        "--access_key AKID --secret_key planted --session_token token https://h.example/x"
    )
    made = imported.request
    assert (made.method, made.headers) == ("PUT", (Row("A", "b: c"),))
    assert made.body == Payload("file", file="x.json", guessed=False)
    assert made.auth.options == {"region": "us-east-2", "service": "es"}
    assert made.settings == Settings(verify=False, follow=True)
    keys = imported.credentials
    assert isinstance(keys, AwsKeys)
    assert keys.session_token
    assert [keys.access_key_id, keys.secret_access_key.reveal(), keys.session_token.reveal()] == ["AKID", "planted", "token"]  # fmt: skip
    assert imported.findings == ()


def test_keys_set_for_this_command_alone_are_taken() -> None:
    imported = read(f"AWS_ACCESS_KEY_ID=AKID AWS_SECRET_ACCESS_KEY='s' awscurl {URL}")
    assert isinstance(imported.credentials, AwsKeys)
    assert imported.credentials.secret_access_key.reveal() == "s"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (f"--profile dev {URL}", ["import_profile"]),
        ("https://h.example", ["import_identity_missing", "import_region_missing"]),
        (f"--frobnicate {URL}", ["import_identity_missing", "import_option_unknown"]),
        (f"-H 'x-api-key: abc' {URL}", ["import_identity_missing"]),
        (f"-d text {URL} | jq", ["import_rest_ignored", "import_identity_missing"]),
    ],
)
def test_what_is_said(arguments: str, expected: list[str]) -> None:
    assert [one.id for one in read(f"awscurl {arguments}").findings] == expected


def test_without_a_url_it_cannot_be_read() -> None:
    with pytest.raises(Problem) as caught:
        read("awscurl --service es ")
    assert caught.value.finding.id == "import_unreadable"
