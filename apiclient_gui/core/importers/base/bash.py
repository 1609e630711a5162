"""Words of a POSIX shell's command line, bash's `$'…'` included; nothing is expanded, run or read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base.command import Command, Word, unreadable

_PLAIN = re.compile(r"[^ \t\r\n'\"\\$`;&|<>()]++")
_IN_BRACES = re.compile(r"[^'\"\\$`}]++")
_IN_DOUBLE = re.compile(r'[^"\\$`]++')
_ANSI = re.compile(r"((?:[^'\\]++|\\.)*+)'", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9A-Fa-f]{1,2})|u(?P<u>[0-9A-Fa-f]{1,4})|U(?P<long>[0-9A-Fa-f]{1,8})"
    r"|c(?P<control>.)|(?P<char>[abeEfnrtv\\'\"?]))",
    re.DOTALL,
)
_CHARS: Final = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A blank behind the backslash comes along when a line is copied from a page; the next line shows what was meant.
_LINE_END = re.compile(r"\\(?:\r?\n|[ \t]+\r?\n(?=[ \t]*-))")
_BLANK = re.compile(r"[ \t\r]+")
_REDIRECTION = re.compile(r"&>>?|<<<|<<-?|[<>]&|>>|>\||<>|[<>]")
_BREAK = re.compile(r"&&|\|\||\|&|;;|[;&|()\n]")
_DEFAULT = re.compile(r":?[-=]")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_BYTES = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class _Met:
    """What one command made use of; filled while its words are read."""

    variables: list[str] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
    defaults: list[tuple[str, str]] = field(default_factory=list)

    def command(self, words: list[Word], ended_by: str, end: int) -> Command:
        """Return the command that made use of them."""
        return Command(
            *(tuple(words), ended_by, end),
            *(tuple(self.variables), tuple(self.computed), tuple(self.defaults)),
        )


def commands(text: str, start: int = 0) -> Iterator[Command]:
    """Yield the commands of a text, each when it is asked for. Raises Problem("usage") for a quote without its end."""
    words: list[Word] = []
    met, at, skip = _Met(), start, False
    while at < len(text):
        if found := _BLANK.match(text, at) or _LINE_END.match(text, at):
            at = found.end()
        elif text[at] == "#":  # at the beginning of a word: a comment
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        elif found := _REDIRECTION.match(text, at):
            at, skip = found.end(), True
        elif found := _BREAK.match(text, at):
            at, skip = found.end(), False
            if words or found[0] != "\n":
                yield met.command(words, found[0], at)
            words, met = [], _Met()
        else:
            begin = at
            word, at = _word(text, at, met)
            number = text[begin:at].isdigit() and at < len(text) and text[at] in "<>"
            if not skip and not number:
                words.append(Word(_decoded(word), begin))
            skip = False
    yield met.command(words, "", at)


def _word(text: str, at: int, met: _Met, closing: str = "") -> tuple[str, int]:
    """Return a word and where it ends; with `closing`, all up to that sign, which is passed."""
    pieces: list[str] = []
    plain, start = _IN_BRACES if closing else _PLAIN, at
    while at < len(text) and text[at] != closing:
        char = text[at]
        if found := plain.match(text, at):
            pieces.append(found[0])
            at = found.end()
        elif char == "'":
            end = text.find("'", at + 1)
            if end < 0:
                raise _unclosed("'", at)
            pieces.append(text[at + 1 : end])
            at = end + 1
        elif char == '"':
            piece, at = _double(text, at + 1, met)
            pieces.append(piece)
        elif found := _LINE_END.match(text, at):
            at = found.end()
        elif char == "\\":
            pieces.append(text[at + 1 : at + 2] or "\\")
            at += 2
        elif char in "$`":
            piece, at = _dollar(text, at, met, quoted=False)
            pieces.append(piece)
        else:
            break
    if closing and at >= len(text):
        raise _unclosed("${", start)
    return "".join(pieces), min(at, len(text)) + len(closing)


def _double(text: str, at: int, met: _Met) -> tuple[str, int]:
    pieces: list[str] = []
    start = at - 1
    while at < len(text):
        char = text[at]
        if found := _IN_DOUBLE.match(text, at):
            pieces.append(found[0])
            at = found.end()
        elif char == '"':
            return "".join(pieces), at + 1
        elif char == "\\":
            following = text[at + 1 : at + 2]
            if following != "\n":
                pieces.append(following if following and following in '$`"\\' else char + following)
            at += 2
        else:
            piece, at = _dollar(text, at, met, quoted=True)
            pieces.append(piece)
    raise _unclosed('"', start)


def _dollar(text: str, at: int, met: _Met, *, quoted: bool) -> tuple[str, int]:
    following = text[at + 1 : at + 2]
    if text[at] == "`":
        end = text.find("`", at + 1)
        if end < 0:
            raise _unclosed("`", at)
        return _computed(met), end + 1
    if following == "(":
        return _computed(met), _closed(text, at + 1)
    if following == "{":
        return _parameter(text, at, met)
    if following in {"'", '"'} and not quoted:
        return _ansi(text, at) if following == "'" else _double(text, at + 2, met)
    if name := _NAME.match(text, at + 1):
        return _variable(name[0], met), name.end()
    return "$", at + 1


def _parameter(text: str, at: int, met: _Met) -> tuple[str, int]:
    """Read `${…}`. `${NAME:+word}` is the word; of other forms the variable itself is taken."""
    name = _NAME.match(text, at + 2)
    if name is None:
        end = text.find("}", at)
        if end < 0:
            raise _unclosed("${", at)
        return _computed(met), end + 1
    rest = text[name.end() : name.end() + 2]
    if rest == ":+" or rest[:1] == "+":
        return _word(text, name.end() + len(rest.partition("+")[0]) + 1, met, "}")
    sign = _DEFAULT.match(text, name.end())
    word, end = _word(text, sign.end() if sign else name.end(), _Met(), "}")
    if sign and word:
        met.defaults.append((name[0], _decoded(word)))
    return _variable(name[0], met), end


def _variable(name: str, met: _Met) -> str:
    met.variables.append(name)
    return "{{" + name + "}}"


def _computed(met: _Met) -> str:
    number = len(met.computed) + 1
    met.computed.append("command" if number == 1 else f"command_{number}")
    return _variable(met.computed[-1], met)


def _closed(text: str, at: int) -> int:
    """Return where the parenthesis that begins at `at` has ended."""
    depth, start = 0, at
    sign = re.compile(r"'[^']*+'|\\.|[()]", re.DOTALL)
    while found := sign.search(text, at):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        at = found.end()
        if depth == 0:
            return at
    raise _unclosed("$(", start - 1)


def _ansi(text: str, at: int) -> tuple[str, int]:
    found = _ANSI.match(text, at + 2)
    if found is None:
        raise _unclosed("$'", at)
    plain = _ESCAPE.sub(_escaped, found[1]).partition("\0")[0]  # such a quote ends at a NUL
    # Browsers write a letter beyond the first 65,536 as two \u of UTF-16.
    whole = _PAIRS.sub(
        lambda two: two[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), plain
    )
    return whole, found.end()


def _decoded(word: str) -> str:
    """Return a word with the letters that its bytes make; what makes none stays a lone surrogate."""
    if not _BYTES.search(word):
        return word
    try:
        return word.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character
        return word


def _escaped(found: re.Match[str]) -> str:
    if octal := found["octal"]:
        return _byte(int(octal, 8) & 0xFF)
    if digits := found["hex"]:
        return _byte(int(digits, 16))
    if digits := found["u"] or found["long"]:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    if control := found["control"]:
        return (
            "\x7f" if control == "?" else chr(ord(control) & 0x1F) if control.isascii() else control
        )
    return _CHARS.get(found["char"], found["char"])


def _byte(code: int) -> str:
    # As Python writes bytes that are no text yet (PEP 383): several may make one letter.
    return chr(code) if code < 0x80 else chr(0xDC00 + code)


def _unclosed(sign: str, at: int) -> Problem:
    return unreadable(
        f"The quote {sign} has no end",
        "Copy the whole command, and check its quotes.",
        at,
    )
