"""JSON objects from people nobody knows: members that stand twice are kept, absurd numbers and depths do no harm."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding, Severity

DEEPEST: Final = 64  # levels of arrays and objects; a real token has three
_MOST_SHOWN: Final = 5
_LONGEST_SHOWN: Final = 120

Members = tuple[tuple[str, Any], ...]


@dataclass(slots=True)
class _Reading:
    """What one parse collects; filled by the parser's hooks, so not frozen."""

    last: Members = ()
    twice: Members = ()
    huge: list[str] = field(default_factory=list)
    no_numbers: list[str] = field(default_factory=list)

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.last = tuple(pairs)  # the outermost object comes last
        found = dict(pairs)
        if len(found) < len(pairs) and not self.twice:
            counted = Counter(name for name, _ in pairs)
            self.twice = tuple((name, value) for name, value in pairs if counted[name] > 1)
        return found

    def integer(self, digits: str) -> int | str:
        # 64 bits is what JSON's readers agree on (RFC 8259 §6), and int() of 10,000 digits raises.
        if len(digits) <= 20 and -(2**63) <= (number := int(digits)) < 2**63:
            return number
        self.huge.append(digits)
        return digits

    def real(self, digits: str) -> float | str:
        number = float(digits)
        if math.isfinite(number):
            return number
        self.huge.append(digits)
        return digits

    def constant(self, word: str) -> str:
        self.no_numbers.append(word)
        return word


def read(raw: bytes, what: str) -> tuple[Members, tuple[Finding, ...]]:
    """Return the members of a JSON object in order, doubled ones too, and what is wrong; never raises.

    `what` begins the ids of the findings and names the part ("header", "claims", "keys"). Numbers that no reader
    agrees on stay text. Nothing is returned of what is no JSON object, or nested deeper than 64 levels.
    """
    reading = _Reading()
    findings: list[Finding] = []
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", "replace")
        detail = f"Byte {error.start + 1} of {len(raw)} cannot be read; it is shown as U+FFFD."
        findings.append(
            _fault(f"{what}_not_utf8", f"The {what} {_is(what)} not UTF-8 text", detail)
        )
    try:
        value = json.loads(
            text,
            object_pairs_hook=reading.members,
            parse_int=reading.integer,
            parse_float=reading.real,
            parse_constant=reading.constant,
        )
        members = reading.last if isinstance(value, dict) else ()
        if not isinstance(value, dict):
            findings.append(_no_object(what, value))
        elif _depth(value) > DEEPEST:
            members = ()
            findings.append(_too_deep(what))
    except RecursionError:
        return (), (*findings, _too_deep(what))
    except ValueError as error:
        return (), (*findings, _no_json(what, text, error))
    return members, (*findings, *_oddities(what, reading))


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
    return depth


def _oddities(what: str, reading: _Reading) -> list[Finding]:
    findings = []
    if reading.twice:
        names = list(dict.fromkeys(name for name, _ in reading.twice))
        findings.append(
            _fault(
                f"{what}_member_twice",
                f"{_names(names)} {'stands' if len(names) == 1 else 'stand'} more than once in the {what}",
                "Readers do not agree on which one counts: most take the last, some the first, some refuse.",
                [(name, _short(value)) for name, value in reading.twice[:_MOST_SHOWN]],
                severity="warning",
            )
        )
    if reading.huge:
        findings.append(
            _fault(
                f"{what}_number_too_large",
                f"A number in the {what} is too large to be read exactly",
                "It is shown as it is written; other readers round it.",
                [("number", printable(one, _LONGEST_SHOWN)) for one in reading.huge[:_MOST_SHOWN]],
                severity="warning",
            )
        )
    if reading.no_numbers:
        findings.append(
            _fault(
                f"{what}_not_json",
                f"{reading.no_numbers[0]} is no JSON, and it stands in the {what}",
                "JSON has no such number; other readers refuse the whole.",
            )
        )
    return findings


def _no_json(what: str, text: str, error: ValueError) -> Finding:
    if not text.strip():
        return _fault(
            f"{what}_not_json", f"The {what} {_is(what)} empty", "A JSON object is wanted."
        )
    place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    words = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be read"
    return _fault(
        f"{what}_not_json",
        f"The {what} {_is(what)} not JSON",
        f"Reading stopped{place}: {words}.",
        [("begins with", printable(text, _LONGEST_SHOWN))],
    )


def _no_object(what: str, value: Any) -> Finding:
    found = {list: "an array", str: "a text", bool: "true or false", type(None): "null"}
    return _fault(
        f"{what}_not_object",
        f"The {what} {_is(what)} no JSON object",
        f"It is {found.get(type(value), 'a number')}; a JSON object, in {{ }}, is wanted.",
        [("it is", _short(value))],
    )


def _too_deep(what: str) -> Finding:
    return _fault(
        f"{what}_too_deep",
        f"The {what} {_is(what)} nested deeper than {DEEPEST} levels",
        "It is not shown: no honest token looks like that, and readers may crash over it.",
    )


def _fault(
    key: str,
    title: str,
    detail: str,
    evidence: list[tuple[str, str]] | None = None,
    *,
    severity: Severity = "error",
) -> Finding:
    return Finding(
        id=key,
        severity=severity,
        title=title[:1].upper() + title[1:],
        detail=detail,
        evidence=tuple(Evidence(printable(k, 60), v) for k, v in evidence or ()),
        source="RFC 8259, RFC 7515 §4, RFC 7519 §4",
    )


def _is(what: str) -> str:
    return "is" if what == "header" else "are"


def _names(names: list[str]) -> str:
    shown = ", ".join(printable(name, 40) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"


def _short(value: Any) -> str:
    # Before json.dumps: a claim may hold a megabyte.
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return printable(text, _LONGEST_SHOWN)
