"""A person of IAM Identity Center: confirmed in the browser, with an account and a role to choose."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import timedelta
from typing import Any, Final

import msgspec

from apiclient_gui.core.aws.sso.findings import session_ended
from apiclient_gui.core.aws.sso.portal import choose_account, choose_role, role_keys
from apiclient_gui.core.aws.sso.session import authorize, prolong, session_of
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, AwsCall, Flow, Given, Show, Wait
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import AwsKeys, Credentials, Field

_MARGIN: Final = timedelta(minutes=1)  # a token that ends on the way is of no use

Steps = Generator[AwsCall | Show | Wait | Ask, Any, AwsKeys]


def _obtain(given: Given) -> Flow:
    if not given.fact("start_url"):
        raise incomplete("start URL", "It is the address of your AWS access portal.")
    if not given.fact("sso_region"):
        raise incomplete("region of IAM Identity Center", "Its own may be another one than yours.")
    return _log_in(given)


def _log_in(given: Given) -> Steps:
    session = yield from authorize(given)
    account = given.fact("account_id") or (yield from choose_account(given, session))
    role = given.fact("role_name") or (yield from choose_role(given, session, account))
    session = msgspec.structs.replace(session, account=account, role=role)
    keys = yield from role_keys(given, session)
    if keys is None:
        raise Problem("login", session_ended())
    return keys


def _refresh(given: Given, held: Credentials) -> Flow:
    return _renew(given, held)


def _renew(given: Given, held: Credentials) -> Steps:
    session = session_of(held)
    session = msgspec.structs.replace(
        session,
        account=given.fact("account_id") or session.account,
        role=given.fact("role_name") or session.role,
    )
    keys = None
    if session.access_ends > (given.now() + _MARGIN).timestamp():
        keys = yield from role_keys(given, session)
    if keys is None:
        session = yield from prolong(given, session)
        keys = yield from role_keys(given, session)
    if keys is None:
        raise Problem("login", session_ended())
    return keys


def _summary(facts: Mapping[str, str]) -> str:
    keys = ("account_id", "role_name", "start_url")
    return " · ".join(facts[key] for key in keys if facts.get(key))


MEMBER = Kind(
    id="aws_sso",
    title="IAM Identity Center",
    fields=(
        Field("start_url", "Start URL", required=True, hint="https://example.awsapps.com/start"),
        Field("sso_region", "SSO region", required=True, hint="eu-west-1"),
        Field("account_id", "Account", hint="123456789012", fallback="chosen at the login"),
        Field("role_name", "Role", hint="AdministratorAccess", fallback="chosen at the login"),
        Field("region", "Region", hint="eu-west-1", fallback="from the host or the environment"),
        Field("oidc_endpoint", "OIDC endpoint", fallback="AWS's own for the SSO region"),
        Field("portal_endpoint", "Portal endpoint", fallback="AWS's own for the SSO region"),
        Field("endpoint", "STS endpoint", fallback="AWS's own for the region"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    logs_in=True,
    refresh=_refresh,
    place="It has none of its own: you allow the login in the browser.",
    hint="A login in the browser, as with the AWS CLI. It brings the keys of a role.",
)
