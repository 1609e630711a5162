"""What a running practice gateway tells about itself: the first line of `apiclient practice --json`."""

from __future__ import annotations

import msgspec

from apiclient_gui.core.model import ApiMethod, Authorizer


class Api(msgspec.Struct, frozen=True):
    """One API: `url` is the URL of its stage, without a slash at the end; methods have paths below it.

    `resource_policy` is the JSON of its policy, empty when it has none.
    """

    api_id: str
    name: str
    stage: str
    url: str
    methods: tuple[ApiMethod, ...]
    authorizer: Authorizer | None = None
    resource_policy: str = ""


class IamUser(msgspec.Struct, frozen=True):
    """A user with keys in clear (they open nothing but this gateway). `allowed`: whether the policy lets it read."""

    user: str
    access_key_id: str
    secret_access_key: str
    allowed: bool


class ApiKey(msgspec.Struct, frozen=True):
    """An API key of a usage plan."""

    name: str
    value: str


class Client(msgspec.Struct, frozen=True):
    """A client of the identity provider with its secret in clear, and the scopes it may ask for."""

    client_id: str
    client_secret: str
    scopes: tuple[str, ...]


class Login(msgspec.Struct, frozen=True):
    """A person with a password in clear."""

    username: str
    password: str


class App(msgspec.Struct, frozen=True):
    """A public client of the identity provider: its grants, where it may be sent back to, and its scopes."""

    client_id: str
    grants: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]


class Idp(msgspec.Struct, frozen=True):
    """The identity provider. `clients` have secrets, `apps` have none; what an older gateway did not have is empty."""

    issuer: str
    token_url: str
    jwks_url: str
    clients: tuple[Client, ...]
    users: tuple[Login, ...] = ()
    apps: tuple[App, ...] = ()


class ChallengedLogin(msgspec.Struct, frozen=True):
    """A person who is asked for more after the password. `device` is the secret (base32) of the codes, if there is one."""

    username: str
    password: str
    challenge: str
    device: str = ""


class UserPool(msgspec.Struct, frozen=True):
    """The user pool. `endpoint` answers the cognito-idp protocol.

    The first client has no secret, the other one has, and its refresh tokens rotate. `challenged` are asked for more
    than a password; `question` is put in the flow CUSTOM_AUTH, and `answer` is right.
    """

    id: str
    endpoint: str
    issuer: str
    jwks_url: str
    client_id: str
    users: tuple[Login, ...]
    challenged: tuple[ChallengedLogin, ...] = ()
    secret_client_id: str = ""
    client_secret: str = ""
    question: str = ""
    answer: str = ""


class SsoAccount(msgspec.Struct, frozen=True):
    """An account of the organization, and the roles that somebody may take there."""

    account_id: str
    account_name: str
    email: str
    roles: tuple[str, ...]


class Sso(msgspec.Struct, frozen=True):
    """IAM Identity Center. The endpoints answer the protocols of sso-oidc and sso; nobody has a password."""

    start_url: str
    oidc_endpoint: str
    portal_endpoint: str
    region: str
    users: tuple[str, ...]
    accounts: tuple[SsoAccount, ...]


class StsRole(msgspec.Struct, frozen=True):
    """A role that STS gives keys for, and what that needs.

    `trusted` are the users and roles that may take it on; it is empty for a role of the holders of a token. `longest`
    is the longest session in seconds.
    """

    name: str
    arn: str
    trusted: tuple[str, ...]
    external_id: str = ""
    mfa_serial: str = ""
    longest: int = 3600


class MfaDevice(msgspec.Struct, frozen=True):
    """A user's virtual MFA device, with the secret (base32) that its codes follow from."""

    user: str
    serial: str
    secret: str


class Sts(msgspec.Struct, frozen=True):
    """The security token service and the roles of the account."""

    endpoint: str
    roles: tuple[StsRole, ...]
    mfa: MfaDevice


class IdentityPool(msgspec.Struct, frozen=True):
    """The identity pool: it takes id tokens of user pool and identity provider, and gives keys of the role."""

    id: str
    endpoint: str
    region: str
    role_arn: str


class Description(msgspec.Struct, frozen=True):
    """The whole gateway. What an older one did not have yet is empty or None."""

    base_url: str
    region: str
    account: str
    apis: tuple[Api, ...]
    iam: tuple[IamUser, ...]
    api_keys: tuple[ApiKey, ...] = ()
    idp: Idp | None = None
    user_pool: UserPool | None = None
    sts: Sts | None = None
    sso: Sso | None = None
    identity_pool: IdentityPool | None = None
