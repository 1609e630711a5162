"""`apiclient decode`: what a token says, whether its signature holds, and whether its time has come or gone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import EXIT, print_finding, print_json, read, say, usage, write
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Finding, Problem

if TYPE_CHECKING:
    from apiclient_gui.core.tokens import KeySet, Row, Token, Verification

_LARGEST: Final = (
    16 * 2**20
)  # bytes read from a file or standard input; what is no token is refused further on
_REJECTED: Final = 7


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where keys come from: at most one of these is given."""

    jwks: str | None
    key: str | None
    secret_file: str | None
    fetch: bool

    def check(self, token: str | None) -> None:
        """Raise Problem("usage") when two keys are given, or standard input is wanted twice."""
        given = [self.jwks, self.key, self.secret_file, self.fetch or None]
        if sum(one is not None for one in given) > 1:
            raise usage(
                "two_keys",
                "More than one source of keys is given",
                "Give one of --jwks, --key, --secret-file and --fetch.",
            )
        readers = [token or "-", *given]
        if readers.count("-") > 1:
            raise usage(
                "stdin_twice",
                "Two things are to be read from standard input",
                "Put one into a file.",
            )


@click.command(
    "decode",
    help="Show what a token says and whether it holds; nothing in it is trusted. Without TOKEN it is read from standard input.\n\n"
    "Keys are fetched only when --fetch or a URL is given.\n\n"
    "\b\nExample: apiclient decode --fetch < token.txt",
)
@click.argument("token", required=False, metavar="[TOKEN|-]")
@click.option("--jwks", metavar="FILE|URL", help="Check the signature with this key set.")
@click.option("--key", metavar="FILE", help="Check it with this PEM file or JWK.")
@click.option("--secret-file", metavar="FILE|-", help="Check it with the secret in this file.")
@click.option("--fetch", is_flag=True, help="Check it with the keys that its issuer publishes.")
@click.option("--issuer", metavar="URL", help="The issuer it has to come from.")
@click.option("--audience", metavar="NAME", help="The audience, or app client, it has to be for.")
@click.option("--at", metavar="ISO8601", help="The time to judge it by, instead of now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _decode(
    session: Session,
    token: str | None,
    jwks: str | None,
    key: str | None,
    secret_file: str | None,
    fetch: bool,
    issuer: str | None,
    audience: str | None,
    at: str | None,
    as_json: bool,
) -> int:
    from apiclient_gui.core import tokens

    sources = _Sources(jwks, key, secret_file, fetch)
    sources.check(token)
    now = _moment(at)
    text = _token(token)
    read_ = tokens.decode(text)
    keys, trouble = _keys(session, sources, issuer, read_)
    checked = tokens.verify(text, keys)
    if trouble is not None and checked.verified is None:
        checked = replace(checked, reason=f"{trouble.finding.title}.")
    findings = (
        *read_.findings,
        *tokens.check_time(read_, now),
        *(tokens.check_issuer(read_, issuer) if issuer is not None else ()),
        *(tokens.check_audience(read_, audience) if audience is not None else ()),
        *(keys.findings if keys else ()),
        *((trouble.finding,) if trouble else checked.findings),
    )
    if as_json:
        print_json(_document(read_, checked, now, findings))
    else:
        _print(read_, checked, now, findings)
    return _code(findings, trouble)


def _code(findings: Sequence[Finding], trouble: Problem | None) -> int:
    """Return the exit code: rejected goes over what could not be fetched."""
    errors = [one for one in findings if one.severity == "error"]
    if trouble is not None and errors == [trouble.finding]:
        return EXIT[trouble.trouble]
    return _REJECTED if errors else 0


def _document(
    token: Token, checked: Verification, now: datetime, findings: Sequence[Finding]
) -> dict[str, Any]:
    life = token.lifetime
    return {
        "kind": token.kind,
        "header": token.header,
        "claims": token.claims,
        "signature": {
            "verified": checked.verified,
            "algorithm": checked.algorithm or None,
            "key_id": checked.key_id or None,
            "reason": checked.reason,
        },
        "lifetime": {
            "issued_at": life.issued_at,
            "not_before": life.not_before,
            "expires_at": life.expires_at,
            "seconds_left": life.seconds_left(now),
        },
        "findings": findings,
        "gateway": None,
    }


# ---------------------------------------------------------------- what is read


def _moment(at: str | None) -> datetime:
    from apiclient_gui.cli.base.options import moment

    return datetime.now(UTC) if at is None else moment(at)


