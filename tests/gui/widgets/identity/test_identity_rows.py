from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from apiclient_gui.core.model import Identity, Login
from apiclient_gui.core.named_secrets import State
from apiclient_gui.core.vault import VaultState
from apiclient_gui.ui.snapshot import Keeping
from apiclient_gui.ui.widgets.identity.identity_list import IdentityRow
from apiclient_gui.ui.widgets.identity.identity_rows import row_of
from tests import factories

NOW = factories.NOW
USER = {"username": "maria", "pool_id": "eu-west-1_x"}


def row(
    identity: Identity,
    login: Login | None = None,
    states: Mapping[str, State] | None = None,
    outside: bool = False,
) -> IdentityRow:
    keeping = (
        None
        if states is None
        else Keeping(states, VaultState("k", usable=True, finding=None, in_memory=()))
    )
    return row_of(identity, None, login, keeping, lambda _name, _field: outside, NOW)


def told(one: IdentityRow) -> tuple[str, bool | None]:
    return one.state, one.well


def test_keys_are_set_or_missing_as_far_as_the_keyring_was_asked() -> None:
    keys = factories.identity()
    assert told(row(keys)) == ("", None)
    assert told(row(keys, states={"secret_access_key": "set"})) == ("key set", True)
    assert told(row(keys, states={"secret_access_key": "missing"})) == ("key missing", False)
    assert told(row(keys, outside=True)) == ("key set", True)


def test_a_login_says_until_when() -> None:
    person = factories.identity(kind="user_pool", facts=USER)
    assert told(row(person)) == ("not logged in", None)
    login = Login("h", ("id",), NOW, NOW + timedelta(hours=1))
    assert row(person, login).state.startswith("logged in until ")
    assert row(person, login).well is True
    ended = Login("h", ("id",), NOW, NOW - timedelta(hours=1))
    assert told(row(person, ended)) == ("expired", False)
    # Some flows do without a password.
    assert told(row(person, None, {"password": "missing"})) == ("not logged in", None)
    assert row(person).summary == "maria · eu-west-1_x"


def test_an_unknown_kind_is_shown_as_it_is() -> None:
    one = row(factories.identity(kind="saml"))
    assert (one.kind, one.icon, one.state) == ("saml", "warning", "")


def test_pasted_keys_say_when_they_end_and_that_they_have_ended() -> None:
    facts = {
        "access_key_id": "ASIAIOSFODNN7EXAMPLE",
        "expires_at": (NOW + timedelta(hours=1)).isoformat(),
    }
    assert row(factories.identity(facts=facts)).state.startswith("until ")
    facts["expires_at"] = (NOW - timedelta(hours=3)).isoformat()
    assert told(row(factories.identity(facts=facts))) == ("ended 3 h ago", False)


def test_a_role_without_keys_yet_needs_no_login() -> None:
    role = factories.identity(kind="aws_role", facts={"source": "alice"})
    assert told(row(role)) == ("", None)
    keys = Login("h", (), NOW, NOW + timedelta(hours=1), "ASIAIOSFODNN7EXAMPLE")
    assert row(role, keys).well is True


def test_a_source_that_is_not_there_is_said_whatever_else_holds() -> None:
    role = factories.identity(kind="aws_role", facts={"source": "alice"})
    login = Login("h", (), NOW, NOW + timedelta(hours=1), "ASIA")
    made = row_of(role, None, login, None, lambda _name, _field: False, NOW, "alice")
    assert told(made) == ("no identity alice", False)
