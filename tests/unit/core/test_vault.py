"""The vault over a keyring as narrow as Windows, one that breaks off, one that hangs, another one, and none."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.core
import pytest
from filelock import FileLock
from keyring.backends import chainer, fail, null

from apiclient_gui.core import vault as vault_module
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import Vault
from tests.keyring_backends import (
    BreakingKeyring,
    ForgetfulKeyring,
    HangingKeyring,
    MemoryKeyring,
    OtherKeyring,
    QuotingKeyring,
    UnsafeKeyring,
    WindowsLikeKeyring,
)
from tests.support.vaults import OWNER, PLANTED, kept_in_memory, refusal, use, value


@pytest.fixture
def vault(data_folder: Path) -> Vault:
    return Vault(data_folder)


# ---------------------------------------------------------------- long values


@pytest.mark.parametrize("length", [0, 1, 900, 901, 5000, 60_000])
@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_keyring_as_narrow_as_windows(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, length: int, letter: str
) -> None:
    use(monkeypatch, WindowsLikeKeyring({}))
    assert vault.put(OWNER, "password", Secret(letter * length)) is None
    assert value(vault) == letter * length


def test_forget_leaves_no_entry(vault: Vault, memory_keyring: MemoryKeyring) -> None:
    for length in (10, 5000, 3000, 20):
        assert vault.put(OWNER, "password", Secret("x" * length)) is None
    assert len(memory_keyring.entries) == 1
    assert vault.put(OWNER, "password", Secret("x" * 5000)) is None
    vault.forget(OWNER, "password")
    vault.forget(OWNER, "password")
    assert memory_keyring.entries == {}


@pytest.mark.parametrize("old", ["old", "o" * 4000], ids=["short", "long"])
@pytest.mark.parametrize("new", ["new", "n" * 6000], ids=["short", "long"])
def test_a_keyring_that_breaks_at_any_step(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    before: dict[tuple[str, str], str] = {}
    use(monkeypatch, BreakingKeyring(before, -1))
    assert Vault(data_folder).put(OWNER, "password", Secret(old)) is None
    kept: list[bool] = []
    for steps in range(20):
        entries = dict(before)
        use(monkeypatch, BreakingKeyring(entries, steps))
        vault = Vault(data_folder)
        finding = vault.put(OWNER, "password", Secret(new))
        assert finding is None or finding.id == "keyring_failed"
        assert value(vault) == new  # this run has it in any case
        # The next run has the new value when it was said to be kept, else the old one.
        assert value(Vault(data_folder)) == (new if finding is None else old)
        kept.append(finding is None)
    assert kept[0] is False
    assert kept[-1] is True


def test_a_damaged_value_is_said_and_replaced(vault: Vault, memory_keyring: MemoryKeyring) -> None:
    assert vault.put(OWNER, "password", Secret(PLANTED * 100)) is None
    piece = next(key for key in memory_keyring.entries if key[1].endswith("/1"))
    del memory_keyring.entries[piece]
    assert refusal(vault).id == "vault_value_damaged"
    assert vault.state().usable
    assert vault.put(OWNER, "password", Secret("again")) is None
    assert value(vault) == "again"


def test_a_value_just_being_written_is_read_when_it_is_whole(
    vault: Vault, memory_keyring: MemoryKeyring, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between head and pieces of a read, another process writes twice; the second look has the lock."""
    other = Vault(data_folder)
    assert other.put(OWNER, "password", Secret("1" * 3000)) is None

    class Interrupted(MemoryKeyring):
        pending = 2

        def get_password(self, service: str, username: str) -> str | None:
            found = super().get_password(service, username)
            while self.pending:
                self.pending -= 1
                writer = MemoryKeyring(self.entries)
                entries = vault_module._Entries(lambda job, *_, **__: job(), writer)
                with FileLock(data_folder / "vault.lock"):
                    name = vault_module.chunks.name(OWNER, "password")
                    kept = vault_module.chunks.store(entries, name, str(self.pending + 2) * 3000)
                    vault_module.chunks.sweep(entries, name, kept)
            return found

    (data_folder / "vault.json").unlink()
    use(monkeypatch, Interrupted(memory_keyring.entries))
    assert value(vault) == "2" * 3000


def test_another_writer_that_does_not_end(data_folder: Path) -> None:
    vault = Vault(data_folder, seconds=0.2)
    data_folder.mkdir()
    ready, ended = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(data_folder / "vault.lock"):
            ready.set()
            ended.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert ready.wait(10)
    kept_finding = vault.put(OWNER, "password", Secret(PLANTED))
    ended.set()
    holder.join()
    assert kept_finding is not None
    assert kept_finding.id == "keyring_no_answer"


# ---------------------------------------------------------------- one that hangs


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingKeyring]:
    backend = HangingKeyring({})
    use(monkeypatch, backend)
    yield backend
    backend.prompt.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)


