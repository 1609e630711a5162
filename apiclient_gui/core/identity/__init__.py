"""How credentials are obtained: one kind of identity a file."""

from __future__ import annotations

from apiclient_gui.core.identity import (
    aws_keys,
    aws_profile,
    aws_sso,
    aws_role,
    identity_pool,
    aws_env,
    user_pool,
    oidc_code,
    oidc_device,
    oauth_password,
    client_credentials,
    fixed_token,
    user_password,
)
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.registry import members

TABLE = members(globals(), Kind)
