"""The keys of one profile of the AWS configuration files, with all that botocore resolves, and of nothing else.

Source: AWS SDKs and Tools Reference Guide, "Standardized credential providers"; botocore.credentials.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from apiclient_gui.core.aws import aside
from apiclient_gui.core.aws.calls import proxies
from apiclient_gui.core.aws.profile_files import (
    ProfileFiles,
    profile_files,
    region_in,
    region_of_environment,
)
from apiclient_gui.core.aws.profile_findings import (
    Attempt,
    person_needed,
    profile_not_found,
    translated,
    unreadable,
    unusable_keys,
    without_credentials,
)
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, Text
from apiclient_gui.core.model import AwsKeys, Field, Settings
from apiclient_gui.core.secret import Secret

_MFA_CODE: Final = "code"

_KEY_ID: Final = re.compile(r"\w{1,128}", re.ASCII)
_TEXT: Final = re.compile(r"[ -~]+")  # a token is sent as a header, and no secret key has more
_SECRETS: Final = ("aws_secret_access_key", "aws_session_token", "aws_security_token")
_SENT_HEADERS: Final = ("X-Amz-Security-Token", "x-amz-sso_bearer_token")
_SENT_MEMBERS: Final = ("WebIdentityToken", "clientSecret", "refreshToken")
# What is no part of a profile: keys lying about elsewhere are never used in its stead.
_ELSEWHERE: Final = ("env", "ec2-credentials-file", "boto-config", "container-role", "iam-role")

Person = Callable[[Ask, Cancel], Mapping[str, Text]]


def profile_keys(
    name: str,
    settings: Settings,
    ask: Person | None,
    cancel: Cancel,
    *,
    learn: Callable[[Secret], None] = lambda _: None,
    environ: Mapping[str, str] = os.environ,
) -> AwsKeys:
    """Return the keys of a profile; blocks. Long-term keys have no `expires_at`.

    `ask` is the person who has the MFA device, None when nobody can be asked; `learn` has the secrets of the files
    masked. Raises Problem("refused") when the files say something that cannot be, Problem("login") when a service or
    a program refuses or a person is needed, Problem("transport") when a service gives no answer, Cancelled.
    """
    files = profile_files(environ)
    attempt = Attempt(name, files)

    def put(step: Ask) -> Mapping[str, Text]:
        if ask is None:
            raise Problem("login", person_needed(attempt, step.title))
        return ask(step, cancel)

    try:
        return aside.run(
            lambda asking: _resolved(attempt, settings, asking, learn, environ), cancel, put
        )
    except Problem:
        raise
    except Exception as error:  # noqa: BLE001  # botocore raises of all kinds, and each is told as what it is
        raise translated(error, attempt) from None
    finally:
        for process in attempt.processes:  # one that still runs was given up with the cancel
            with contextlib.suppress(OSError):
                process.kill()


def _resolved(
    attempt: Attempt,
    settings: Settings,
    ask: aside.Asking,
    learn: Callable[[Secret], None],
    environ: Mapping[str, str],
) -> AwsKeys:
    session = _session(attempt, settings)
    session.register("before-send", partial(_learn_sent, learn))
    profiles: Mapping[str, Mapping[str, Any]] = session.full_config["profiles"]
    for values in profiles.values():
        for key in _SECRETS:
            if isinstance(values.get(key), str):
                learn(Secret(values[key]))
    profile = profiles.get(attempt.name)
    if profile is None:
        raise Problem("refused", profile_not_found(attempt, tuple(profiles)))
    region = region_in(profile) or region_of_environment(environ) or None
    resolver = _resolver(session, region, attempt, ask)
    # A service that wants keys for a part of the way finds these alone.
    session.register_component("credential_provider", resolver)
    credentials = resolver.load_credentials()
    if credentials is None:
        raise Problem("refused", without_credentials(attempt))
    frozen = credentials.get_frozen_credentials()
    key_id, secret, token = frozen.access_key or "", frozen.secret_key or "", frozen.token or ""
    if not _KEY_ID.fullmatch(key_id) or not _TEXT.fullmatch(secret):
        raise Problem("refused", unusable_keys(attempt))
    if token and not _TEXT.fullmatch(token):
        raise Problem("refused", unusable_keys(attempt))
    # botocore keeps this to itself, and tells it to nobody else either.
    ends: datetime | None = getattr(credentials, "_expiry_time", None)
    return AwsKeys(
        key_id,
        Secret(secret),
        Secret(token) if token else None,
        ends.astimezone(UTC) if ends else None,
    )


def _session(attempt: Attempt, settings: Settings) -> Any:
    from botocore.config import Config  # noqa: PLC0415  # start-up time: 0.3 s
    from botocore.session import Session  # noqa: PLC0415  # the same

    files: ProfileFiles = attempt.files
    for path in (files.config, files.credentials):
        if os.path.exists(path) and not os.access(path, os.R_OK):  # noqa: PTH110  # Path's raises where one may not look
            raise Problem("refused", unreadable(attempt, path))  # botocore would see an empty file
    session = Session(profile=attempt.name)
    session.set_config_variable("config_file", str(files.config))
    session.set_config_variable("credentials_file", str(files.credentials))
    session.set_default_client_config(
        Config(
            connect_timeout=settings.connect_timeout,
            read_timeout=settings.timeout,
            retries={"total_max_attempts": 1},
            proxies=proxies(settings),
        )
    )
    if not settings.verify or settings.ca_file:
        session.set_config_variable("ca_bundle", settings.ca_file if settings.verify else False)
    return session


def _resolver(session: Any, region: str | None, attempt: Attempt, ask: aside.Asking) -> Any:
    from botocore import credentials  # noqa: PLC0415  # start-up time

    resolver = credentials.create_credential_resolver(session, region_name=region)
    for method in _ELSEWHERE:
        resolver.remove(method)
    # There is no other way in: the prompter is getpass, and processes are started without a word about their end.
    roles = resolver.get_provider("assume-role")
    roles._prompter = partial(_mfa_code, ask, attempt.codes)  # noqa: SLF001  # see above
    builder = roles._profile_provider_builder  # noqa: SLF001  # see above
    roles._profile_provider_builder = _Watched(builder, attempt)  # noqa: SLF001  # see above
    _watch(resolver.providers, attempt)
    return resolver


def _learn_sent(learn: Callable[[Secret], None], request: Any, **_: Any) -> None:
    """Have masked what a service is sent: a refusal may repeat tokens of other files, and keys that a process gave."""
    found = [request.headers.get(name) for name in _SENT_HEADERS]
    body = request.body or b""
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    try:
        members = json.loads(text)
    except ValueError:
        members = {name: values[0] for name, values in parse_qs(text).items()}
    if isinstance(members, dict):
        found += [members.get(name) for name in _SENT_MEMBERS]
    for value in found:
        if value:
            learn(Secret(value.decode("latin-1") if isinstance(value, bytes) else str(value)))


def _mfa_code(ask: aside.Asking, codes: list[str], prompt: str) -> str:
    device = prompt.removeprefix("Enter MFA code for ").removesuffix(": ")
    field = Field(_MFA_CODE, "Code", required=True, hint="123456")
    code = ask(Ask("MFA code", (field,), f"Of the device {device}."))[_MFA_CODE]
    codes.append((code.reveal() if isinstance(code, Secret) else code).strip())
    return codes[-1]


class _Watched:
    """botocore's maker of providers for a source profile, whose processes are known to the attempt."""

    def __init__(self, builder: Any, attempt: Attempt) -> None:
        self._builder = builder
        self._attempt = attempt

    def providers(self, profile_name: str, *, disable_env_vars: bool = False) -> list[Any]:
        """Return the providers of a profile, as botocore makes them."""
        made: list[Any] = self._builder.providers(profile_name, disable_env_vars)
        _watch(made, self._attempt)
        return made


def _watch(providers: list[Any], attempt: Attempt) -> None:
    from botocore.credentials import ProcessProvider  # noqa: PLC0415  # start-up time

    for provider in providers:
        if isinstance(provider, ProcessProvider):
            start = provider._popen  # noqa: SLF001  # see _resolver
            provider._popen = partial(attempt.start, start)  # noqa: SLF001  # see _resolver
