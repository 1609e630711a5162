"""What a kind of identity is: data for its form, and how its facts and secrets become credentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apiclient_gui.core.finding import Action, Finding, Problem
from apiclient_gui.core.flow import Flow, Given
from apiclient_gui.core.model import Credentials, Field


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be somebody. `scheme` is the id of the scheme its credentials are sent with.

    `obtain` returns credentials at once, or a flow that logs in (core/flow.py); it raises Problem("refused") with a
    finding when something required is missing, a flow raises Problem("login") when the login is refused. What a flow
    brought is kept until it ends (`logs_in`); `refresh` gets new credentials for old ones without asking anybody (for
    tokens with a refresh token, for AWS keys with a `renewal`). `depends` returns what else but the facts decides which
    credentials come, such as the text of files: when it changes, what was kept is no longer used.
    `summary` is one short line for lists, without any secret; `hint` says when to choose this kind.
    """

    id: str
    title: str
    fields: tuple[Field, ...]
    scheme: str
    obtain: Callable[[Given], Credentials | Flow]
    summary: Callable[[Mapping[str, str]], str]
    logs_in: bool = False
    refresh: Callable[[Given, Credentials], Flow] | None = None
    depends: Callable[[Given], str] = lambda _: ""
    hint: str = ""

    @property
    def secret_fields(self) -> tuple[Field, ...]:
        """The fields that go to the vault."""
        return tuple(field for field in self.fields if field.kind == "secret")


def incomplete(what: str, hint: str) -> Problem:
    """Return the problem of an identity that lacks something required."""
    return Problem(
        "refused",
        Finding(
            id="identity_incomplete",
            severity="error",
            title=f"This identity has no {what}",
            detail=f"Nothing was sent. {hint}".rstrip(),
            remedy="Open the identity and fill it in.",
            actions=(Action("open_identity", "Open the identity"),),
        ),
    )
