"""The fields of the SigV4 family: each scheme offers what means something in it."""

from __future__ import annotations

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.signing import fields

FAMILY = ["sigv4", "sigv4_query", "sigv4a"]


@pytest.mark.parametrize("scheme", FAMILY)
def test_what_all_of_them_ask(scheme: str) -> None:
    keys = [field.key for field in TABLE[scheme].fields]
    common = {"region", "service", "sign_headers", "payload", "normalize", "omit_session_token"}
    assert common < set(keys)


def test_what_only_some_ask() -> None:
    asking = {
        key: [name for name in FAMILY if any(f.key == key for f in TABLE[name].fields)]
        for key in ("expires", "content_sha256")
    }
    assert asking == {"expires": ["sigv4_query", "sigv4a"], "content_sha256": ["sigv4", "sigv4a"]}
    assert fields.PAYLOAD.choices == ("", "hashed", "unsigned")
