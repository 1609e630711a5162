"""Who may take which role where."""

from __future__ import annotations

import re

from apiclient_gui.practice import roles, sso_directory, state


def test_all_accounts_and_their_roles() -> None:
    made = state.make()
    listed = sso_directory.accounts(made)
    assert [(one.account_id, one.name, one.roles) for one in listed] == [
        (made.account, "practice", ("PetsAdmin", "PetsReader")),
        (made.sandbox, "sandbox", ("PetsAdmin", "PetsReader")),
    ]
    assert len({one.email for one in listed}) == 2


def test_each_person_has_their_own() -> None:
    made = state.make()
    assert sso_directory.assigned(made, "dana") == sso_directory.accounts(made)
    (only,) = sso_directory.assigned(made, "eve")
    assert (only.account_id, only.roles) == (made.account, ("PetsReader",))
    assert sso_directory.assigned(made, "mallory") == ()
    assert sso_directory.USERS == ("dana", "eve")


def test_every_role_is_a_permission_set() -> None:
    known = {one.name for one in roles.PERMISSION_SETS}
    assert {role for one in sso_directory.accounts(state.make()) for role in one.roles} == known


def test_a_principal_keeps_its_name() -> None:
    one = sso_directory.principal("111122223333", "PetsReader", "dana")
    shape = r"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_PetsReader_[0-9a-f]{16}/dana"
    assert re.fullmatch(shape, one)
    assert one == sso_directory.principal("111122223333", "PetsReader", "dana")
    name = sso_directory.role_name("111122223333", "PetsReader")
    assert name not in sso_directory.principal("444455556666", "PetsReader", "dana")
