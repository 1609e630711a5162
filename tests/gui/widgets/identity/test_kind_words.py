from __future__ import annotations

from apiclient_gui.core import identity as kinds
from apiclient_gui.core import resources
from apiclient_gui.ui.widgets.identity.kind_words import group_of, icon_of, is_api_key


def test_each_kind_has_an_icon_that_exists() -> None:
    drawn = {kind.id: icon_of(kind) for kind in kinds.TABLE.values()}
    assert drawn["aws_keys"] == drawn["aws_role"] == drawn["aws_profile"] == "key"
    assert drawn["aws_sso"] == drawn["user_pool"] == drawn["client_credentials"] == "identities"
    assert drawn["fixed_token"] == "tokens"
    assert drawn["user_password"] == "lock"
    assert all((resources.folder() / "icons" / f"{one}.svg").is_file() for one in drawn.values())


def test_kinds_of_a_group_stand_together() -> None:
    groups = [group_of(kind) for kind in kinds.TABLE.values()]
    assert len(set(groups)) == 3
    assert groups == sorted(groups, key=groups.index)


def test_an_api_key_is_a_token_that_stands_as_it_is() -> None:
    assert [kind.id for kind in kinds.TABLE.values() if is_api_key(kind)] == ["fixed_token"]
