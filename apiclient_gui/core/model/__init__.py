"""The nouns that all layers share: what was composed, what was sent, how it was signed, what came back."""

from __future__ import annotations

from apiclient_gui.core.model.answered import (
    Failure,
    Hop,
    Response,
    Stage,
    Timings,
)
from apiclient_gui.core.model.authorised import (
    Authorisation,
    CanonicalLine,
    CanonicalPart,
    Signature,
    Step,
)
from apiclient_gui.core.model.body import (
    BLOCK,
    Body,
    FilePart,
    Origin,
    Piece,
    Place,
)
from apiclient_gui.core.model.composed import (
    ApiKey,
    ApiMethod,
    Auth,
    Authorizer,
    Environment,
    Identity,
    KnownApi,
    Part,
    Payload,
    Request,
    Row,
    Settings,
)
from apiclient_gui.core.model.credentials import (
    AwsKeys,
    Credentials,
    Login,
    TokenKind,
    Tokens,
    UserPassword,
    secrets_of,
)
from apiclient_gui.core.model.exchange import (
    Earlier,
    Exchange,
    credential_digest,
)
from apiclient_gui.core.model.fields import (
    Field,
    FieldKind,
    OptionValue,
)
from apiclient_gui.core.model.sent import (
    Header,
    Prepared,
    QueryItem,
)

__all__ = [
    "BLOCK",
    "ApiKey",
    "ApiMethod",
    "Auth",
    "Authorisation",
    "Authorizer",
    "AwsKeys",
    "Body",
    "CanonicalLine",
    "CanonicalPart",
    "Credentials",
    "Earlier",
    "Environment",
    "Exchange",
    "Failure",
    "Field",
    "FieldKind",
    "FilePart",
    "Header",
    "Hop",
    "Identity",
    "KnownApi",
    "Login",
    "OptionValue",
    "Origin",
    "Part",
    "Payload",
    "Piece",
    "Place",
    "Prepared",
    "QueryItem",
    "Request",
    "Response",
    "Row",
    "Settings",
    "Signature",
    "Stage",
    "Step",
    "Timings",
    "TokenKind",
    "Tokens",
    "UserPassword",
    "credential_digest",
    "secrets_of",
]
