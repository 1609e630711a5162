"""Parameters of an STS call: read from form and query, and checked in AWS's own words.

Source: the constraints of the STS API reference (2011-06-15).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from apiclient_gui.core import files
from apiclient_gui.practice.wire import Received

NAME: Final = r"[\w+=,.@-]*"
EXTERNAL_ID: Final = r"[\w+=,.@:\/-]*"
SERIAL: Final = r"[\w+=/:,.@-]*"
DIGITS: Final = r"[\d]*"
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_NOT_HERE: Final = ("PolicyArns.", "Tags.", "TransitiveTagKeys.", "ProvidedContexts.", "SourceIdentity", "ProviderId")  # fmt: skip
_SHOWN: Final = 100


class StsError(Exception):
    """What STS refuses: AWS's code, words and status for the reply, a stable word for the log."""

    def __init__(self, code: str, message: str, reason: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.reason = reason
        self.status = status


def given(request: Received) -> Mapping[str, str]:
    """Return the parameters of a call, those of the body before those of the query."""
    body = request.body if request.method == "POST" else b""
    pairs = [
        pair
        for part in (request.query, body)
        for pair in parse_qsl(part.decode("utf-8", "replace"), keep_blank_values=True)
    ]
    return dict(pairs)


class Reader:
    """Collects what is wrong with parameters, so that all of it is told at once."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters
        self._faults: list[str] = []

    def text(
        self, name: str, least: int, most: int, pattern: str = "", *, required: bool = False
    ) -> str:
        """Return a parameter; empty when it is missing or not as it should be."""
        value = self._parameters.get(name)
        if value is None:
            if required:
                self._faults.append(f"Value null at {_at(name)}: Member must not be null")
            return ""
        wrong = ""
        if len(value) < least:
            wrong = f"Member must have length greater than or equal to {least}"
        elif len(value) > most:
            wrong = f"Member must have length less than or equal to {most}"
        elif pattern and not re.fullmatch(pattern, value, re.ASCII):
            wrong = f"Member must satisfy regular expression pattern: {pattern}"
        return "" if self._fault(name, value, wrong) else value

    def number(self, name: str, least: int, most: int, default: int) -> int:
        """Return a parameter that is a whole number; the default when it is missing or not as it should be."""
        value = self._parameters.get(name)
        if value is None:
            return default
        wrong = ""
        if not _NUMBER.fullmatch(value):
            wrong = "Member must be a whole number"
        elif int(value) < least:
            wrong = f"Member must have value greater than or equal to {least}"
        elif int(value) > most:
            wrong = f"Member must have value less than or equal to {most}"
        return default if self._fault(name, value, wrong) else int(value)

    def check(self) -> None:
        """Raise StsError when something was wrong, or when a parameter is one that the practice account has no use for."""
        for name in self._parameters:
            if name.startswith(_NOT_HERE):
                raise invalid(f"The practice account does not take {files.printable(name, _SHOWN)}")
        if self._faults:
            count = len(self._faults)
            noun = "error" if count == 1 else "errors"
            raise invalid(f"{count} validation {noun} detected: {'; '.join(self._faults)}")

    def _fault(self, name: str, value: str, wrong: str) -> bool:
        if wrong:
            shown = files.printable(value, _SHOWN)
            self._faults.append(f"Value '{shown}' at {_at(name)}: {wrong}")
        return bool(wrong)


def invalid(message: str) -> StsError:
    """Return the error of a parameter that is not as it should be."""
    return StsError("ValidationError", message, "parameter_invalid")


def _at(name: str) -> str:
    return f"'{name[0].lower()}{name[1:]}' failed to satisfy constraint"
