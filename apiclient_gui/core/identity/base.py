"""What a kind of identity is: data for its form and one function from its facts and secrets to credentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apiclient_gui.core.model import Credentials, Field
from apiclient_gui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be somebody. `scheme` is the id of the scheme its credentials are sent with.

    `obtain` gets the facts and those secrets that are set, both by field key, and raises Problem("refused") with a
    finding when something required is missing. `summary` is one short line for lists, without any secret.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    scheme: str
    obtain: Callable[[Mapping[str, str], Mapping[str, Secret]], Credentials]
    summary: Callable[[Mapping[str, str]], str]

    @property
    def secret_fields(self) -> tuple[Field, ...]:
        """The fields that go to the vault."""
        return tuple(field for field in self.fields if field.kind == "secret")
