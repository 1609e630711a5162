"""Whether a typed body is JSON, and where it stops being it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import msgspec

MOST_CHARACTERS: Final = (
    1_000_000  # checking more holds up the window: C code keeps the interpreter lock
)

_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
_AT = re.compile(r"\(byte (\d+)\)")


@dataclass(frozen=True, slots=True)
class Hint:
    """One line under the editor; `line` and `column` count from 1, 0 when the place is not known."""

    valid: bool
    words: str
    line: int = 0
    column: int = 0


def check_json(text: str) -> Hint | None:
    """Return what there is to say about the text as JSON (RFC 8259); None for an empty or a very long one.

    A `{{variable}}` stands for a value, or for a part of a text.
    """
    if not text.strip() or len(text) > MOST_CHARACTERS:
        return None
    # As long as before, so that places stay; valid inside a text and as a value alike.
    plain = _VARIABLE.sub(lambda found: "1".ljust(len(found.group())), text)
    try:
        msgspec.json.decode(plain.encode(), type=msgspec.Raw)
    except UnicodeEncodeError as error:
        return _at("not a character that UTF-8 can carry", plain, error.start)
    except msgspec.DecodeError as error:
        return _from_error(str(error), plain)
    except RecursionError:
        return Hint(valid=False, words="Nested too deeply to be checked")
    return Hint(valid=True, words="Valid JSON")


def _from_error(message: str, text: str) -> Hint:
    where = _AT.search(message)
    if where is None:
        return _at("the end is missing", text, len(text))
    # For what follows the value, msgspec 0.22 names the byte behind the first one.
    at = int(where.group(1)) - ("trailing" in message)
    before = text.encode()[:at].decode("utf-8", "ignore")
    words = _AT.sub("", message.removeprefix("JSON is malformed: ")).strip()
    return _at(words, text, len(before))


def _at(words: str, text: str, place: int) -> Hint:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return Hint(
        valid=False, words=f"Line {line}, column {column}: {words}", line=line, column=column
    )
