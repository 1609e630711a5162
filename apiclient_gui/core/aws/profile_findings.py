"""Why a profile yields no keys, in one finding: errors of botocore's providers, without what programs and services wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from apiclient_gui.core.aws.profile_files import ProfileFiles
from apiclient_gui.core.cancel import Cancelled
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem, Trouble
from apiclient_gui.core.secret import MASK

_MOST_NAMES: Final = 20
_SOURCE: Final = "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html"
_OPEN: Final = Action("open_identity", "Open the identity")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of resolving one profile, the programs that were started for it, and the codes that were given."""

    name: str
    files: ProfileFiles
    processes: list[Any] = field(default_factory=list)
    not_started: list[OSError] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def start(self, popen: Any, arguments: list[str], **options: Any) -> Any:
        """Start a credential_process as botocore does, and remember it."""
        try:
            process = popen(arguments, **options)
        except OSError as error:
            self.not_started.append(error)
            raise
        self.processes.append(process)
        return process


def person_needed(attempt: Attempt, title: str) -> Finding:
    """Return that a question is open and nobody can be asked."""
    return Finding(
        id="person_needed",
        severity="error",
        title=f"This login needs a person: {title}",
        detail="The profile is a role that asks for a code of an MFA device. Nobody can be asked here.",
        evidence=(Evidence("Profile", attempt.name),),
        remedy="Log in on the Identities page, or with `apiclient login`.",
        actions=(Action("log_in", "Log in"),),
    )


def profile_not_found(attempt: Attempt, names: tuple[str, ...]) -> Finding:
    """Return that there is no such profile, and which there are."""
    known = sorted(names)
    more = f" and {len(known) - _MOST_NAMES} more" if len(known) > _MOST_NAMES else ""
    return _finding(
        attempt,
        "profile_not_found",
        f"There is no AWS profile {attempt.name!r}",
        "In the config file its section is called [profile NAME], with the name in quotes when it has blanks; in the"
        " credentials file [NAME].",
        Evidence("Profiles there", ", ".join(known[:_MOST_NAMES]) + more if known else "none"),
        remedy="Choose one that is there, or add it with `aws configure --profile` or `aws configure sso`.",
    )


def unreadable(attempt: Attempt, path: Path) -> Finding:
    """Return that a file is there and may not be read."""
    return _finding(
        attempt,
        "profile_files_unreadable",
        f"{path.name} may not be read",
        "The profile may stand in it.",
        Evidence("File", str(path)),
        remedy="Give yourself the right to read it.",
    )


def without_credentials(attempt: Attempt) -> Finding:
    """Return that the profile is there and says nothing about keys."""
    return _finding(
        attempt,
        "profile_without_credentials",
        f"The AWS profile {attempt.name!r} holds no credentials",
        "It has neither keys nor a role, an IAM Identity Center account and role, a credential_process, a web identity"
        " token or a login session. Keys from elsewhere are not used in its stead.",
        remedy="Add them to the profile, or choose another one.",
    )


def unusable_keys(attempt: Attempt) -> Finding:
    """Return that there are keys, and that they cannot sign."""
    return _finding(
        attempt,
        "profile_keys_unusable",
        f"The keys of the AWS profile {attempt.name!r} are not AWS keys",
        "A key id is a word of letters and digits; secret and session token are ASCII in one line.",
        remedy="Copy them anew; a line that begins with blanks continues the one before.",
    )


def translated(error: Exception, attempt: Attempt) -> Exception:
    """Return the problem that an error of botocore stands for. What programs and services wrote is not quoted."""
    if isinstance(error, Cancelled):
        return error
    # By name, for the classes are slow to import.
    for each in type(error).__mro__:
        if each.__name__ in _MEANINGS:
            trouble, finding = _MEANINGS[each.__name__]
            return Problem(trouble, finding(error, attempt))
    if isinstance(error, RuntimeError) and "still expired" in str(error):
        return Problem("login", _ended(attempt))
    # Whatever goes wrong with what a process wrote (no JSON, no object, no UTF-8) comes after its start.
    provider = getattr(error, "kwargs", {}).get("provider", "custom-process")
    if provider == "custom-process" and (attempt.processes or attempt.not_started):
        return Problem("login", _process_failed(attempt))
    return Problem("login", _unresolved(error, attempt))


