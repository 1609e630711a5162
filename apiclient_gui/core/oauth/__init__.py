"""OAuth 2 and OpenID Connect: what is sent, and what replies mean. No I/O; oauthlib knows the bodies of the grants.

oauthlib's own parsers are not used: they raise bare warnings for changed scopes and TypeErrors for odd JSON. Its builders
for bodies need no switch, those for URLs refuse http even on loopback.
"""

from __future__ import annotations

from apiclient_gui.core.oauth.authorization import Attempt, begin, code_of, extra_parameters
from apiclient_gui.core.oauth.client import Client, client_of
from apiclient_gui.core.oauth.discovery import Endpoints, discovered
from apiclient_gui.core.oauth.id_token import check_id_token
from apiclient_gui.core.oauth.renewal import renewed
from apiclient_gui.core.oauth.replies import chosen, refused, tokens
from apiclient_gui.core.oauth.requests import (
    client_credentials,
    device_authorization,
    device_token,
    exchange,
    password,
    refresh,
    take_back,
)
from apiclient_gui.core.oauth.revocation import revoked

__all__ = [
    "Attempt",
    "Client",
    "Endpoints",
    "begin",
    "check_id_token",
    "chosen",
    "client_credentials",
    "client_of",
    "code_of",
    "device_authorization",
    "device_token",
    "discovered",
    "exchange",
    "extra_parameters",
    "password",
    "refresh",
    "refused",
    "renewed",
    "revoked",
    "take_back",
    "tokens",
]
