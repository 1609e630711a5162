"""Test secured HTTP endpoints by hand: sign, send, and be told why the gateway refused."""

__version__ = "0.1.0"
