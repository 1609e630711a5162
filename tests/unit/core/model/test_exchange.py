"""An exchange: one send, whole, which nothing changes afterwards."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from tests import factories


def test_an_exchange_followed_nothing_and_found_nothing_unless_told() -> None:
    exchange = factories.exchange()
    assert (exchange.hops, exchange.findings, exchange.failure) == ((), (), None)
    with pytest.raises(FrozenInstanceError):
        exchange.environment = "other"  # type: ignore[misc]  # frozen on purpose