def test_a_keyring_that_hangs_is_left_alone(hanging: HangingKeyring, data_folder: Path) -> None:
    vault = Vault(data_folder, seconds=0.2)
    assert refusal(vault).id == "keyring_no_answer"
    assert refusal(vault).id == "keyring_no_answer"
    kept_in_memory(vault, "keyring_no_answer")
    assert hanging.calls == 1
    assert len([one for one in threading.enumerate() if one.name == "keyring"]) == 1
    hanging.prompt.set()
    (stuck,) = [one for one in threading.enumerate() if one.name == "keyring"] or [None]
    if stuck is not None:
        stuck.join(10)
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None
    assert vault.state() == vault_module.VaultState(
        "tests.keyring_backends.HangingKeyring", usable=True, finding=None, in_memory=()
    )


def test_the_wait_is_announced(
    hanging: HangingKeyring, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "_PATIENCE", 0.01)
    waited: list[str] = []

    def announce() -> None:
        waited.append("waiting for your keyring")
        hanging.prompt.set()

    vault = Vault(data_folder, notify=announce)
    assert value(vault) is None
    assert waited == ["waiting for your keyring"]


def test_looking_for_a_keyring_announces_nothing(
    data_folder: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault_module, "_PATIENCE", 0.01)
    looked = threading.Event()

    def slow() -> MemoryKeyring:
        looked.wait(0.2)  # as the first import does
        return memory_keyring

    monkeypatch.setattr(keyring, "get_keyring", slow)
    waited: list[str] = []
    assert value(Vault(data_folder, notify=lambda: waited.append("waiting"))) is None
    assert waited == []


