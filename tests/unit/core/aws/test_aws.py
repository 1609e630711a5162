"""The door to botocore: what it logs holds no secret."""

from __future__ import annotations

import logging

from apiclient_gui.core import aws


def test_botocore_logs_neither_replies_nor_what_providers_said() -> None:
    assert aws.call
    assert not logging.getLogger("botocore.parsers").isEnabledFor(logging.DEBUG)
    assert not logging.getLogger("botocore.credentials").isEnabledFor(logging.WARNING)
    assert not logging.getLogger("botocore.tokens").isEnabledFor(logging.WARNING)
