"""Kept logins: tokens and temporary keys in the vault, a record without secrets beside them, one login at a time."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.identities.logins import FIELD, Logins, basis
from apiclient_gui.core.model import AwsKeys, Tokens
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import MASK, Secret
from tests import factories
from tests.support.drawer import Drawer

ME = factories.identity()
BASIS = basis({"username": "ann"})
TOKENS = Tokens(
    {"id": Secret("the-id-token"), "refresh": Secret("the-refresh-token")},
    "id",
    factories.NOW,
    factories.NOW + timedelta(hours=1),
)
KEYS = AwsKeys(
    "ASIAEXAMPLEEXAMPLE00",
    Secret("the-secret-access-key"),
    Secret("the-session-token"),
    factories.NOW + timedelta(hours=1),
    factories.NOW,
    Secret("the-renewal"),
)


def made(folder: Path, drawer: Drawer | None = None) -> tuple[Logins, Drawer, Redactor]:
    drawer, redactor = drawer or Drawer(), Redactor()
    return Logins(drawer, redactor, folder / "logins"), drawer, redactor


def test_what_is_kept_is_there_for_another_program(tmp_path: Path) -> None:
    first, drawer, redactor = made(tmp_path)
    finding = first.keep(ME, BASIS, TOKENS, factories.NOW)
    assert finding is not None  # what the vault says is handed on
    assert redactor.text("the-id-token the-refresh-token") == f"{MASK} {MASK}"
    second, _, learnt = made(tmp_path, drawer)
    assert second.load(ME, BASIS) == TOKENS
    assert learnt.text("the-refresh-token") == MASK


def test_the_record_tells_when_and_what_and_no_secret(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    logins.keep(ME, BASIS, TOKENS, factories.NOW)
    drawer.asked.clear()
    record = logins.about(ME)
    assert record is not None
    assert (record.kinds, record.expires_at) == (("id", "refresh"), TOKENS.expires_at)
    assert drawer.asked == []
    for file in (tmp_path / "logins").iterdir():
        assert b"the-" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0


def test_the_vault_is_asked_once(tmp_path: Path) -> None:
    _, drawer, _ = made(tmp_path)
    made(tmp_path, drawer)[0].keep(ME, BASIS, TOKENS, factories.NOW)
    logins, _, _ = made(tmp_path, drawer)
    drawer.asked.clear()
    for _ in range(3):
        assert logins.load(ME, BASIS) is not None
    assert drawer.asked == [(ME.id, FIELD)]


def test_tokens_of_other_facts_are_not_ours(tmp_path: Path) -> None:
    logins, _, _ = made(tmp_path)
    logins.keep(ME, BASIS, TOKENS, factories.NOW)
    assert logins.load(ME, basis({"username": "bob"})) is None


def test_what_another_program_kept_later_goes_before_what_is_held(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    logins.keep(ME, BASIS, TOKENS, factories.NOW)
    later = Tokens({"id": Secret("a-later-one")}, "id", factories.NOW + timedelta(hours=2))
    made(tmp_path, drawer)[0].keep(ME, BASIS, later, factories.NOW)
    assert logins.load(ME, BASIS) == later
    made(tmp_path, drawer)[0].forget(ME)
    assert logins.load(ME, BASIS) is None


def test_forgotten_is_gone_everywhere(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    logins.keep(ME, BASIS, TOKENS, factories.NOW)
    logins.forget(ME)
    logins.forget(ME)
    assert drawer.kept == {}
    assert logins.about(ME) is None
    assert logins.load(ME, BASIS) is None


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"facts": 1}'])
def test_a_damaged_record_is_none(tmp_path: Path, damage: bytes) -> None:
    logins, _, _ = made(tmp_path)
    logins.keep(ME, BASIS, TOKENS, factories.NOW)
    (record,) = (tmp_path / "logins").glob("*.json")
    record.write_bytes(damage)
    assert logins.about(ME) is None
    assert logins.load(ME, BASIS) is None


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", "no json", '{"held": {"id": 1}, "default": "id"}']
)
def test_damaged_tokens_are_none(tmp_path: Path, kept: str) -> None:
    _, drawer, _ = made(tmp_path)
    made(tmp_path, drawer)[0].keep(ME, BASIS, TOKENS, factories.NOW)
    drawer.kept[ME.id, FIELD] = Secret(kept)
    assert made(tmp_path, drawer)[0].load(ME, BASIS) is None


def test_one_at_a_time_and_a_cancel_ends_the_waiting(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    other, _, _ = made(tmp_path, drawer)
    cancel = Cancel()
    with logins.lock(ME, Cancel()):
        threading.Timer(0.1, cancel.request).start()
        with pytest.raises(Cancelled), other.lock(ME, cancel):
            pytest.fail("two at once")
    with other.lock(ME, Cancel()):
        pass


def test_who_does_not_wait_is_told_whether_it_is_their_turn(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    other, _, _ = made(tmp_path, drawer)
    with logins.lock(ME, Cancel()) as ours:
        assert ours
        with other.lock(ME, Cancel(), wait=False) as theirs:
            assert not theirs
        with other.lock(ME, Cancel(), wait=False) as theirs:
            assert not theirs
    with other.lock(ME, Cancel(), wait=False) as theirs:
        assert theirs


def test_any_id_has_a_place(tmp_path: Path) -> None:
    logins, _, _ = made(tmp_path)
    for id_ in ("../../x", "", "a" * 5000, "ü\n"):
        odd = msgspec.structs.replace(ME, id=id_)
        logins.keep(odd, BASIS, TOKENS, factories.NOW)
        assert logins.load(odd, BASIS) == TOKENS
    assert {one.name for one in tmp_path.iterdir()} == {"logins"}


@pytest.mark.parametrize(
    "keys", [KEYS, replace(KEYS, renewal=None, session_token=None, about="Reader in 1")]
)
def test_temporary_keys_are_kept_whole(tmp_path: Path, keys: AwsKeys) -> None:
    first, drawer, _ = made(tmp_path)
    first.keep(ME, BASIS, keys, factories.NOW)
    second, _, learnt = made(tmp_path, drawer)
    assert second.load(ME, BASIS) == keys
    assert learnt.text("the-secret-access-key") == MASK
    record = second.about(ME)
    assert record is not None
    assert (record.kinds, record.access_key_id) == ((), "ASIAEXAMPLEEXAMPLE00")
    assert record.about == keys.about
    assert (record.obtained_at, record.expires_at) == (keys.obtained_at, keys.expires_at)
    for file in (tmp_path / "logins").iterdir():
        assert b"the-" not in file.read_bytes()


def test_keys_whose_record_is_still_the_old_one_are_not_used(tmp_path: Path) -> None:
    first, drawer, _ = made(tmp_path)
    first.keep(ME, BASIS, KEYS, factories.NOW)
    others = {"access_key_id": "ASIAANOTHER", "secret_access_key": "x"}
    drawer.kept[ME.id, FIELD] = Secret(json.dumps(others))
    assert made(tmp_path, drawer)[0].load(ME, BASIS) is None


@pytest.mark.parametrize(
    "kept", ["", "{}", '{"access_key_id": 1}', '{"held": {}, "default": "id"}']
)
def test_damaged_keys_are_none(tmp_path: Path, kept: str) -> None:
    first, drawer, _ = made(tmp_path)
    first.keep(ME, BASIS, KEYS, factories.NOW)
    drawer.kept[ME.id, FIELD] = Secret(kept)
    assert made(tmp_path, drawer)[0].load(ME, BASIS) is None


def test_tokens_after_keys_and_keys_after_tokens(tmp_path: Path) -> None:
    logins, drawer, _ = made(tmp_path)
    for held in (KEYS, TOKENS, KEYS):
        logins.keep(ME, BASIS, held, factories.NOW)
        assert made(tmp_path, drawer)[0].load(ME, BASIS) == held


def test_without_a_time_they_were_obtained_now(tmp_path: Path) -> None:
    logins, _, _ = made(tmp_path)
    logins.keep(ME, BASIS, replace(KEYS, obtained_at=None), factories.NOW)
    record = logins.about(ME)
    assert record is not None
    assert record.obtained_at == factories.NOW


def test_the_basis_is_all_that_decides_and_its_order_is_not() -> None:
    whole = basis({"a": "1", "b": "2"}, "files")
    assert basis({"b": "2", "a": "1"}, "files") == whole
    others = [
        basis({"a": "1"}, "files"),
        basis({"a": "1", "b": "2"}),
        basis({"a": "1", "b": "2"}, "other"),
    ]
    assert whole not in others
    assert basis({"a": "1"}, "", "x") == basis({"a": "1"}, "x")
    assert basis({"a": "\ud800"})  # a variable of the environment may hold half a character


def test_records_of_the_version_before_hold() -> None:
    # Of facts alone: who logged in with it stays logged in.
    assert basis({"username": "ann", "pool_id": "ü/\n"}) == "2e3a0c80cdf1f64a"