def _process_failed(attempt: Attempt) -> Finding:
    code = None if attempt.not_started else attempt.processes[-1].returncode
    if attempt.not_started:
        detail = f"It could not be started: {attempt.not_started[-1].strerror}."
    elif code:
        ended = f"with exit code {code}" if code > 0 else f"by signal {-code}"
        detail = f"It ended {ended}. What it wrote is not shown: it may hold a secret."
    else:
        detail = (
            "It wrote no JSON document with Version 1, AccessKeyId and SecretAccessKey. What it"
            " wrote is not shown: it may hold a secret."
        )
    return _finding(
        attempt,
        "credential_process_failed",
        "The credential_process of the AWS profile gave no keys",
        detail,
        *([Evidence("Exit code", str(code))] if code is not None else []),
        source="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html",
        remedy="Run the command of the profile in a terminal, and see what it says there.",
    )


def _broken(error: Any, attempt: Attempt) -> Finding:
    # The parser's words quote the line, which may hold a key: its number will do.
    cause, path = error.kwargs.get("error"), str(error.kwargs.get("path", ""))
    lines = getattr(cause, "errors", None)
    number = lines[0][0] if lines else getattr(cause, "lineno", None)
    kind = {
        "MissingSectionHeaderError": "Something stands before the first [section].",
        "DuplicateSectionError": "A section stands in it twice.",
        "DuplicateOptionError": "A key stands twice in one section.",
        "UnicodeDecodeError": "It is not text in UTF-8.",
        "ValueError": "An indented line is no key = value.",
    }.get(type(cause).__name__, "A line is neither a [section] nor a key = value.")
    where = [Evidence("Line", str(number))] if isinstance(number, int) else []
    return _finding(
        attempt,
        "profile_config_broken",
        "An AWS configuration file cannot be understood",
        kind,
        Evidence("File", path),
        *where,
        remedy="Correct that line in an editor. What stands in it is not shown: it may be a key.",
    )


def _loop(error: Any, attempt: Attempt) -> Finding:
    visited = [str(one) for one in error.kwargs.get("visited_profiles", ())]
    return _finding(
        attempt,
        "profile_loop",
        "The source_profile of the AWS profile leads back to itself",
        " → ".join((*visited, str(error.kwargs.get("source_profile", "")))),
        remedy="Let the last profile of the chain have keys of its own.",
    )


def _incomplete(error: Any, attempt: Attempt) -> Finding:
    missing = str(error.kwargs.get("cred_var", ""))
    return _finding(
        attempt,
        "profile_incomplete",
        f"The AWS profile lacks {missing}",
        "It, or a profile that it builds on, has a part of what belongs together.",
        Evidence("Missing", missing),
        remedy="Add it to the profile.",
    )


def _contradictory(error: Exception, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "profile_incomplete",
        "The AWS profile is not complete, or contradicts itself",
        str(error)[:300],
        remedy="Correct the profile. A name with blanks stands in quotes in its section: [sso-session 'my org'].",
    )


def _sso_ended(_: Any, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "sso_session_ended",
        "Nobody is logged in at the IAM Identity Center of the AWS profile",
        "Its session is not there, or it has expired.",
        source="https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html",
        remedy=f"Run `aws sso login --profile {attempt.name}`; or make an identity of the kind IAM Identity Center"
        " here, which logs in without the AWS CLI.",
    )


def _login_ended(_: Any, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "sso_session_ended",
        "The login session of the AWS profile is not there, or has ended",
        "The profile has a login_session, which the AWS CLI makes.",
        remedy=f"Run `aws login --profile {attempt.name}`.",
    )


