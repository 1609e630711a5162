from __future__ import annotations

import json

import msgspec

from apiclient_gui.core.model import ApiMethod
from apiclient_gui.practice import description


def test_its_json_is_what_the_command_line_promises() -> None:
    described = description.Description(
        base_url="http://127.0.0.1:8000",
        region="us-east-1",
        account="111122223333",
        apis=(
            description.Api(
                "abcde12345", "Pets", "prod", "http://x", (ApiMethod("GET", "/pets", "AWS_IAM"),)
            ),
        ),
        iam=(description.IamUser("alice", "AKIAX", "secret", True),),
    )
    content = msgspec.json.encode(described)
    assert json.loads(content) == {
        "base_url": "http://127.0.0.1:8000",
        "region": "us-east-1",
        "account": "111122223333",
        "apis": [
            {
                "api_id": "abcde12345",
                "name": "Pets",
                "stage": "prod",
                "url": "http://x",
                "methods": [{"method": "GET", "path": "/pets", "authorization": "AWS_IAM"}],
            }
        ],
        "iam": [
            {
                "user": "alice",
                "access_key_id": "AKIAX",
                "secret_access_key": "secret",
                "allowed": True,
            }
        ],
        "api_keys": [],
        "idp": None,
        "user_pool": None,
    }
    assert msgspec.json.decode(content, type=description.Description) == described
