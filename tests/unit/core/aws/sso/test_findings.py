"""Each way a login ends says what to do next."""

from __future__ import annotations

import pytest

from apiclient_gui.core.aws.sso import findings
from apiclient_gui.core.finding import Evidence, Finding
from tests.support.sso_flow import refusal


@pytest.mark.parametrize(
    ("finding", "id_", "action"),
    [
        (findings.login_refused(refusal("InternalServerException")), "sso_login_refused", "open_identity"),
        (findings.login_refused(refusal("AccessDeniedException")), "sso_login_denied", "open_identity"),
        (findings.nobody_confirmed(), "sso_login_expired", "log_in"),
        (findings.session_ended(), "sso_session_ended", "log_in"),
        (findings.nothing_to_choose("role", "None."), "sso_no_role", "open_identity"),
        (findings.role_refused(refusal("X"), Evidence("Role", "r")), "sso_role_refused", "open_identity"),
        (findings.malformed("x"), "sso_reply_malformed", "open_identity"),
    ],
)  # fmt: skip
def test_it_names_the_next_step(finding: Finding, id_: str, action: str) -> None:
    assert (finding.id, finding.severity) == (id_, "error")
    assert finding.remedy
    assert [one.key for one in finding.actions] == [action]
