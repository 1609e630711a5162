"""Tokens: read without trust, checked with given keys, their times told. Pure: nothing here reads a file or the network."""

from __future__ import annotations

from apiclient_gui.core.tokens.checks import check_audience, check_issuer, check_time
from apiclient_gui.core.tokens.claims import Row
from apiclient_gui.core.tokens.decoding import decode, trim
from apiclient_gui.core.tokens.keyset import Key, KeySet, parse_keys, secret_key
from apiclient_gui.core.tokens.lifetime import Lifetime, local_text, time_words, utc_text
from apiclient_gui.core.tokens.token import Kind, Token
from apiclient_gui.core.tokens.verification import Verification, verify

__all__ = [
    "Key",
    "KeySet",
    "Kind",
    "Lifetime",
    "Row",
    "Token",
    "Verification",
    "check_audience",
    "check_issuer",
    "check_time",
    "decode",
    "local_text",
    "parse_keys",
    "secret_key",
    "time_words",
    "trim",
    "utc_text",
    "verify",
]
