"""Values of an environment: plain ones from its file, secret ones from the vault, and only when they are named."""

from __future__ import annotations

import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.environments import Values
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Environment
from apiclient_gui.core.named_secrets import Secrets
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK
from tests import factories
from tests.support.drawer import Drawer

ENVIRONMENT = Environment(
    name="My env", id="env-1", variables={"host": "h.example"}, secrets=("key", "other")
)


def values(
    drawer: Drawer, environ: dict[str, str] | None = None, **more: str
) -> tuple[Values, Redactor]:
    redactor = Redactor()
    return Values(ENVIRONMENT, more, Secrets(drawer, redactor, environ or {})), redactor


def test_the_vault_is_asked_only_for_a_secret_that_is_named() -> None:
    drawer = Drawer({("env-1", "key"): "a-hidden-value"})
    known, redactor = values(drawer)
    assert set(known) == {"host", "key", "other"}
    assert len(known) == 3
    prepare.prepare(factories.request("https://{{host}}/"), known, strict=False)
    assert drawer.asked == []
    ready = prepare.prepare(factories.request("https://{{host}}/{{key}}"), known, strict=False)
    assert ready.path == "/a-hidden-value"
    assert drawer.asked == [("env-1", "key")]
    assert redactor.text("a-hidden-value") == MASK


def test_the_environment_of_the_process_and_the_command_line_go_before_the_vault() -> None:
    drawer = Drawer({("env-1", "key"): "kept"})
    known, _ = values(drawer, {"APICLIENT_SECRET_MY_ENV_KEY": "from-environ"}, other="typed")
    assert (known["key"], known["other"]) == ("from-environ", "typed")
    assert drawer.asked == []


def test_what_stands_in_for_a_secret_one_is_masked_too() -> None:
    _, redactor = values(Drawer(), other="typed-in-its-place", host="another.example")
    assert redactor.text("typed-in-its-place another.example") == f"{MASK} another.example"


def test_one_without_a_value_is_told_with_its_environment() -> None:
    known, _ = values(Drawer())
    with pytest.raises(Problem) as refused:
        prepare.prepare(factories.request("https://{{host}}/{{key}}"), known, strict=False)
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("refused", "secret_variable_unset")
    assert finding.evidence[0].value == "My env"


def test_an_unknown_one_is_unknown() -> None:
    known, _ = values(Drawer())
    assert "nothing" not in known
    with pytest.raises(KeyError):
        known["nothing"]
