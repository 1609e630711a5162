"""A pasted command line becomes words: which shell it was written for, where the command begins, what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.importers.base import bash, windows
from apiclient_gui.core.importers.base.command import Command, Word, unreadable
from apiclient_gui.core.model import Request
from apiclient_gui.core.secret import MASK

LONGEST: Final = 8_000_000  # characters; nobody pastes more, and API Gateway takes 10 MB at most

_BACKSLASH = re.compile(r"\\\r?\n")
_EXE = re.compile(r"curl\.exe\b")
_CARET = re.compile(r'\^[ \t]*\r?\n|\^"')
_BACKTICK = re.compile(r"`[ \t]*\r?\n|\$env:|\$\{env:")
_PERCENT = re.compile(r"%[A-Z][A-Z0-9]*_[A-Z0-9_]+%")
_PROMPT = re.compile(r"\s*(?:[$#%>]|PS [^>\r\n]*>|[A-Za-z]:\\[^>\r\n]*>)[ \t]+")
_BEFORE: Final = r"(?:[A-Za-z_]\w*=\S*\s+)*(?:sudo\s+)?(?:(?:[A-Za-z]:)?[^\s:?'\"]*[/\\])?"
_ASSIGNMENT = re.compile(r"(?:\$env:)?([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_WRAPPERS: Final = frozenset({"sudo", "time", "env", "exec", "command", "nohup"})
# What word processors and chats make of quotes.
_TYPOGRAPHIC: Final = str.maketrans("“”„‘’‚", "\"\"\"'''")
_COMPUTED = re.compile(r"command(?:_\d+)?")
_SECRET = re.compile(r"(?i)key|secret|token|pass|auth|sig")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of a program: its arguments, the variables that were set for it alone, and those that it makes use of."""

    arguments: tuple[Word, ...]
    set_before: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def names_program(text: str, program: str) -> bool:
    """Whether a text is likely a call of the program: cheap, for every text that is pasted into the URL."""
    start = _PROMPT.sub("", text[:2000], count=1).lstrip()
    return re.match(rf"{_BEFORE}{program}(?:\.exe)?\s", start) is not None


def invocation(text: str, program: str) -> Invocation:
    """Return the first call of a program in a text. Raises Problem("usage") when there is none that can be read."""
    if len(text) > LONGEST:
        raise unreadable(
            f"The text has more than {LONGEST:,} characters", "Save the body as a file instead."
        )
    if "'" not in text and '"' not in text:
        text = text.translate(_TYPOGRAPHIC)
    prompt = _PROMPT.match(text)
    start = prompt.end() if prompt else 0
    skipped = False
    for command in _commands(text, start):
        whole = [Word(_whole(word.text), word.at) for word in command.words]
        before, arguments = _call(whole, program)
        if arguments is None:
            skipped = skipped or bool(command.words)
            continue
        return Invocation(
            tuple(arguments),
            before,
            tuple(dict.fromkeys(command.variables)),
            tuple(_told(text, command, skipped=skipped)),
        )
    raise unreadable(
        f"There is no {program} command in this text", f"It begins with the word {program}."
    )


def kept(variables: Iterable[str], request: Request) -> Iterator[Finding]:
    """Give the note on the shell's variables that are variables of the request now."""
    text = msgspec.json.encode(request).decode()
    names = [
        name for name in variables if "{{" + name + "}}" in text and not _COMPUTED.fullmatch(name)
    ]
    if names:
        yield Finding(
            id="import_variables",
            severity="note",
            title=f"Variables of the shell became variables here: {', '.join(names)}",
            detail="They stand in the request in double braces, such as {{" + names[0] + "}}.",
            remedy="Give them values in the environment; keys and tokens as secret variables.",
        )


def _commands(text: str, start: int) -> Iterator[Command]:
    if _BACKSLASH.search(text):
        return bash.commands(text, start)
    if _BACKTICK.search(text):
        return windows.powershell(text, start)
    exe, single = _EXE.search(text[:200]), "'" in text
    if _CARET.search(text) or (not single and (exe or _PERCENT.search(text))):
        return windows.cmd(text, start)
    if exe and single and "$'" not in text and "\\'" not in text:
        return windows.powershell(text, start)
    return bash.commands(text, start)


def _call(words: Sequence[Word], program: str) -> tuple[dict[str, str], Sequence[Word] | None]:
    before: dict[str, str] = {}
    for index, word in enumerate(words):
        name = re.split(r"[/\\]", word.text)[-1].lower().removesuffix(".exe")
        if name == program:
            return before, words[index + 1 :]
        if assigned := _ASSIGNMENT.fullmatch(word.text):
            before[assigned[1]] = assigned[2]
        elif name not in _WRAPPERS:
            break
    return before, None


def _whole(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _told(text: str, command: Command, *, skipped: bool) -> Iterator[Finding]:
    rest = text[command.end :].strip(" \t\r\n;&|")
    if skipped or (command.ended_by and rest):
        yield _rest(command, after=bool(rest))
    if any(_SURROGATE.search(word.text) for word in command.words):
        yield Finding(
            id="import_text_damaged",
            severity="warning",
            title="Some bytes of the command are no UTF-8 text",
            detail="A request's text is Unicode here; they stand in it as U+FFFD.",
            remedy="Save the body as a file, and choose that as body.",
        )
    if command.computed:
        names = ", ".join("{{" + name + "}}" for name in command.computed)
        yield Finding(
            id="import_command_substitution",
            severity="warning",
            title="A part of the command is the output of another command",
            detail=f"No command is run here; {names} stands in its place.",
            remedy="Give it a value in the environment, or type the text itself.",
        )
    if command.defaults:
        yield Finding(
            id="import_variable_default",
            severity="note",
            title="The shell has default values for variables, which are not taken over",
            evidence=tuple(
                Evidence(name, MASK if _SECRET.search(name) else default[:80])
                for name, default in dict.fromkeys(command.defaults)
            ),
            remedy="Give the variables these values in the environment.",
        )


def _rest(command: Command, *, after: bool) -> Finding:
    signs = {"|": "what its output was piped into", "--next": "the requests after --next"}
    detail = f"Not taken over: {signs.get(command.ended_by, 'other commands of the text')}."
    hasty = after and command.ended_by == "&"
    return Finding(
        id="import_rest_ignored",
        severity="warning" if hasty else "note",
        title="An & outside of quotes ends the command"
        if hasty
        else "Only one command is taken over",
        detail="What follows it is another command for a shell, so it is not taken over."
        if hasty
        else detail,
        evidence=(Evidence("The command ends at character", f"{command.end:,}"),),
        remedy="If the & belongs to the URL, put the URL in quotes and paste it again."
        if hasty
        else "",
    )
