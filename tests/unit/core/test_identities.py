"""Whose credentials, and from where: the environment before the vault, everything learnt by the redactor first."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core import identities
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.identities import Identities
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN


class Drawer:
    """Secrets kept in a dictionary, as the vault keeps them in the keyring; it is asked only when it has to be."""

    def __init__(self, kept: dict[tuple[str, str], str] | None = None) -> None:
        self.kept = {key: Secret(text) for key, text in (kept or {}).items()}
        self.asked: list[tuple[str, str]] = []

    def get(self, owner: str, field: str) -> Secret | None:
        self.asked.append((owner, field))
        return self.kept.get((owner, field))

    def put(self, owner: str, field: str, secret: Secret) -> Finding | None:
        self.kept[owner, field] = secret
        return Finding(id="kept", severity="warning", title="For this run")

    def forget(self, owner: str, field: str) -> None:
        self.kept.pop((owner, field), None)


FULL = {("id-1", "secret_access_key"): SECRET_KEY, ("id-1", "session_token"): SESSION_TOKEN}
VARIABLE = "APICLIENT_SECRET_ME_SECRET_ACCESS_KEY"


def made(
    kept: dict[tuple[str, str], str] | None = None, environ: dict[str, str] | None = None
) -> tuple[Identities, Drawer, Redactor]:
    drawer, redactor = Drawer(kept), Redactor()
    return Identities(drawer, redactor, environ or {}), drawer, redactor


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
    assert identities.variable_name(name, field) == variable


def test_credentials_from_the_vault() -> None:
    whole, _, redactor = made(FULL)
    keys = whole.credentials(factories.identity(), {})
    assert keys == AwsKeys(KEY_ID, Secret(SECRET_KEY), Secret(SESSION_TOKEN))
    assert redactor.text(f"{SECRET_KEY} {SESSION_TOKEN}") == f"{MASK} {MASK}"


def test_the_environment_goes_before_the_vault_which_is_not_asked() -> None:
    whole, drawer, redactor = made(FULL, {VARIABLE: " from-environment\n"})
    keys = whole.credentials(factories.identity(), {})
    assert keys.secret_access_key == Secret("from-environment")
    assert drawer.asked == [("id-1", "session_token")]
    assert redactor.text("key from-environment.") == f"key {MASK}."


def test_an_empty_variable_is_none() -> None:
    whole, _, _ = made(FULL, {VARIABLE: ""})
    assert whole.credentials(factories.identity(), {}).secret_access_key == Secret(SECRET_KEY)


def test_secrets_lie_under_the_id_and_not_the_name() -> None:
    whole, drawer, _ = made(FULL)
    whole.credentials(factories.identity("another name"), {})
    assert drawer.asked == [("id-1", "secret_access_key"), ("id-1", "session_token")]


def test_facts_may_name_variables() -> None:
    whole, _, _ = made(FULL)
    me = factories.identity(facts={"access_key_id": "{{key}}"})
    assert whole.credentials(me, {"key": KEY_ID}).access_key_id == KEY_ID
    with pytest.raises(Problem) as refused:
        whole.credentials(me, {})
    finding = refused.value.finding
    assert finding.id == "variable_unknown"
    assert finding.evidence[0].value == "identity me, access_key_id"


def test_what_is_missing_is_told_with_the_identity() -> None:
    whole, _, _ = made()
    with pytest.raises(Problem) as refused:
        whole.credentials(factories.identity("my keys"), {})
    finding = refused.value.finding
    assert refused.value.trouble == "refused"
    assert finding.id == "identity_incomplete"
    assert (finding.evidence[0].label, finding.evidence[0].value) == ("Identity", "my keys")
    assert finding.actions[0].key == "open_identity"
    assert finding.actions[0].parameters == {"identity": "my keys"}


def test_the_keyrings_trouble_comes_through() -> None:
    class Locked(Drawer):
        def get(self, owner: str, field: str) -> Secret | None:
            raise Problem(
                "storage", Finding(id="locked", severity="error", title=f"{owner} {field}")
            )

    whole = Identities(Locked(), Redactor(), {})
    with pytest.raises(Problem) as refused:
        whole.credentials(factories.identity(), {})
    assert refused.value.trouble == "storage"


def test_an_unknown_kind_is_told_with_the_known_ones() -> None:
    whole, drawer, _ = made(FULL)
    stranger = factories.identity(kind="passkey")
    for ask in (lambda: whole.credentials(stranger, {}), lambda: whole.states(stranger)):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.trouble == "usage"
        assert refused.value.finding.id == "identity_kind_unknown"
        assert "'passkey'" in refused.value.finding.title
        assert "aws_keys" in refused.value.finding.remedy
    assert drawer.asked == []


def test_putting_learns_and_hands_on_what_the_vault_says() -> None:
    whole, drawer, redactor = made()
    warning = whole.put(factories.identity(), "secret_access_key", Secret(SECRET_KEY))
    assert warning is not None
    assert warning.id == "kept"
    assert drawer.kept == {("id-1", "secret_access_key"): Secret(SECRET_KEY)}
    assert redactor.text(SECRET_KEY) == MASK


def test_forgetting_takes_this_identitys_secrets_only() -> None:
    whole, drawer, _ = made({**FULL, ("id-2", "secret_access_key"): "other"})
    whole.forget(factories.identity())
    assert list(drawer.kept) == [("id-2", "secret_access_key")]


@pytest.mark.parametrize(
    ("kept", "environ", "state"),
    [
        ({}, {}, "missing"),
        (FULL, {}, "set"),
        (FULL, {VARIABLE: "x"}, "environment"),
        ({}, {VARIABLE: "x"}, "environment"),
        ({}, {VARIABLE: ""}, "missing"),
    ],
)
def test_states(kept: dict[tuple[str, str], str], environ: dict[str, str], state: str) -> None:
    whole, _, _ = made(kept, environ)
    states = whole.states(factories.identity())
    assert states["secret_access_key"] == state
    assert set(states) == {"secret_access_key", "session_token"}


def test_no_finding_and_no_picture_of_credentials_tells_a_secret() -> None:
    whole, _, _ = made(FULL)
    keys = whole.credentials(factories.identity(), {})
    assert SECRET_KEY not in repr(keys)
    assert SESSION_TOKEN not in str(keys)
    with pytest.raises(TypeError):
        msgspec.json.encode(keys)


def test_whether_the_environment_sets_a_secret_is_known_without_the_vault() -> None:
    whole, drawer, _ = made(FULL, {VARIABLE: "x"})
    assert whole.in_environment("me", "secret_access_key")
    assert not whole.in_environment("me", "session_token")
    assert not whole.in_environment("you", "secret_access_key")
    assert drawer.asked == []