def test_many_callers_make_one_thread(hanging: HangingKeyring, data_folder: Path) -> None:
    vault = Vault(data_folder, seconds=0.2)
    said: list[str] = []

    def ask() -> None:
        said.append(refusal(vault).id)

    callers = [threading.Thread(target=ask) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(30)
    assert said == ["keyring_no_answer"] * 20
    assert hanging.calls == 1


# ---------------------------------------------------------------- none, or another one


@pytest.mark.parametrize(
    "backend", [fail.Keyring(), null.Keyring(), UnsafeKeyring({})], ids=["fail", "null", "unsafe"]
)
def test_no_safe_keyring(
    vault: Vault,
    monkeypatch: pytest.MonkeyPatch,
    data_folder: Path,
    backend: keyring.backend.KeyringBackend,
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(keyring.core, "_config_path", lambda: data_folder / "keyringrc.cfg")
    use(monkeypatch, backend)
    assert value(vault) is None
    vault.forget(OWNER, "password")
    finding = kept_in_memory(vault, "keyring_absent")
    assert f"{type(backend).__module__}.Keyring" in finding.detail or "Unsafe" in finding.detail
    assert getattr(backend, "entries", {}) == {}
    assert not (data_folder / "vault.json").exists()


def test_an_unusual_keyring_chosen_on_purpose_is_used(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyring_backends.UnsafeKeyring")
    use(monkeypatch, UnsafeKeyring({}))
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None


def test_the_keyring_went_away(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None
    use(monkeypatch, fail.Keyring())
    finding = refusal(vault)
    assert finding.id == "keyring_absent"
    assert "tests.keyring_backends.MemoryKeyring" in finding.detail
    with pytest.raises(Problem):
        vault.forget(OWNER, "password")


def test_another_keyring_than_before(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring, data_folder: Path
) -> None:
    assert vault.put(OWNER, "password", Secret("before")) is None
    use(monkeypatch, OtherKeyring({}))
    finding = refusal(Vault(data_folder))
    assert finding.id == "keyring_changed"
    assert "keyring_backends.MemoryKeyring" in finding.detail
    assert "keyring_backends.OtherKeyring" in finding.detail
    kept_in_memory(Vault(data_folder), "keyring_changed")
    # The remedy that it names works.
    assert str(data_folder / "vault.json") in finding.remedy
    (data_folder / "vault.json").unlink()
    assert vault.put(OWNER, "password", Secret("after")) is None
    use(monkeypatch, memory_keyring)
    assert refusal(vault).id == "keyring_changed"


def test_the_former_keyring_can_be_forgotten(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    assert vault.put(OWNER, "password", Secret("before")) is None
    use(monkeypatch, OtherKeyring({}))
    assert refusal(vault).id == "keyring_changed"
    vault.forget_backend()
    vault.forget_backend()  # nothing left to forget is fine
    assert vault.state().usable
    assert value(vault) is None
    assert vault.put(OWNER, "password", Secret("after")) is None
    assert value(vault) == "after"
    (data_folder / "vault.json").unlink()
    (data_folder / "vault.json").mkdir()
    with pytest.raises(Problem) as caught:
        vault.forget_backend()
    assert caught.value.trouble == "storage"


def test_of_several_keyrings_always_the_same(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two of them keyring makes a chain, whose order depends on the desktop."""
    first, second = MemoryKeyring({}), OtherKeyring({})

    class Chain(chainer.ChainerBackend):
        backends = (first, second)

        def __init__(self, _: object = None) -> None:
            super().__init__()

    use(monkeypatch, Chain())
    assert vault.put(OWNER, "password", Secret("one")) is None
    monkeypatch.setattr(Chain, "backends", (second, first))
    assert value(vault) == "one"
    assert vault.put(OWNER, "password", Secret("two")) is None
    monkeypatch.setattr(Chain, "backends", (first, second))
    assert value(vault) == "two"
    assert second.entries == {}
    keyring.backend.KeyringBackend._classes.discard(Chain)


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"[1]", b'{"backend": 5}', b"{"])
def test_a_damaged_note_of_the_backend_is_written_anew(
    vault: Vault, data_folder: Path, text: bytes
) -> None:
    data_folder.mkdir()
    (data_folder / "vault.json").write_bytes(text)
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None
    assert b"MemoryKeyring" in (data_folder / "vault.json").read_bytes()
    assert value(vault) == PLANTED


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    vault = Vault(tmp_path / "file" / "data")
    finding = vault.put(OWNER, "password", Secret(PLANTED))
    assert finding is not None
    assert "memory" in finding.detail
    assert str(tmp_path / "file" / "data") in finding.evidence[0].value
    assert value(vault) == PLANTED


def test_a_lock_that_cannot_be_made(vault: Vault, data_folder: Path) -> None:
    (data_folder / "vault.lock").mkdir(parents=True)
    finding = vault.put(OWNER, "password", Secret(PLANTED))
    assert finding is not None
    assert str(data_folder / "vault.lock") in finding.evidence[0].value
    assert value(vault) == PLANTED


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_only_the_user_may_look_into_a_new_data_folder(vault: Vault, data_folder: Path) -> None:
    assert vault.put(OWNER, "password", Secret(PLANTED)) is None
    assert data_folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in data_folder.iterdir()} == {0}
    assert all(PLANTED.encode() not in path.read_bytes() for path in data_folder.iterdir())


# ---------------------------------------------------------------- what is said


def test_no_message_quotes_the_secret(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    use(monkeypatch, QuotingKeyring({}))
    kept_in_memory(vault, "keyring_failed")
    assert PLANTED not in caplog.text
    assert PLANTED not in repr(vault.state())


def test_a_keyring_that_keeps_nothing_is_noticed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, ForgetfulKeyring({}))
    kept_in_memory(vault, "keyring_failed")


# ---------------------------------------------------------------- memory


def test_preset_comes_first_and_is_never_written(
    vault: Vault, memory_keyring: MemoryKeyring, data_folder: Path
) -> None:
    vault.preset(OWNER, "password", Secret("practice"))
    assert value(vault) == "practice"
    assert memory_keyring.entries == {}
    assert not data_folder.exists()
    assert vault.put(OWNER, "password", Secret("typed")) is None
    assert value(vault) == "typed"
    vault.preset(OWNER, "password", Secret("practice"))
    assert value(vault) == "practice"
    vault.forget(OWNER, "password")
    assert value(vault) is None


def test_a_preset_needs_no_keyring(data_folder: Path, hanging: HangingKeyring) -> None:
    vault = Vault(data_folder, seconds=0.2)
    vault.preset(OWNER, "password", Secret(""))
    assert value(vault) == ""
    assert hanging.calls == 0


def test_memory_comes_before_the_keyring(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, memory_keyring: MemoryKeyring
) -> None:
    assert vault.put(OWNER, "password", Secret("old")) is None
    use(monkeypatch, BreakingKeyring(memory_keyring.entries, 0))
    assert vault.put(OWNER, "password", Secret("new")) is not None
    use(monkeypatch, memory_keyring)
    assert value(vault) == "new"
    assert vault.put(OWNER, "password", Secret("newest")) is None
    assert value(vault) == "newest"
    assert vault.state().in_memory == ()


def test_owners_and_fields_are_apart(vault: Vault) -> None:
    vault.put("a", "x", Secret("1"))
    vault.put("b", "x", Secret("2"))
    vault.put("a", "y", Secret("3"))
    vault.forget("a", "x")
    assert vault.get("a", "x") is None
    assert [vault.get("b", "x"), vault.get("a", "y")] == [Secret("2"), Secret("3")]


def test_importing_the_vault_does_not_import_keyring() -> None:
    program = "import sys, apiclient_gui.core.vault; print('keyring' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_a_text_that_is_no_secret_by_its_length_is_not_given_to_the_keyring(
    data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    finding = Vault(data_folder).put(OWNER, "token", Secret("x" * (vault_module.LONGEST + 1)))
    assert finding is not None
    assert (finding.id, finding.severity) == ("secret_too_long", "warning")
    assert memory_keyring.entries == {}


def test_what_is_filled_in_later_is_there_for_the_first_question(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    times: list[int] = []

    def fill() -> None:
        times.append(1)
        vault.preset("id-1", "token", Secret("filled in"))

    vault.fill_later(fill)
    assert times == []
    assert vault.get("id-1", "token") == Secret("filled in")
    assert vault.get("id-1", "token") == Secret("filled in")
    assert times == [1]
