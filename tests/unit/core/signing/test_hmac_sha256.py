"""The HMAC of SigV4: what botocore computes for the same text, and no botocore loaded for it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.signing.algorithm import Unsigned
from apiclient_gui.core.signing.hmac_sha256 import HMAC_SHA256


@pytest.mark.parametrize("secret", ["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "ž", "x" * 500])
@pytest.mark.parametrize("text", ["AWS4-HMAC-SHA256\n20260304T050607Z\nscope\nhash", "", "日"])
def test_botocore_computes_the_same(secret: str, text: str) -> None:
    unsigned = Unsigned(
        lines=(),
        string_to_sign=text,
        keys=AwsKeys("AKID", Secret(secret)),
        target=SigningTarget("execute-api", "eu-west-1"),
        now=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        stamp="20260304T050607Z",
        token=None,
        expires=None,
    )
    request: Any = AWSRequest()
    request.context["timestamp"] = unsigned.stamp
    theirs = SigV4Auth(Credentials("AKID", secret), "execute-api", "eu-west-1")
    assert HMAC_SHA256.sign(unsigned) == theirs.signature(text, request)


def test_signing_loads_neither_botocore_nor_awscrt() -> None:
    code = (
        "import sys\n"
        "from tests import factories\n"
        "factories.sign(factories.prepared())\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'botocore', 'awscrt'}))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.stdout.strip() == "[]", ended.stderr
