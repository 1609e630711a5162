"""Bodies of responses: which are kept and which never, and the files they stand in, for the user's eyes only."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import IO, Final

from apiclient_gui.core import files
from apiclient_gui.core.model import Body, Exchange, FilePart

INLINE: Final = 4096  # bytes; up to there a row of the database is faster than a file of its own
IN_MEMORY: Final = 8 * 2**20  # bytes; a larger body is handed out as a file
_LOOKED_AT: Final = 2**16  # bytes; the answer of a login has some kilobytes
_ORPHAN_AGE: Final = 600.0  # seconds; a younger file may belong to a record that is being written

# RFC 6749 §5.1 and §6, Cognito's InitiateAuth and RespondToAuthChallenge, STS and identity pools (JSON and XML).
_TOKENS: Final = re.compile(
    rb'"(?:access_token|id_token|refresh_token|AuthenticationResult|SecretAccessKey|SecretKey)"\s*:'
    rb"|<(?:SecretAccessKey|SessionToken)>|(?:^|&)(?:access_token|refresh_token)="
)
_LOGIN: Final = re.compile(
    rb"(?:^|&)(?:grant_type|client_secret|refresh_token)="
    rb'|"(?:AuthParameters|ChallengeResponses|grant_type|client_secret|refresh_token)"\s*:'
)


def is_login(exchange: Exchange) -> bool:
    """Say whether an exchange is a login by the look of its bodies: neither of them may be kept then."""
    answer = exchange.response
    return _holds(exchange.prepared.body, _LOGIN) or bool(answer and _holds(answer.body, _TOKENS))


def _holds(body: Body, pattern: re.Pattern[bytes]) -> bool:
    try:
        return bool(pattern.search(body.head(_LOOKED_AT)))
    except OSError:  # a file that is gone
        return False


class Bodies:
    """The folder of body files. Names are random: a file belongs to the record that names it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return where the file of that name stands."""
        return self._folder / name

    def write(self, content: bytes) -> str:
        """Keep these bytes and return the file's name. Raises OSError.

        Not synced to the disk: what the system has taken outlives our end, also a killed one; a power cut may cost
        the last bodies, and their records say so.
        """
        name = self._name()
        with _new(self.path(name)) as file:
            file.write(content)
        return name

    def adopt(self, source: Path) -> str:
        """Keep a large body that stands in a file: the same file under a second name, where the disk can do that.

        It may then be deleted at its old place. Raises OSError.
        """
        name = self._name()
        target = self.path(name)
        try:
            os.link(source, target)
        except OSError:  # another disk, or one without links
            with _new(target) as file:
                file.writelines(FilePart(source, source.stat().st_size).blocks())
        target.chmod(0o600)
        return name

    def remove(self, names: Iterable[str]) -> None:
        """Delete these files; one that is gone, or cannot be deleted now, is left to the next sweep."""
        for name in names:
            with contextlib.suppress(OSError):
                self.path(name).unlink()

    def clear(self) -> None:
        """Delete all files."""
        self.remove(self._names())

    def sweep(self, known: Collection[str]) -> None:
        """Delete the files that no record names: their writer was killed in between. Young ones are left alone."""
        oldest = time.time() - _ORPHAN_AGE
        for name in set(self._names()).difference(known):
            with contextlib.suppress(OSError):
                if self.path(name).lstat().st_mtime < oldest:
                    self.path(name).unlink()

    def _names(self) -> list[str]:
        with contextlib.suppress(OSError):
            return os.listdir(self._folder)  # noqa: PTH208  # names, no paths: there are ten thousand
        return []

    def _name(self) -> str:
        files.make_folder(self._folder, private=True)
        return f"{secrets.token_hex(16)}.body"


def _new(path: Path) -> IO[bytes]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")
