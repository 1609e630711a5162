from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identities import profiles
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.transport import Transport


def test_a_profile_that_is_not_there_has_no_identity_to_open(tmp_path: Path) -> None:
    config, keys = tmp_path / "config", tmp_path / "credentials"
    keys.write_text(
        "[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cret\n"
    )
    environ = {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(keys)}
    found = profiles.keys("dev", Transport(), Redactor(), environ, Cancel(), None)
    assert found.secret_access_key.reveal() == "s3cret"
    with pytest.raises(Problem) as caught:
        profiles.keys("prod", Transport(), Redactor(), environ, Cancel(), None)
    assert caught.value.finding.id == "profile_not_found"
    assert not caught.value.finding.actions
