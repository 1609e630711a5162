"""A secret gives its text to nobody who does not ask for it by name."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.secret import MASK, Secret

TEXT = "hunter2-hunter2"


@dataclass(frozen=True)
class Holder:
    secret: Secret


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        lambda s: f"<{s}>",
        lambda s: f"{s!r}",
        lambda s: f"{s!a}",
        lambda s: f"{s:>40}",
        lambda s: format(s, "x"),
        lambda s: "%s %r" % (s, s),  # noqa: UP031  # the old way shows it no more than the new
        "<{}>".format,
        lambda s: str([s]),
        lambda s: str({"a": s}),
        lambda s: repr(Holder(s)),
        lambda s: ascii(Holder(s)),
        lambda s: str(ValueError(s)),
        lambda s: json.dumps({"a": s}, default=str),
        lambda s: json.dumps({"a": s}, default=repr),
    ],
)
def test_no_way_of_showing_gives_it(show: Callable[[Secret], str]) -> None:
    shown = show(Secret(TEXT))
    assert MASK in shown or ascii(MASK)[1:-1] in shown or json.dumps(MASK)[1:-1] in shown
    assert TEXT not in shown
    assert TEXT[:4] not in shown


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        lambda s: pickle.dumps(s, protocol=0),
        lambda s: pickle.dumps(Holder(s)),
        copy.copy,
        copy.deepcopy,
        lambda s: copy.deepcopy(Holder(s)),
        json.dumps,
        msgspec.json.encode,
        msgspec.to_builtins,
        bytes,
        list,
        len,
    ],
)
def test_nothing_serialises_or_reads_it(write: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as refused:
        write(Secret(TEXT))
    assert TEXT not in "".join(traceback.format_exception(refused.value))


def test_reveal_gives_it() -> None:
    assert Secret(TEXT).reveal() == TEXT


def test_it_has_no_attributes_to_look_into() -> None:
    assert not hasattr(Secret(TEXT), "__dict__")


def test_equality_is_by_value_and_with_secrets_only() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert Secret("é\ud800") == Secret("é\ud800")


def test_it_is_no_dictionary_key() -> None:
    with pytest.raises(TypeError):
        {Secret("a"): 1}


def test_an_empty_secret_is_false() -> None:
    assert not Secret("")
    assert Secret(" ")
