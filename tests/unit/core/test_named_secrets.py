"""Secrets of identities: what names their variables, and which of environment and vault is asked."""

from __future__ import annotations

import pytest

from apiclient_gui.core import named_secrets
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from tests.support.drawer import Drawer


@pytest.mark.parametrize(
    ("name", "field", "variable"),
    [
        ("me", "secret_access_key", "APICLIENT_SECRET_ME_SECRET_ACCESS_KEY"),
        ("My Keys-2.b", "token", "APICLIENT_SECRET_MY_KEYS_2_B_TOKEN"),
        ("Žofie", "x", "APICLIENT_SECRET__OFIE_X"),
        ("", "x", "APICLIENT_SECRET__X"),
    ],
)
def test_names_of_environment_variables(name: str, field: str, variable: str) -> None:
    assert named_secrets.variable_name(name, field) == variable


def test_the_environment_goes_before_the_vault_and_both_are_learnt() -> None:
    drawer, redactor = Drawer({("id-1", "token"): "from-the-vault"}), Redactor()
    secrets = Secrets(drawer, redactor, {"APICLIENT_SECRET_ME_TOKEN": "from-environment"})
    assert secrets.get("me", "id-1", "token") == Secret("from-environment")
    assert secrets.get("you", "id-1", "token") == Secret("from-the-vault")
    assert redactor.text("from-environment from-the-vault") == f"{MASK} {MASK}"
    assert secrets.get("you", "id-2", "token") is None


def test_state_tells_where_a_secret_is() -> None:
    drawer = Drawer({("id-1", "token"): "from-the-vault"})
    secrets = Secrets(drawer, Redactor(), {"APICLIENT_SECRET_ME_TOKEN": "x"})
    assert secrets.state("me", "id-1", "token") == "environment"
    assert secrets.state("you", "id-1", "token") == "set"
    assert secrets.state("you", "id-1", "other") == "missing"


def test_what_is_put_is_learnt_and_what_is_forgotten_is_gone() -> None:
    drawer, redactor = Drawer(), Redactor()
    secrets = Secrets(drawer, redactor, {})
    secrets.put("id-1", "token", Secret("a-token-typed-in"))
    assert redactor.text("a-token-typed-in") == MASK
    secrets.forget("id-1", "token")
    assert drawer.kept == {}
