"""What is said when the keyring cannot hold or give a secret: which keyring, why, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apiclient_gui.core.finding import Evidence, Finding, Problem

# By name, because secretstorage exists on Linux only.
_LOCKED: Final = {"KeyringLocked", "LockedException", "PromptDismissedException"}

_WITHOUT = "Or give secrets as APICLIENT_SECRET_<IDENTITY>_<FIELD> in the environment."


def _problem(key: str, title: str, detail: str, remedy: str, **evidence: str) -> Problem:
    rows = tuple(Evidence(label.capitalize(), value) for label, value in evidence.items() if value)
    finding = Finding(
        id=key, severity="error", title=title, detail=detail, remedy=remedy, evidence=rows
    )
    return Problem("storage", finding)


def describe(error: BaseException, hidden: str) -> str:
    """Return kind and text of an error in one line, without the text if it quotes from `hidden`."""
    text = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    # A backend may quote what it could not write.
    told = any(hidden[at : at + 6] in text for at in range(len(hidden) - 5))
    return type(error).__name__ if told else text


def translate(error: BaseException, title: str, hidden: str) -> Problem:
    """Return what is said about an error that came out of a call of the keyring."""
    kinds = {one.__name__ for one in type(error).__mro__}
    said = describe(error, hidden)
    if kinds & _LOCKED:
        return _problem(
            "keyring_locked",
            "The keyring is locked",
            f"{title} did not open. Without a display it cannot ask for its password.",
            f"Unlock it and try again. {_WITHOUT}",
            keyring=title,
            error=said,
        )
    if "NoKeyringError" in kinds:
        return absent((title,), "")
    return failed(title, said)


def failed(title: str, said: str) -> Problem:
    """Return what is said about a keyring that is there, open, and did not do it."""
    return _problem(
        "keyring_failed",
        "The keyring failed",
        f"{title} could not do what it was asked for: {said}.",
        f"See whether other programs can use it, and try again. {_WITHOUT}",
        keyring=title,
        error=said,
    )


def absent(offered: tuple[str, ...], remembered: str) -> Problem:
    """Return what is said when keyring offers nothing, or what we refuse; `remembered` is where secrets are."""
    before = f" Secrets of this data folder are in {remembered}." if remembered else ""
    return _problem(
        "keyring_absent",
        "There is no keyring to keep secrets in",
        f"No safe store of secrets was found; what was offered: {', '.join(offered)}.{before}",
        "Start or install one (on Linux GNOME Keyring, KWallet or KeePassXC, within the desktop session). "
        + _WITHOUT,
        offered=", ".join(offered),
        before=remembered,
    )


def changed(remembered: str, now: str, title: str, file: Path) -> Problem:
    """Return what is said when secrets are in `remembered` and keyring picked `now`; `file` remembers it."""
    return _problem(
        "keyring_changed",
        "Another keyring is in use than before",
        f"Secrets of this data folder are in {remembered}, but {now} ({title}) was picked now.",
        f"Start the former one, or name it in PYTHON_KEYRING_BACKEND. To stay with the new one, remove {file} "
        "and enter the secrets again.",
        before=remembered,
        now=now,
    )


def no_answer(seconds: float) -> Problem:
    """Return what is said when a call, or the lock of another process, took longer than `seconds`."""
    return _problem(
        "keyring_no_answer",
        "The keyring does not answer",
        f"It said nothing for {seconds:g} s. Most often it waits for its password to be typed, for this program or "
        "for another one that is writing.",
        f"Look for its window, unlock it and try again. {_WITHOUT}",
    )


def too_long(field: str, length: int) -> Problem:
    """Return what is said about a secret that no keyring would take in any reasonable time."""
    return _problem(
        "secret_too_long",
        f"The {field} has {length:,} characters",
        "A keyring holds keys and tokens, which have some thousand at most.",
        "See whether the right text was pasted.",
    )


def damaged(field: str) -> Problem:
    """Return what is said about an entry that is not a whole value of ours."""
    return _problem(
        "vault_value_damaged",
        f"The stored {field} is damaged",
        "What the keyring holds is not a whole value of this program; nothing of it is used.",
        "Enter it again.",
    )
