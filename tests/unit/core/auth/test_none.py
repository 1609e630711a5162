"""The scheme that adds nothing."""

from __future__ import annotations

from apiclient_gui.core.auth import TABLE
from tests import factories


def test_the_request_goes_out_as_it_was_composed() -> None:
    ready = factories.prepared(
        "https://h/%7e//./a;b?flag&&x=%3d", strict=False, headers=[("Authorization", "Bearer own")]
    )
    sent, how = TABLE["none"].apply(ready, factories.without_keys(factories.terms()))
    assert sent is ready
    assert how.headers == ()
    assert how.steps == ()
    assert how.signature is None


def test_it_wants_no_credentials_and_no_rewritten_url() -> None:
    assert TABLE["none"].wants is None
    assert TABLE["none"].strict is False
    assert TABLE["none"].fields == ()
