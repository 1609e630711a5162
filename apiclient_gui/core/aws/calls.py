"""One call of an AWS service by botocore, which a cancel can leave alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from apiclient_gui.core.aws import aside
from apiclient_gui.core.aws.signature import sign_calls
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.flow import Ask, AwsCall, AwsRefusal, Text
from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import MASK, Secret


def call(
    step: AwsCall, settings: Settings, cancel: Cancel, now: Callable[[], datetime]
) -> Mapping[str, Any]:
    """Return the reply of an operation, as botocore parses it; blocks. Calls with keys are signed with the time of `now`.

    Raises AwsRefusal when the service answers with an error, Problem("transport") when nothing comes, Cancelled when
    the person no longer wants it: the call itself cannot be ended then, and is left alone.
    """
    try:
        return aside.run(lambda _: _call(step, settings, now), cancel, _nobody)
    except Exception as error:  # noqa: BLE001  # botocore raises of all kinds, and each is told as what it is
        raise _translated(error, step) from None


def _nobody(_: Ask) -> Mapping[str, Text]:
    raise AssertionError  # a single call asks nothing


def _call(step: AwsCall, settings: Settings, now: Callable[[], datetime]) -> Mapping[str, Any]:
    from botocore import UNSIGNED  # noqa: PLC0415  # start-up time: 0.3 s with a service's model
    from botocore.config import Config  # noqa: PLC0415  # the same
    from botocore.credentials import Credentials  # noqa: PLC0415  # the same
    from botocore.session import Session  # noqa: PLC0415  # the same

    session = Session(session_vars={"profile": (None, None, None, None)})
    config = Config(
        signature_version=UNSIGNED,  # signed by `sign_calls`, for the sake of the clock
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.timeout,
        retries={"total_max_attempts": 1},
        proxies=proxies(settings),
        client_cert=None,
    )
    client = session.create_client(
        step.service,
        region_name=step.region,
        endpoint_url=step.endpoint or None,
        verify=(settings.ca_file or True) if settings.verify else False,
        config=config,
    )
    if keys := step.keys:
        token = keys.session_token.reveal() if keys.session_token else None
        own = Credentials(keys.access_key_id, keys.secret_access_key.reveal(), token)
        sign_calls(client, own, now)
    try:
        method: Callable[..., Mapping[str, Any]] = client._make_api_call  # noqa: SLF001  # takes operations by their name in the model
        return method(step.operation, _revealed(step.parameters))
    finally:
        client.close()


def proxies(settings: Settings) -> dict[str, str] | None:
    """Return the proxies as botocore wants them; None means those of the environment."""
    if not settings.proxy:
        return None  # the environment's
    return {} if settings.proxy == "none" else {"http": settings.proxy, "https": settings.proxy}


def _revealed(value: Any) -> Any:
    match value:
        case Secret():
            return value.reveal()
        case Mapping():
            return {key: _revealed(one) for key, one in value.items()}
        case list() | tuple():
            return [_revealed(one) for one in value]
    return value


def _translated(error: BaseException, step: AwsCall) -> BaseException:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # start-up time
    from botocore.parsers import ResponseParserError  # noqa: PLC0415  # the same

    if isinstance(error, ClientError):
        said = error.response.get("Error", {})
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code, words = (_unsaid(str(said.get(name, "")), step) for name in ("Code", "Message"))
        return AwsRefusal(code, words[:300], status)
    if isinstance(error, ResponseParserError):
        return Problem("transport", _unreadable(step))
    if isinstance(error, BotoCoreError | ValueError | OSError):
        return Problem("transport", _unreached(error, step))
    return error


def _unsaid(text: str, step: AwsCall) -> str:
    """Return what a service says without the code of an MFA device: it is too short to be masked wherever it stands."""
    code = step.parameters.get("TokenCode")
    return text.replace(code, MASK) if isinstance(code, str) and code else text


def _unreadable(step: AwsCall) -> Finding:
    # The words of the error hold the whole answer, in which there may be keys.
    return Finding(
        id="service_unreached",
        severity="error",
        title=f"What answers is not {step.service}",
        detail=f"To {step.purpose}, {step.operation} was called in {step.region}. The answer is none of that service;"
        " what it says is not shown, for it may hold a secret.",
        evidence=(Evidence("Endpoint", step.endpoint or "AWS's own"),),
        remedy="Check region and endpoint of the identity, and whether a proxy or a login page of the network answers.",
    )


def _unreached(error: BaseException, step: AwsCall) -> Finding:
    # The words of these errors hold the endpoint and the reason; parameters only in those of validation.
    kind = type(error).__name__
    words = "" if "Validation" in kind else str(error)[:300]
    return Finding(
        id="service_unreached",
        severity="error",
        title=f"{step.service} gave no answer",
        detail=f"To {step.purpose}, {step.operation} was called in {step.region}. {words}".strip(),
        evidence=(Evidence("Error", kind), Evidence("Endpoint", step.endpoint or "AWS's own")),
        remedy="Check region and endpoint of the identity, and the network.",
    )