def _no_crt(_: Any, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "awscrt_missing",
        "This kind of AWS profile needs the AWS Common Runtime",
        "A profile with a login_session is renewed with a key that awscrt signs with.",
        remedy="Install it: pip install 'apiclient-gui[sigv4a]'.",
    )


def _no_region(_: Any, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "profile_region_missing",
        "The AWS profile names no region",
        "The service that gives its keys is called in a region.",
        remedy="Add `region = …` to the profile, or set AWS_REGION.",
    )


def _refused(error: Any, attempt: Attempt) -> Finding:
    said = error.response.get("Error", {})
    code, words = str(said.get("Code", "")), str(said.get("Message", "")).split("\n")[0][:300]
    for given in filter(None, attempt.codes):  # too short a secret to be masked wherever it stands
        code, words = code.replace(given, MASK), words.replace(given, MASK)
    mfa = "MultiFactorAuthentication" in words
    ended = code in {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
    return _finding(
        attempt,
        "mfa_code_wrong" if mfa else "profile_keys_ended" if ended else "role_refused",
        "The code of the MFA device was refused"
        if mfa
        else f"{error.operation_name} was refused for the AWS profile",
        f"It said: {words}" if words else "",
        Evidence("Error", code),
        Evidence(
            "Status", str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
        ),
        source="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html",
        remedy="Wait for the next code of the device: each is taken once. Check mfa_serial in the profile."
        if mfa
        else "Get new keys for the profile that it builds on."
        if ended
        else "Check role_arn, external_id and source_profile, the trust policy of the role, and the source's own policy.",
        action=Action("log_in", "Log in again") if mfa else _OPEN,
    )


def _unreached(error: Exception, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "profile_unreached",
        "The service that gives the keys of the AWS profile gave no answer",
        str(error)[:300],
        Evidence("Error", type(error).__name__),
        remedy="Check the region and endpoints of the profile, the network, proxy and CA certificates.",
    )


def _ended(attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "profile_keys_ended",
        "The keys of the AWS profile have expired",
        "What gave them gave expired ones again.",
        remedy="Renew them with the tool that made them. A clock that is wrong does this, too.",
    )


def _unresolved(error: Exception, attempt: Attempt) -> Finding:
    return _finding(
        attempt,
        "profile_unresolved",
        "The AWS profile yields no keys",
        f"Resolving it ended with {type(error).__name__}. Its words are not shown: they may hold a secret.",
        remedy="See what `aws sts get-caller-identity --profile` says about this profile.",
    )


def _finding(
    attempt: Attempt,
    id_: str,
    title: str,
    detail: str,
    *evidence: Evidence,
    remedy: str,
    source: str = _SOURCE,
    action: Action = _OPEN,
) -> Finding:
    return Finding(
        id=id_,
        severity="error",
        title=title,
        detail=f"Nothing was sent. {detail}".rstrip(),
        evidence=(
            Evidence("Profile", attempt.name),
            *evidence,
            Evidence("Config file", str(attempt.files.config)),
            Evidence("Credentials file", str(attempt.files.credentials)),
        ),
        source=source,
        remedy=remedy,
        actions=(action,),
    )


_MEANINGS: Final[Mapping[str, tuple[Trouble, Callable[[Any, Attempt], Finding]]]] = {
    "ConfigParseError": ("refused", _broken),
    "InfiniteLoopConfigError": ("refused", _loop),
    "PartialCredentialsError": ("refused", _incomplete),
    "InvalidConfigError": ("refused", _contradictory),
    "UnknownCredentialError": ("refused", _contradictory),
    "SSOError": ("login", _sso_ended),
    "TokenRetrievalError": ("login", _sso_ended),
    "LoginError": ("login", _login_ended),
    "MissingDependencyException": ("refused", _no_crt),
    "NoRegionError": ("refused", _no_region),
    "ClientError": ("login", _refused),
    "HTTPClientError": ("transport", _unreached),
    "ConnectionError": ("transport", _unreached),
    "InvalidProxiesConfigError": ("transport", _unreached),
}
"""Names of exception classes of botocore, and what each means."""
