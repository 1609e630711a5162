"""AWS keys in a text that somebody pasted: read from whatever form AWS's tools, pages and files give them in.

Known are shell lines (`export`, `set`, `$Env:`, `setx`, dotenv), sections of `~/.aws/credentials`, JSON of STS, IAM,
Cognito, IAM Identity Center, of credential processes and metadata services, and the CSV of the IAM console. No value
of the text ever stands in a message.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.secret import Secret

LONGEST: Final = 1_048_576  # characters; a text with keys has some hundred
_LONGEST_NAME: Final = 100
_LONGEST_LINE: Final = 1_000  # the titles of a table
_SOURCE: Final = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html"

# What a name means, without case, blanks, "_", "-" and a leading "aws": each tool has its own spelling.
_MEANINGS: Final[Mapping[str, str]] = {
    "accesskeyid": "id",
    "secretaccesskey": "secret",
    "secretkey": "secret",  # Cognito identity pools
    "sessiontoken": "token",
    "securitytoken": "token",
    "token": "token",  # metadata services
    "expiration": "ends",
    "credentialexpiration": "ends",
    "sessionexpiration": "ends",
    "xsecuritytokenexpires": "ends",
    "region": "region",
    "defaultregion": "region",
    "username": "name",
}
_NAME: Final = (
    r"(?:aws[_ ]?)?(?:access[_ ]?key[_ ]?id|secret[_ ]?access[_ ]?key|session[_ ]?token|security[_ ]?token"
    r"|(?:credential_|session_)?expiration|x_security_token_expires|(?:default_)?region)"
)
# A time may have a blank in it; nothing else has one without quotes.
_TIME: Final = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: ?[+-]\d\d:?\d\d)?"
_VALUE: Final = rf"""(?:"([^"\n]*)"|'([^'\n]*)'|({_TIME}|[^\s"'`;,&|<]+))"""
# `:` also for YAML and what PowerShell prints, `>` for the XML of STS.
_PAIR: Final = re.compile(rf"(?i)(?<!\w)({_NAME})[\"']?\s*[=:>][ \t]*{_VALUE}")
# csh, fish and Windows write a blank between name and value.
_SET: Final = re.compile(rf"(?i)\s*(?:setx|setenv|set(?:\s+-[-\w]+)+)\s+({_NAME})[ \t]+{_VALUE}")
_SECTION: Final = re.compile(r"^\s*\[\s*(?:profile\s+)?[\"']?([^\]\"']+?)[\"']?\s*\]")
_COMMENT: Final = re.compile(r"(?i)^\s*(?:[#;]|//|::|rem\s)")
_KEY_ID: Final = re.compile(r"\w{1,128}", re.ASCII)
_SPOILT: Final = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PastedKeys:
    """Keys that stood in a text. `name` is that of their section or user; it and `region` are empty when it has none."""

    name: str
    keys: AwsKeys
    region: str = ""


def read(text: str) -> tuple[PastedKeys, ...]:
    """Return all keys of a text, in its order, each once.

    Raises Problem("refused") with `no_keys_in_text` when there are none, `keys_text_too_long` above a megabyte.
    """
    if len(text) > LONGEST:
        raise Problem("refused", _too_long())
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found: list[PastedKeys] = []
    parts: list[Mapping[str, str]] = []
    for part in _parts(text):
        parts.append(part)
        keys = _keys(part)
        if keys is not None and keys not in found:
            found.append(keys)
    if not found:
        raise Problem("refused", _nothing(parts))
    return tuple(found)


def decoded(content: bytes) -> str:
    """Return the text of a file with keys: UTF-8, or UTF-16 with its mark, as PowerShell writes.

    Raises Problem("refused") with `no_keys_in_text` for bytes that are no text.
    """
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("refused", _nothing(())) from None


def moment(text: str) -> datetime | None:
    """Return the time that a text says, in UTC: ISO 8601, or seconds or milliseconds since 1970; None for another text.

    A time without a zone is one of UTC: AWS's tools write no others.
    """
    text = re.sub(r"(?<=\d) (?=[+-]\d)|\s*UTC$", "", text.strip()[:40])
    try:
        if re.fullmatch(r"\d{9,15}(?:\.\d{1,9})?", text, re.ASCII):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        if not {":", "T"}.intersection(text):
            return None  # a day alone says no time
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _parts(text: str) -> Iterator[Mapping[str, str]]:
    """Return what the text says, a mapping from meaning to value for each set of keys."""
    if text.lstrip()[:1] in {"{", "["}:
        try:
            document = msgspec.json.decode(text.strip().encode())
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # cut, or the beginning of a section: its lines may still be read
        else:
            yield from _in_json(document, "")
            return
    yield from _in_table(text)
    yield from _in_lines(text)


