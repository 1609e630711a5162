from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from apiclient_gui.practice import state
from apiclient_gui.practice.kept import Kept


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path, state.make())
    first = kept.key("idp")
    assert kept.key("idp") is first
    assert kept.key("pool_id").key_id != first.key_id
    again = Kept(tmp_path, state.load(tmp_path))
    assert again.key("idp").key_id == first.key_id


def test_two_threads_get_the_same_key(tmp_path: Path) -> None:
    kept = Kept(tmp_path, state.make())
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(kept.key("idp").key_id)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(state.load(tmp_path).rsa_keys) == 1


def test_a_damaged_key_is_made_anew(tmp_path: Path) -> None:
    damaged = msgspec.structs.replace(state.make(), rsa_keys={"idp": "damaged"})
    kept = Kept(tmp_path, damaged)
    key = kept.key("idp")
    assert Kept(tmp_path, state.load(tmp_path)).key("idp").key_id == key.key_id


def test_changes_of_several_threads_are_all_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path, state.make())

    def revoke(number: int) -> None:
        kept.change(
            lambda old: msgspec.structs.replace(old, revoked={**old.revoked, str(number): number})
        )

    threads = [threading.Thread(target=revoke, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept.state.revoked) == 20
    assert state.load(tmp_path) == kept.state


def test_a_folder_that_takes_nothing_is_no_reason_to_fail(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "gone", state.make())
    key = kept.key("idp")
    assert kept.key("idp") is key
    assert kept.state.rsa_keys


def test_a_key_is_replaced_and_the_one_before_stays(tmp_path: Path) -> None:
    kept = Kept(tmp_path, state.make())
    first = kept.key("idp")
    kept.rotate("idp", "idp_previous")
    assert kept.key("idp").key_id != first.key_id
    assert kept.key("idp_previous") == first
    again = Kept(tmp_path, state.load(tmp_path))
    assert again.key("idp").key_id == kept.key("idp").key_id
    assert again.key("idp_previous").key_id == first.key_id
