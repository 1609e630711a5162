"""Who sends a request, said on the command line: an identity, keys of the environment, a token of a file, an API key."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import click
import msgspec

from apiclient_gui.cli.base.output import usage
from apiclient_gui.cli.base.secrets import secret_of
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import ApiKey, Auth, AwsKeys, Credentials, OptionValue, Tokens
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret

_ENV: Final = "env:"
_SOURCES: Final = ("profile", "aws_env", "identity", "token_file")


def options() -> list[Callable[[Any], Any]]:
    """Return the options that say who sends a request, and how that is put on it."""
    return [
        click.option(
            "--identity", metavar="NAME", help="An identity of the workspace, with its own scheme."
        ),
        click.option(
            "--profile", metavar="NAME", help="Sign with a profile of the AWS configuration files."
        ),
        click.option("--aws-env", is_flag=True, help="Sign with AWS_ACCESS_KEY_ID and its kin."),
        click.option(
            "--token-file", metavar="FILE|-", help="Send the token in this file as bearer token."
        ),
        click.option(
            "--token-kind",
            type=click.Choice(["id", "access"]),
            help="Which of the identity's tokens; its default otherwise.",
        ),
        click.option(
            "--api-key",
            metavar="NAME|env:VAR",
            help="An API key besides: a fixed-token identity, or a variable of this terminal.",
        ),
        click.option("--api-key-name", metavar="NAME", help="Its header; x-api-key otherwise."),
        click.option(
            "--api-key-in", type=click.Choice(["header", "query"]), help="Where the API key goes."
        ),
        click.option(
            "--auth",
            metavar="SCHEME",
            help="How it is authorised: none, sigv4, sigv4_query (a presigned URL), sigv4a, bearer or basic.",
        ),
        click.option(
            "--expires",
            type=int,
            metavar="SECONDS",
            help="How long a presigned URL holds, 1 to 604800; 3600 otherwise.",
        ),
        click.option(
            "--payload",
            type=click.Choice(["hashed", "unsigned"]),
            help="Sign the hash of the body, or not, where the service takes that.",
        ),
    ]


def auth(program: Program, stored: Auth, given: dict[str, Any]) -> Auth:
    """Return how the request is authorised: what is stored, with the options over it.

    Raises Problem("usage") for two answers to the question who sends it.
    """
    sources = [name for name in _SOURCES if given[name]]
    if len(sources) > 1:
        both = " and ".join(f"--{name.replace('_', '-')}" for name in sources[:2])
        raise usage("two_identities", f"{both} are both given", "Say once who sends it.")
    scheme, identity = stored.scheme, given["identity"] or stored.identity
    if given["aws_env"] or given["profile"] is not None:
        scheme, identity = "sigv4", ""
    elif given["token_file"]:
        scheme, identity = "bearer", ""
    elif given["identity"]:
        from apiclient_gui.core.identities.current import kind_of

        scheme = kind_of(program.workspace.identity(identity)).scheme
    scheme = given["auth"] or scheme
    _refuse_meaningless(scheme, given)
    return Auth(scheme, identity, _options(stored, given), _slot(program, stored, given))


def credentials(program: Program, given: dict[str, Any]) -> Credentials | None:
    """Return credentials that need no identity; None when there are none. Raises Problem for unusable ones."""
    if given["aws_env"]:
        return aws_keys_of_environment()
    if given["profile"] is not None:
        from apiclient_gui.cli.base.answers import terminal
        from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt

        with cancelled_by_interrupt() as cancel:
            return program.profile_keys(
                given["profile"], cancel, person=terminal(given.get("answers", ()))
            )
    if not given["token_file"]:
        return None
    from apiclient_gui.core import identity
    from apiclient_gui.core.flow import Given

    name = given["token_file"]
    secret = secret_of("-" if name == "-" else f"file:{name}")
    tokens = identity.fixed_token.MEMBER.obtain(
        Given({}, {"token": secret}, lambda: datetime.now(UTC))
    )
    if given["token_kind"] and isinstance(tokens, Tokens):
        tokens = Tokens({given["token_kind"]: tokens.held[tokens.default]}, given["token_kind"])
    assert isinstance(tokens, Tokens)
    return tokens


def region(program: Program, given: dict[str, Any]) -> str:
    """Return the region that the profile of `--profile` names; empty without one."""
    if given["profile"] is None:
        return ""
    from apiclient_gui.core import aws

    return aws.profile_region(given["profile"], program.environ)


def api_key(given: dict[str, Any]) -> Secret | None:
    """Return the API key of `--api-key env:VAR`. Raises Problem("usage") when the variable is not set."""
    text = given["api_key"] or ""
    return secret_of(text) if text.startswith(_ENV) else None


def aws_keys_of_environment() -> AwsKeys:
    """Return the keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`.

    Raises Problem("refused") when they are not set: nothing is ever sent unsigned in their stead.
    """
    from apiclient_gui.core import identity
    from apiclient_gui.core.flow import Given

    try:
        keys = identity.aws_env.MEMBER.obtain(
            Given({}, {}, lambda: datetime.now(UTC), environ=os.environ)
        )
    except Problem as problem:
        # There is no identity to open here.
        remedy = "Correct the AWS_… variables of this terminal, or use --identity."
        finding = msgspec.structs.replace(problem.finding, remedy=remedy, actions=())
        raise Problem(problem.trouble, finding) from None
    assert isinstance(keys, AwsKeys)
    return keys


def _options(stored: Auth, given: dict[str, Any]) -> dict[str, OptionValue]:
    found: dict[str, OptionValue] = dict(stored.options)
    for key in ("region", "service", "content_sha256", "token_kind", "expires", "payload"):
        if given[key] is not None:
            found[key] = given[key]
    if given["sign_header"]:
        found["sign_headers"] = ", ".join(given["sign_header"])
    if given["no_normalize"]:
        found["normalize"] = False
    if given["omit_session_token"]:
        found["omit_session_token"] = True
    return found


def _refuse_meaningless(scheme: str, given: dict[str, Any]) -> None:
    """Refuse an option of signing that the scheme would pass over: the person would believe it was heeded."""
    if given["expires"] is None and given["payload"] is None:
        return
    from apiclient_gui.core.auth import TABLE

    if scheme not in TABLE:  # told of when it is prepared
        return
    for key, told in (
        ("expires", "expires_without_query"),
        ("payload", "payload_without_signing"),
    ):
        fitting = [one.id for one in TABLE.values() if any(f.key == key for f in one.fields)]
        if given[key] is not None and scheme not in fitting:
            raise usage(
                told,
                f"--{key} means nothing with the scheme {scheme}",
                f"Say --auth {' or '.join(fitting)}, or leave it out.",
            )


def _slot(program: Program, stored: Auth, given: dict[str, Any]) -> ApiKey:
    slot, named = stored.api_key, given["api_key"]
    if named and not named.startswith(_ENV) and "{{" not in named:
        known = {one.name for one in program.workspace.identities()}
        if named not in known:
            # Not quoted: people put the key itself there.
            raise usage(
                "api_key_unknown",
                "--api-key names no identity of the workspace",
                "Give the name of a fixed-token identity, or env:VARIABLE; a key is never written on the command line.",
            )
    if (
        not given["api_key"]
        and (given["api_key_name"] or given["api_key_in"])
        and not slot.identity
    ):
        raise usage("no_api_key", "There is no API key to send", "Name it with --api-key.")
    return ApiKey(
        given["api_key"] or slot.identity,
        given["api_key_name"] or slot.name,
        given["api_key_in"] or slot.place,
    )
