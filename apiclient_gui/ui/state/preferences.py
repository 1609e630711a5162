"""What is done for the preferences off the window's thread: looking into files, trying the keyring, forgetting everything."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from apiclient_gui.core import files
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.model import Identity, Settings
from apiclient_gui.core.preferences import OWNER
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import VaultState
from apiclient_gui.core.workspace import Workspace
from apiclient_gui.practice import seed
from apiclient_gui.ui.state import kept_tabs

_TRIAL: Final = "trial"
_Step = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What came of forgetting: how many things went, and why others may still be there. `whole`: it was not cancelled."""

    gone: int
    kept: tuple[tuple[str, Finding], ...]
    whole: bool = True


def look_into(ca_file: str) -> int:
    """Return how many certificates a CA file holds, 0 for a folder of them. Raises Problem("refused") for none."""
    from apiclient_gui.core.wire.trust import Trust  # noqa: PLC0415  # requests: 0.1 s, on first use only

    return Trust().context(Settings(ca_file=ca_file), None).cert_store_stats()["x509"]


def try_keyring(program: Program) -> VaultState:
    """Write a trial entry, read and remove it; return how secrets are kept. May open the keyring's own prompt."""
    vault, trial = program.vault, Secret(secrets.token_hex(8))
    finding = vault.put(OWNER, _TRIAL, trial)
    try:
        read = vault.get(OWNER, _TRIAL)
        vault.forget(OWNER, _TRIAL)
    except Problem as problem:
        finding = finding or problem.finding
        read = trial
    if finding is None and read != trial:
        finding = Finding(
            id="keyring_forgetful",
            severity="error",
            title="The keyring did not give back what was written",
            remedy="See whether other programs can use it, and try again.",
        )
    state = vault.state()
    kept = tuple(one for one in state.in_memory if one != (OWNER, _TRIAL))
    return VaultState(state.backend, finding is None, finding, kept)


def forget_everything(program: Program, tell: Callable[[str], None], cancel: Cancel) -> Forgotten:
    """Remove secrets, logins, history and drafts; requests, identities and preferences stay.

    `tell` gets words for each step. What goes wrong with one does not stop the others.
    """
    gone = 0
    kept: list[tuple[str, Finding]] = []
    for what, remove in _steps(program):
        if cancel.requested:
            return Forgotten(gone, tuple(kept), whole=False)
        tell(what)
        try:
            remove()
            gone += 1
        except Problem as problem:
            kept.append((what, problem.finding))
    # Practice keys open nothing else and stand in the practice folder: the samples go on working.
    seed.remember_keys(program)
    if not kept:
        # Nothing of ours is in any keyring now.
        with contextlib.suppress(Problem):
            program.vault.forget_backend()
    return Forgotten(gone, tuple(kept))


def _steps(program: Program) -> Iterator[_Step]:
    for folder in _folders(program):
        try:
            workspace = Workspace.open(folder)
        except Problem as problem:
            yield str(folder), _raiser(problem)
            continue
        yield from _of_workspace(program, workspace)
    yield "The proxy's password", program.forget_proxy_password
    yield "The history", program.history.clear
    yield "Drafts", partial(_remove_drafts, program)


def _raiser(problem: Problem) -> Callable[[], object]:
    def fail() -> None:
        raise problem

    return fail


def _folders(program: Program) -> Iterable[Path]:
    """The open workspace first, then the others that this data folder knows."""
    others = (folder for _, folder in program.known.every())
    return dict.fromkeys((program.folder, *others))


def _of_workspace(program: Program, workspace: Workspace) -> Iterator[_Step]:
    secrets_ = program.secrets
    for identity in workspace.identities():
        yield f"Identity {identity.name}", partial(_forget, program, identity)
    for environment in workspace.environments():
        for name in environment.secrets:
            yield f"Variable {name}", partial(secrets_.forget, environment.id, name)
    certificates = {
        (settings.cert_file, settings.key_file): settings
        for _, request in workspace.requests()
        if (settings := request.settings).cert_file
    }
    for settings in certificates.values():
        yield (
            "A certificate's passphrase",
            partial(program.keep_passphrase, settings, Secret("")),
        )


def _forget(program: Program, identity: Identity) -> None:
    if identity.kind in kinds.TABLE:
        program.identities.forget(identity)
    else:  # which secrets an unknown kind has, nobody knows
        program.identities.log_out(identity)


def _remove_drafts(program: Program) -> None:
    """Remove the drafts of all workspaces but those that a window holds open. Raises Problem("storage")."""
    root = kept_tabs.folder_of(program.data, program.folder).parent
    held = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if not folder.is_dir():
            continue
        try:
            with FileLock(folder / ".lock", timeout=0, mode=0o600):
                for file in folder.iterdir():
                    if file.name != ".lock":
                        file.unlink()
        except Timeout:
            held.append(folder)
        except OSError as error:
            raise files.problem(error, folder, "delete") from error
    own = kept_tabs.folder_of(program.data, program.folder)
    if others := [folder for folder in held if folder != own]:
        raise Problem("storage", _held_open(len(others)))


def _held_open(count: int) -> Finding:
    return Finding(
        id="drafts_in_use",
        severity="error",
        title="Drafts of another window stay",
        detail="Another window of this program has them open and would write them again.",
        evidence=(Evidence("Workspaces", str(count)),),
        remedy="Close it, and forget everything once more.",
    )
