"""Words of command lines for Windows: cmd.exe with its carets over the C runtime's quoting, and PowerShell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base.command import Command, Word, unreadable

_CMD = re.compile(r'\^(?:[ \t]*\r?\n)?+|"|&&|\|\||[&|\n]|[<>]&?|[^"^&|\n<>]++')
# A percent escape of a URL looks like a variable; names that begin with two hex digits need an underscore to be one.
_PERCENT = re.compile(r"%(?:(?![0-9A-Fa-f]{2})[A-Za-z_][A-Za-z0-9_]*|[A-Z][A-Z0-9]*_[A-Z0-9_]+)%")
_C_WORD = re.compile(r'(?P<blank>[ \t]+)|(?P<slashes>\\*)"|(?P<text>[^"\\ \t]++|\\+)')

_PS_PLAIN = re.compile(r"[^ \t\r\n'\"`$;|&<>()]++")
_PS_DOUBLE = re.compile(r'[^"`$]++')
_PS_VARIABLE = re.compile(
    r"\$(?:\{(?:env:)?([A-Za-z_]\w*)\}|(?:env:)?([A-Za-z_]\w*))", re.IGNORECASE
)
_PS_BREAK = re.compile(r"&&|\|\||[;&|\n<>()]")
_PS_LINE_END = re.compile(r"`[ \t]*\r?\n")
_PS_CHARS = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "e": "\x1b",
}
_ESCAPED_QUOTES = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)


def cmd(text: str, start: int = 0) -> Iterator[Command]:
    """Yield the commands of a text for cmd.exe: carets and signs first, then quotes as the C runtime reads them."""
    line: list[str] = []
    quoted, at, begin = False, start, start
    while at < len(text):
        found = _CMD.match(text, at)
        assert found is not None
        sign, at = found[0], found.end()
        if sign[0] == "^" and not quoted:
            # What follows a caret stands for itself, also behind a line end.
            line.append(text[at : at + 1])
            at += 1
        elif sign == "\n" or (not quoted and sign[0] in "&|<>"):
            if "".join(line).strip():
                yield _c_words("".join(line), begin, sign, at)
            line, quoted, begin = [], False, at
        else:
            quoted ^= sign == '"'
            line.append(sign)
    yield _c_words("".join(line), begin, "", at)


def _c_words(line: str, begin: int, ended_by: str, end: int) -> Command:
    variables: list[str] = []

    def variable(found: re.Match[str]) -> str:
        variables.append(found[0][1:-1])
        return "{{" + found[0][1:-1] + "}}"

    line = _PERCENT.sub(variable, line.rstrip("\r"))
    words: list[Word] = []
    word: str | None = None
    quoted, at = False, 0
    while at < len(line):
        found = _C_WORD.match(line, at)
        assert found is not None
        at = found.end()
        if found["text"] is not None or (found["blank"] is not None and quoted):
            word = (word or "") + found[0]
        elif found["blank"] is not None:
            words += [Word(word, begin)] if word is not None else []
            word = None
        else:
            slashes = len(found["slashes"])
            word = (word or "") + "\\" * (slashes // 2)
            if slashes % 2:
                word += '"'
            elif quoted and line[at : at + 1] == '"':
                word, at = word + '"', at + 1
            else:
                quoted = not quoted
    words += [Word(word, begin)] if word is not None else []
    return Command(tuple(words), ended_by, end, tuple(variables))


def powershell(text: str, start: int = 0) -> Iterator[Command]:
    """Yield the commands of a text for PowerShell. Raises Problem("usage") for a quote without its end."""
    words: list[Word] = []
    variables: list[str] = []
    at = start
    while at < len(text):
        if found := _PS_LINE_END.match(text, at):
            at = found.end()
        elif text[at] in " \t\r":
            at += 1
        elif found := _PS_BREAK.match(text, at):
            at = found.end()
            if words or found[0] not in {"\n", "&"}:  # "& curl.exe" calls it
                yield Command(tuple(words), found[0], at, tuple(variables))
            words, variables = [], []
        else:
            begin = at
            word, at = _ps_word(text, at, variables)
            words.append(Word(_as_passed(word), begin))
    yield Command(tuple(words), "", at, tuple(variables))


def _ps_word(text: str, at: int, variables: list[str]) -> tuple[str, int]:
    pieces: list[str] = []
    while at < len(text):
        char = text[at]
        if found := _PS_PLAIN.match(text, at):
            pieces.append(found[0])
            at = found.end()
        elif char in "'\"":
            piece, at = _ps_quoted(text, at, char, variables)
            pieces.append(piece)
        elif _PS_LINE_END.match(text, at):
            break
        elif char in "`$":
            piece, at = _ps_sign(text, at, variables)
            pieces.append(piece)
        else:
            break
    return "".join(pieces), at


def _ps_quoted(text: str, at: int, quote: str, variables: list[str]) -> tuple[str, int]:
    pieces: list[str] = []
    start, at = at, at + 1
    while at < len(text):
        if text[at] == quote:
            if text[at + 1 : at + 2] != quote:
                return "".join(pieces), at + 1
            pieces.append(quote)
            at += 2
        elif quote == "'":
            end = text.find("'", at)
            end = len(text) if end < 0 else end
            pieces.append(text[at:end])
            at = end
        elif found := _PS_DOUBLE.match(text, at):
            pieces.append(found[0])
            at = found.end()
        else:
            piece, at = _ps_sign(text, at, variables)
            pieces.append(piece)
    raise _unclosed(quote, start)


def _ps_sign(text: str, at: int, variables: list[str]) -> tuple[str, int]:
    if text[at] == "`":
        char = text[at + 1 : at + 2]
        return _PS_CHARS.get(char, char), at + 2
    if found := _PS_VARIABLE.match(text, at):
        variables.append(found[1] or found[2])
        return "{{" + variables[-1] + "}}", found.end()
    return "$", at + 1


def _as_passed(word: str) -> str:
    """Return the word as the program gets it: before version 7.3 each `"` inside needed a backslash."""
    return word.replace('\\"', '"') if '"' in word and _ESCAPED_QUOTES.fullmatch(word) else word


def _unclosed(sign: str, at: int) -> Problem:
    return unreadable(
        f"The quote {sign} has no end", "Copy the whole command, and check its quotes.", at
    )
