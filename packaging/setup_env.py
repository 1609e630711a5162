"""The project's own `.venv`: made, filled and kept in step with pyproject.toml for run.py and test.py alike."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = Path("packaging", "constraints.txt")
OLDEST_PYTHON = (3, 11)
_TAIL = 15  # lines of a failed program's output that are worth a look

# What each set installs; the second contains the first, so installing it brings both up to date.
SETS = {"run": ".", "test": ".[test]"}


class SetupError(Exception):
    """The environment cannot be made; the text says what happened and what the person can do."""


def say(text: str) -> None:
    """Tell the person what goes on, on standard error: standard output belongs to what is started."""
    print(text, file=sys.stderr, flush=True)


def tail(output: str) -> str:
    """Return the last lines of a program's output, indented."""
    return "\n".join("    " + line for line in output.strip().splitlines()[-_TAIL:])


def venv_python(root: Path) -> Path:
    """Return where the environment's Python stands on this system, whether or not it exists."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_usable(python: Path) -> bool:
    """Say whether this Python starts, is new enough and has pip: an upgrade of the system can take it away."""
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    try:
        ended = subprocess.run(
            [str(python), "-c", check], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return False
    return ended.returncode == 0


def fingerprint(root: Path) -> str:
    """Return a hash of all that decides what an install gives; the place counts, since `-e` points to it."""
    digest = hashlib.sha256(str(root).encode("utf-8", "surrogateescape"))
    for path in (Path("pyproject.toml"), CONSTRAINTS):
        content = (root / path).read_bytes()
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


def stamp(root: Path, name: str) -> Path:
    """Return the file inside `.venv` that holds the fingerprint of the set's last complete install."""
    return root / ".venv" / f"installed-{name}.txt"


def unfinished(root: Path) -> Path:
    """Return the file that stands in `.venv` while pip works: found later, it tells of a pip that was killed."""
    return root / ".venv" / "unfinished.txt"


def is_current(root: Path, name: str) -> bool:
    """Say whether the set was installed completely from what pyproject.toml and the constraints say now."""
    try:
        return stamp(root, name).read_text(encoding="ascii") == fingerprint(root)
    except (OSError, UnicodeDecodeError):
        return False


def make_venv(root: Path) -> None:
    """Make `.venv` anew, whatever stood there. Raises SetupError."""
    if importlib.util.find_spec("ensurepip") is None:
        message = (
            f"{sys.executable} cannot make a virtual environment: its module ensurepip is missing.\n"
            "On Debian and Ubuntu type: sudo apt-get install python3-venv"
        )
        raise SetupError(message)
    say("Making .venv ...")
    ended = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(root / ".venv")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode != 0:
        message = (
            f"The virtual environment could not be made in {root / '.venv'}:\n{tail(ended.stdout)}\n"
            "Look whether the disk is full or the folder is in use, remove .venv, and try again."
        )
        raise SetupError(message)


def install(root: Path, name: str) -> None:
    """Install the set, with the versions of the constraints. Raises SetupError with pip's last lines."""
    # Stamps go before pip begins and come after it ended well: what was interrupted is done again.
    for other in SETS:
        stamp(root, other).unlink(missing_ok=True)
    unfinished(root).touch()
    say("Installing into .venv; the first time this takes a minute ...")
    ended = subprocess.run(
        [
            *(str(venv_python(root)), "-m", "pip", "install"),
            *("--quiet", "--disable-pip-version-check", "--no-input"),
            *("-c", str(root / CONSTRAINTS), "-e", SETS[name]),
        ],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    # A pip that ends by itself takes back what it began; one that was killed can leave half a package behind.
    unfinished(root).unlink()
    if ended.returncode != 0:
        message = (
            f"pip could not install what pyproject.toml asks for:\n{tail(ended.stdout)}\n"
            "Look whether the network, or the proxy or package index set for pip, can be reached, and try again."
        )
        raise SetupError(message)
    for other in SETS if name == "test" else (name,):
        stamp(root, other).write_text(fingerprint(root), encoding="ascii")


def prepare(root: Path, name: str) -> Path:
    """Return the Python of an environment in which the set (`run` or `test`) is installed. Raises SetupError."""
    python = venv_python(root)
    try:
        if unfinished(root).exists() or not is_usable(python):
            make_venv(root)
        if not is_current(root, name):
            install(root, name)
    except OSError as error:
        message = f"The environment in {root / '.venv'} cannot be written or read: {error}"
        raise SetupError(message) from error
    return python