def _in_json(value: Any, name: str) -> Iterator[Mapping[str, str]]:
    """Look for keys at any depth; a role that stands beside them gives them its name."""
    if isinstance(value, dict):
        part: dict[str, str] = {}
        for key, one in value.items():
            meaning = _meaning(key)
            if meaning and isinstance(one, str | int | float) and not isinstance(one, bool):
                part.setdefault(meaning, str(one))
        yield {"name": name} | part
        user = value.get("AssumedRoleUser")
        arn = user.get("Arn") if isinstance(user, dict) else None
        role = arn.split("/")[1] if isinstance(arn, str) and arn.count("/") > 1 else name
        for one in value.values():
            yield from _in_json(one, role)
    elif isinstance(value, list):
        for one in value:
            yield from _in_json(one, name)


def _in_table(text: str) -> Iterator[Mapping[str, str]]:
    """Read the CSV of the IAM console: one line of titles, one for each access key."""
    first, _, rest = text.lstrip("\n").partition("\n")
    if len(first) > _LONGEST_LINE or "," not in first:
        return
    try:
        titles = [_meaning(title) for title in next(csv.reader([first]))]
        if len({"id", "secret"}.intersection(titles)) < 2:
            return
        for row in csv.reader(rest.splitlines()):
            yield {title: cell for title, cell in zip(titles, row, strict=False) if title}
    except csv.Error:
        return  # a cell of a hundred thousand characters is no key


def _in_lines(text: str) -> Iterator[Mapping[str, str]]:
    part: dict[str, str] = {}
    for line in text.splitlines():
        section = _SECTION.match(line)
        if section:
            yield part
            part = {"name": section[1].strip()}
        for name, value in _pairs(line):
            if {name, "id", "secret"} <= part.keys() and name in {"id", "secret"}:
                yield part  # the next set, without a section of its own
                part = {}
            part[name] = value
    yield part


def _pairs(line: str) -> Iterable[tuple[str, str]]:
    if _COMMENT.match(line):
        return
    found = _SET.match(line)
    for match in (found,) if found else _PAIR.finditer(line):
        name, *values = match.groups()
        yield _meaning(name), next(filter(None, values), "")


def _meaning(name: str) -> str:
    bare = re.sub(r"[\W_]", "", name).lower()
    return _MEANINGS.get(bare, "") or _MEANINGS.get(bare.removeprefix("aws"), "")


def _keys(part: Mapping[str, str]) -> PastedKeys | None:
    key_id, secret, token = (part.get(one, "").strip() for one in ("id", "secret", "token"))
    if not _KEY_ID.fullmatch(key_id) or not secret or _SPOILT.search(secret + token):
        return None
    keys = AwsKeys(
        key_id, Secret(secret), Secret(token) if token else None, moment(part.get("ends", ""))
    )
    # It becomes the name of an identity, which is shown.
    name = "".join(filter(str.isprintable, part.get("name", "")))[:_LONGEST_NAME].strip()
    return PastedKeys(name, keys, part.get("region", "").strip())


def _nothing(parts: Iterable[Mapping[str, str]]) -> Finding:
    named = {name for part in parts for name, value in part.items() if value}
    detail = ""
    if "id" in named and "secret" not in named:
        detail = "There is an access key id, but no secret access key."
    elif "secret" in named and "id" not in named:
        detail = "There is a secret access key, but no access key id."
    elif {"id", "secret"} <= named:
        detail = "What stands there is no valid pair of access key id and secret access key."
    return Finding(
        id="no_keys_in_text",
        severity="error",
        title="There are no AWS keys in this text",
        detail=detail,
        source=_SOURCE,
        remedy="Paste the whole of it: `export AWS_…` lines, a section of ~/.aws/credentials, the JSON of STS or of "
        "`aws configure export-credentials`, or the CSV of the IAM console.",
    )


def _too_long() -> Finding:
    return Finding(
        id="keys_text_too_long",
        severity="error",
        title="This text is too long to be one with AWS keys",
        detail=f"It has more than {LONGEST:,} characters.",
        remedy="Take the part with the keys.",
    )