def _token(given: str | None) -> str:
    if given is not None and given != "-":
        return given
    # Bytes that are no UTF-8 are told as what stands in no token.
    return _stdin().decode("utf-8", "replace").removeprefix("\ufeff")


def _keys(
    session: Session, sources: _Sources, issuer: str | None, token: Token
) -> tuple[KeySet | None, Problem | None]:
    """Return the keys to check with, or why they could not be fetched: the token is shown all the same."""
    from apiclient_gui.core import tokens

    if sources.secret_file is not None:
        return tokens.secret_key(_secret(sources.secret_file)), None
    if sources.fetch or (sources.jwks and "://" in sources.jwks):
        if token.kind != "jws":  # nothing that a key could check
            return None, None
        try:
            return _fetched(session, sources, issuer, token), None
        except Problem as problem:
            return None, problem
    name = sources.jwks if sources.jwks is not None else sources.key
    if name is None:
        return None, None
    found = tokens.parse_keys(_file(name))
    if not found.keys:
        raise Problem("usage", found.findings[0])
    return found, None


def _fetched(session: Session, sources: _Sources, issuer: str | None, token: Token) -> KeySet:
    from apiclient_gui.cli.base.interrupt import cancelled_by_interrupt
    from apiclient_gui.core.keys import KeyStore

    whose = issuer or token.issuer
    if sources.fetch and not whose:
        finding = Finding(
            id="issuer_unknown",
            severity="error",
            title="The token does not say whose keys to fetch",
            detail="It has no claim iss that is text.",
            remedy="Name the issuer with --issuer.",
        )
        raise Problem("refused", finding)
    program = session.program()
    store = KeyStore(program.transport)
    try:
        with cancelled_by_interrupt() as cancel:
            if sources.fetch:
                return store.of_issuer(whose, cancel, key_id=token.key_id)
            return store.fetch(sources.jwks or "", cancel, key_id=token.key_id)
    finally:
        program.close()


def _secret(name: str) -> bytes:
    # One line break at the end is the editor's, not the secret's.
    # People put the secret itself there: it is not repeated.
    return _file(name, "The file with the secret").removesuffix(b"\n").removesuffix(b"\r")


def _file(name: str, shown: str = "") -> bytes:
    if name == "-":
        return _stdin()
    try:
        with Path(name).open("rb") as file:
            return file.read(_LARGEST)
    except (OSError, ValueError) as error:
        raise _unreadable(shown or name, error) from None


def _stdin() -> bytes:
    try:
        return read(_LARGEST)
    except (OSError, ValueError) as error:
        raise _unreadable("Standard input", error) from None


def _unreadable(name: str, error: OSError | ValueError) -> Problem:
    from apiclient_gui.core.files import printable

    reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
    return usage(
        "file_unreadable",
        f"{printable(name, 80)} cannot be read: {reason}",
        "Name a file that is there.",
    )


# ---------------------------------------------------------------- for a person


def _print(token: Token, checked: Verification, now: datetime, findings: Sequence[Finding]) -> None:
    lines = [f"Kind: {token.kind}"]
    width = max((_width(row) for row in (*token.header_rows, *token.claim_rows)), default=0)
    for title, rows in (("Header", token.header_rows), ("Claims", token.claim_rows)):
        if rows:
            lines += ["", title, *(_line(row, width, now) for row in rows)]
    state = {True: "verified", False: "REFUSED", None: "not checked"}[checked.verified]
    lines += ["", f"Signature: {state}. {checked.reason}", ""]
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8") if sys.stdout else "utf-8"
    write("\n".join(lines).encode(encoding, "backslashreplace"))
    for finding in findings:
        print_finding(finding)
        say("")


def _width(row: Row) -> int:
    return min(len(_name(row)), 24)


def _name(row: Row) -> str:
    from apiclient_gui.core.tokens.claims import shown

    return shown(row.name)


def _line(row: Row, width: int, now: datetime) -> str:
    from apiclient_gui.core import tokens

    text = row.text
    if row.when is not None:
        # Where the local time is UTC, it need not stand twice.
        utc, local = tokens.utc_text(row.when), tokens.local_text(row.when)
        here = "" if local.endswith("+00:00") else f"here {local}, "
        text = f"{text}  ({utc}, {here}{tokens.time_words(row.when, now)})"
    return f"  {_name(row).ljust(width)}  {text}"


MEMBER = Command("decode", _decode)
