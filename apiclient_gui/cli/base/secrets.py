"""Secrets on the command line: read from the environment, a file or standard input, never an argument themselves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from apiclient_gui.cli.base.output import read, usage
from apiclient_gui.core.secret import Secret

_LARGEST: Final = 1024 * 1024  # bytes


def secret_of(source: str) -> Secret:
    """Return a secret from where the option says; one line break at its end is taken off."""
    kind, _, name = source.partition(":")
    try:
        if source == "-":
            text = _text(read(_LARGEST + 1))
        elif kind == "env" and name in os.environ:
            text = os.environ[name]
        elif kind == "file":
            with Path(name).open("rb") as file:
                text = _text(file.read(_LARGEST + 1))
        else:
            raise usage(
                "secret_unreadable",
                "A secret is read from env:VARIABLE, file:PATH or -",
                "It is never written on the command line, where other programs can read it; a variable named must be set.",
            )
    except (OSError, ValueError):
        raise usage(
            "secret_unreadable",
            "The secret cannot be read from there",
            "Name a text file that is there and has at most 1 MB, or use env:VARIABLE.",
        ) from None
    return Secret(text.removesuffix("\n").removesuffix("\r"))


def _text(raw: bytes) -> str:
    """Return raw as text. Raises ValueError when it is none, or cut."""
    if len(raw) > _LARGEST:
        raise ValueError
    return raw.decode()
