"""What errors of botocore mean that no configuration file of a test brings about."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore import exceptions

from apiclient_gui.core.aws.profile_files import ProfileFiles
from apiclient_gui.core.aws.profile_findings import (
    _MEANINGS,
    Attempt,
    profile_not_found,
    translated,
)
from apiclient_gui.core.cancel import Cancelled
from apiclient_gui.core.finding import Problem

ATTEMPT = Attempt("x", ProfileFiles(Path("config"), Path("credentials")))


@pytest.mark.parametrize(
    ("error", "trouble", "id_"),
    [
        (exceptions.NoRegionError(), "refused", "profile_region_missing"),
        (exceptions.MissingDependencyException(msg="planted"), "refused", "awscrt_missing"),
        (exceptions.LoginRefreshRequired(), "login", "sso_session_ended"),
        (exceptions.LoginInsufficientPermissions(), "login", "sso_session_ended"),
        (exceptions.UnauthorizedSSOTokenError(), "login", "sso_session_ended"),
        (exceptions.ReadTimeoutError(endpoint_url="https://x"), "transport", "profile_unreached"),
        (exceptions.SSLError(endpoint_url="https://x", error="e"), "transport", "profile_unreached"),
        (exceptions.CredentialRetrievalError(provider="Environment", error_msg="planted"), "login", "profile_unresolved"),
        (RuntimeError("refreshed credentials are still expired"), "login", "profile_keys_ended"),
        (RuntimeError("planted"), "login", "profile_unresolved"),
        (KeyError("planted"), "login", "profile_unresolved"),
    ],
)  # fmt: skip
def test_each_error_is_one_finding(error: Exception, trouble: str, id_: str) -> None:
    problem = translated(error, ATTEMPT)
    assert isinstance(problem, Problem)
    assert (problem.trouble, problem.finding.id) == (trouble, id_)
    assert "planted" not in repr(problem.finding)
    assert problem.finding.evidence[0].value == "x"


def test_a_cancel_stays_one() -> None:
    cancelled = Cancelled()
    assert translated(cancelled, ATTEMPT) is cancelled


def test_every_class_that_is_known_is_there() -> None:
    assert not [name for name in _MEANINGS if not hasattr(exceptions, name)]


def test_many_profiles_are_counted() -> None:
    finding = profile_not_found(ATTEMPT, tuple(f"p{number:03}" for number in range(30)))
    (there,) = [one.value for one in finding.evidence if one.label == "Profiles there"]
    assert there.endswith("p019 and 10 more")
