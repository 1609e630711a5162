"""`apiclient history`: what was sent and what came back: list, search, show, clear."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_finding, print_json, say, usage, write
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core import files

if TYPE_CHECKING:
    from apiclient_gui.core.history import History, Kept, Page, Row

F = TypeVar("F", bound=Callable[..., Any])
_json = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


def _filters(command: F) -> F:
    """Give a command the options that narrow a list."""
    options: list[Callable[[F], F]] = [
        click.option(
            "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
            help="At most so many.",
        ),
        click.option("--before", type=int, metavar="ID", help="Only those older than this one."),
        click.option(
            "--status", multiple=True, metavar="403|4xx|none",
            help="Only with this status, or of this class; none: no response. Repeatable.",
        ),
        click.option("--method", multiple=True, metavar="METHOD", help="Only this method; repeatable."),
        click.option("--identity", multiple=True, metavar="NAME", help="Only sent as this identity; repeatable."),
        click.option("--env", multiple=True, metavar="NAME", help="Only with this environment; repeatable."),
        click.option("--since", metavar="ISO8601", help="Only from this moment on."),
        click.option("--until", metavar="ISO8601", help="Only before this moment."),
        click.option("--failed", is_flag=True, help="Only refused ones (400 and more), and those without a response."),
        _json,
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    "history",
    help="What was sent and what came back, without its secrets.\n\n"
    "\b\nExample: apiclient history search pets --status 4xx",
)
def _history() -> None:
    """Hold the commands below."""


@_history.command(
    "list",
    help="List exchanges, the newest first.\n\n\b\nExample: apiclient history list --failed --limit 5",
)
@_filters
@click.pass_obj
def _list(session: Session, /, **given: Any) -> None:
    _page(session, "", given)


@_history.command(
    "search",
    help="List exchanges with these words in URL, status, request, identity, cause or request id.\n\n"
    "\b\nExample: apiclient history search pets 403",
)
@click.argument("words", nargs=-1, required=True)
@_filters
@click.pass_obj
def _search(session: Session, /, words: tuple[str, ...], **given: Any) -> None:
    _page(session, " ".join(words), given)


@_history.command(
    "show",
    help="Show one exchange: the head of the request, and the response.\n\n"
    "\b\nExample: apiclient history show 12 --body",
)
@click.argument("id_", metavar="ID", type=int)
@click.option("--body", is_flag=True, help="Print the response's body alone, byte for byte.")
@_json
@click.pass_obj
def _show(session: Session, id_: int, body: bool, as_json: bool) -> None:
    with _opened(session) as history:
        kept = history.show(id_)
    if as_json:
        print_json(_document(kept))
        return
    if not body:
        write(_heads(kept))
    _write_body(kept)
    for finding in kept.findings:
        say("")
        print_finding(finding)


@_history.command("clear", help="Remove everything.\n\n\b\nExample: apiclient history clear --yes")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_json
@click.pass_obj
def _clear(session: Session, yes: bool, as_json: bool) -> None:
    with _opened(session) as history:
        if not yes:
            _ask(history)
        count = history.clear()
    if as_json:
        print_json({"cleared": count})
    else:
        say(f"{count} exchange{'' if count == 1 else 's'} removed.")


@contextmanager
def _opened(session: Session) -> Iterator[History]:
    """Give the history of the data folder; what it has to tell goes to standard error."""
    from apiclient_gui.core.history import History
    from apiclient_gui.core.redact import Redactor

    history = History(session.data / "history", Redactor())
    try:
        yield history
    finally:
        history.close()
        for finding in history.findings():
            print_finding(finding)


def _ask(history: History) -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        raise usage(
            "confirmation_needed",
            "Nothing was removed: there is nobody to ask",
            "Give --yes when it is meant.",
        )
    if not click.confirm(f"Remove all {history.size().entries} exchanges?", err=True):
        raise click.exceptions.Exit(0)  # a no is an answer, no interruption


def _page(session: Session, text: str, given: dict[str, Any]) -> None:
    from apiclient_gui.core.history import Query

    query = Query(
        text=text,
        statuses=tuple(map(_status, given["status"])),
        methods=tuple(method.upper() for method in given["method"]),
        identities=given["identity"],
        environments=given["env"],
        failed=given["failed"],
        since=_moment(given["since"]),
        until=_moment(given["until"]),
    )
    with _opened(session) as history:
        page = history.page(query, before=given["before"], limit=given["limit"])
    if given["as_json"]:
        print_json({"exchanges": page.rows, "more": page.more, "total": page.total})
    else:
        _print(page)


def _print(page: Page) -> None:
    if not page.rows:
        say("There is no such exchange.")
        return
    wide = len(str(page.rows[0].id))
    for row in page.rows:
        click.echo(_line(row, wide))
    if page.more:
        say(f"{page.total} in all; older ones: --before {page.rows[-1].id}")


def _line(row: Row, wide: int) -> str:
    when = row.sent_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    status = str(row.status) if row.status else "—"
    said = row.cause.title if row.cause else ""
    line = f"{row.id:>{wide}}  {when}  {status:<3}  {row.method:<6}  {row.url}"
    return f"{line}  {said}".rstrip()


def _document(kept: Kept) -> dict[str, Any]:
    from apiclient_gui.cli.base.documents import exchange_document
    from apiclient_gui.core.redact import Redactor

    exchange = kept.exchange
    document = exchange_document(exchange, Redactor())  # what was kept is masked already
    document["request"]["body_sha256"] = document["request"]["body_sha256"] or None
    return {
        "id": kept.id,
        "sent_at": exchange.sent_at,
        "name": exchange.request.name,
        "environment": exchange.environment,
        "identity": exchange.authorisation.identity or exchange.request.auth.identity,
        **document,
        "failure": exchange.failure,
        "kept": {"request_body": kept.request_body, "response_body": kept.response_body},
        "unfilled": kept.unfilled,
        "notes": kept.findings,
    }


def _heads(kept: Kept) -> bytes:
    """Return the request's head and the response's, as they go on the wire, each with an empty line at its end."""
    exchange = kept.exchange
    prepared, response, failure = exchange.prepared, exchange.response, exchange.failure
    lines = [f"{prepared.method} {prepared.target} HTTP/1.1"]
    lines += [f"{line.name}: {line.value}" for line in prepared.lines()]
    lines.append("")
    if response is not None:
        lines.append(f"HTTP/1.1 {response.status} {response.reason}".rstrip())
        lines += [f"{name}: {value}" for name, value in response.headers]
    elif failure is not None:
        lines.append(f"No response ({failure.stage}): {failure.message}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _write_body(kept: Kept) -> None:
    response = kept.exchange.response
    try:
        for block in response.body.blocks() if response else ():
            write(block)
    except OSError as error:
        if error.filename is None:  # standard output
            raise
        raise files.problem(error, Path(error.filename), "read") from None


def _status(text: str) -> int:
    low = text.lower()
    if low == "none":
        return 0
    digits = low.removesuffix("xx")
    if digits.isascii() and digits.isdigit() and len(digits) == (1 if low != digits else 3):
        return int(digits)
    raise usage("status_invalid", f"{text[:40]!r} is no status", "Write 403, 4xx or none.")


def _moment(text: str | None) -> datetime | None:
    from apiclient_gui.cli.base.options import moment

    return moment(text) if text is not None else None


MEMBER = Command("history", _history)
