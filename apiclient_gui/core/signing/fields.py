"""The fields of the SigV4 family's forms: each scheme picks those that mean something in it."""

from __future__ import annotations

from typing import Final

from apiclient_gui.core.model import Field

REGION: Final = Field(
    "region", "Region", hint="eu-west-1", fallback="read from the host, else from the environment"
)
REGION_SET: Final = Field(
    "region",
    "Regions",
    hint="eu-west-1,us-east-1 or * for all",
    fallback="read from the host, else from the environment",
)
SERVICE: Final = Field(
    "service",
    "Service",
    hint="execute-api",
    fallback="read from the host, else from the environment",
)
SIGN_HEADERS: Final = Field(
    "sign_headers",
    "Sign these too",
    hint="Further headers, for example: user-agent, content-length",
    fallback="host, x-amz-*, content-type and your own headers are signed",
)
PAYLOAD: Final = Field(
    "payload",
    "Body in the signature",
    "choice",
    "",
    ("", "hashed", "unsigned"),
    fallback="what the service wants",
)
CONTENT_SHA256: Final = Field(
    "content_sha256", "Send and sign X-Amz-Content-Sha256", "switch", default=False
)
NORMALIZE: Final = Field(
    "normalize", "Sign the path without dot segments and doubled slashes", "switch", default=True
)
OMIT_SESSION_TOKEN: Final = Field(
    "omit_session_token", "Add the session token after signing", "switch", default=False
)
EXPIRES: Final = Field(
    "expires",
    "Valid for (seconds)",
    "number",
    hint="1 to 604800 (7 days)",
    fallback="3600 (an hour)",
)
EXPIRES_IN_QUERY: Final = Field(
    "expires",
    "Presigned for (seconds)",
    "number",
    hint="1 to 604800 (7 days): then the signature stands in the URL",
    fallback="signed in headers",
)
