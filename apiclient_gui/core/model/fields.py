"""Fields of a form: what a scheme, an identity or a login asks for, as data that window and command line draw from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "lines", "secret", "switch", "choice", "number"]
OptionValue = str | bool | int
Offered = Literal["", "identities", "aws_profiles"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for: window and command line draw their forms and options from it.

    `fallback` says in words what holds when the field is left empty ("from the host"). `offered` is what a person can be
    offered as values of a text; any other may be typed.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    default: OptionValue = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""
    fallback: str = ""
    offered: Offered = ""
