"""What the commands share: their type, their output, the options of requests."""

from __future__ import annotations

from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Command:
    """A command of `apiclient`. `id` is the word typed."""

    id: str
    command: click.Command
