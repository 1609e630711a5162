"""`apiclient import`: a command line of another program becomes a request of the workspace, its keys an identity."""

from __future__ import annotations

import re
from pathlib import Path, PureWindowsPath
from typing import Any, Final

import click
import msgspec

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_finding, print_json, read, say, usage
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.importers.base import Imported
from apiclient_gui.core.model import ApiKey, Auth, Credentials, Part, Request, Row
from apiclient_gui.core.program import Program

_LARGEST: Final = 32 * 1024 * 1024  # bytes; the importers say themselves what is too long a text


@click.command(
    "import",
    help="Make a request of a command line of curl or awscurl, and save it; nothing is sent.\n\n"
    "\b\nExample: apiclient import curl command.txt --name 'list pets'",
)
@click.argument("form", metavar="curl|awscurl")
@click.argument("file", metavar="FILE|-")
@click.option("--name", help="The request's name; method and path otherwise.")
@click.option("--folder", default="", help="The folder of requests to save it in.")
@click.option(
    "--identity",
    metavar="NAME",
    help="Keep the keys in the text as an identity of this name; or the identity to send it as.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def _import(
    session: Session,
    form: str,
    file: str,
    name: str | None,
    folder: str,
    identity: str | None,
    as_json: bool,
) -> None:
    from apiclient_gui.core import importers

    importer = importers.TABLE.get(form)
    if importer is None:
        raise usage(
            "importer_unknown",
            f"There is no form {form[:40]!r} to import from",
            f"There is: {', '.join(importers.TABLE)}.",
        )
    imported = importer.read(_text(file))
    program = session.program()
    if imported.credentials is not None:
        program.learn(imported.credentials)
    if imported.api_key is not None:
        program.redactor.learn(imported.api_key)
    workspace = program.make_workspace()
    called = _name(program, imported.request, name)
    path = workspace.new_path(folder, called)
    findings = imported.findings
    auth = imported.request.auth
    if identity is not None:
        auth = _kept(program, identity, imported)
    elif imported.credentials is not None or imported.api_key is not None:
        findings = (*findings, _not_kept())
    request = msgspec.structs.replace(_rooted(imported.request), name=called, auth=auth)
    workspace.save_request(path, request)
    findings = tuple(map(program.redactor.finding, findings))
    if as_json:
        shown = {
            "request": _masked(program, request),
            "name": called,
            "path": path,
            "identity": identity,
            "findings": findings,
        }
        print_json(shown)
        return
    for finding in findings:
        print_finding(finding)
    say(f"{called} is saved: {path}")


def _text(file: str) -> str:
    try:
        if file == "-":
            raw = read(_LARGEST + 1)
        else:
            with Path(file).open("rb") as source:
                raw = source.read(_LARGEST + 1)
        return raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError:
        raise usage(
            "import_unreadable", "The command is no UTF-8 text", "Save it as UTF-8."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        raise usage(
            "file_unreadable",
            f"{file[:80]} cannot be read: {reason}",
            "Name a file that is there, or - for standard input.",
        ) from None


def _name(program: Program, request: Request, wanted: str | None) -> str:
    """Return the name of the new request: the one wanted, else a free one of method and path."""
    from apiclient_gui.core import urls
    from apiclient_gui.core.files import printable

    known = {stored.request.name for stored in program.workspace.requests()}
    if wanted is not None:
        if not wanted.strip() or wanted in known:
            raise usage(
                "request_exists" if wanted.strip() else "name_missing",
                f"There is a request {wanted!r} already" if wanted.strip() else "A name is empty",
                "Take another name.",
            )
        return wanted
    parts = urls.split(request.url)
    place = parts.path if parts.path not in {"", "/"} else parts.authority.rpartition("@")[2]
    plain = printable(f"{request.method} {place}", 60).strip()
    plain = re.sub(r"\{\{\s*(.*?)\s*\}\}", r"\1", plain)
    tries = (plain, *(f"{plain} {number}" for number in range(2, len(known) + 3)))
    return next(one for one in tries if one not in known)


def _kept(program: Program, name: str, imported: Imported) -> Auth:
    """Keep what stood in the text under this name, the API key beside credentials as "NAME key"; return who sends it."""
    from apiclient_gui.core.model import Tokens

    auth, api_key = imported.request.auth, imported.api_key
    alone = imported.credentials is None and api_key is not None
    if not alone:
        _keep(program, name, imported.credentials)
        auth = msgspec.structs.replace(auth, identity=name)
    if api_key is None:
        return auth
    key = name if alone else f"{name} key"
    _keep(program, key, Tokens({"access": api_key}, "access"))
    return msgspec.structs.replace(auth, api_key=ApiKey(key))


def _rooted(request: Request) -> Request:
    """Return the request with its files named from the root: it is sent from other folders, too."""

    def whole(file: str) -> str:
        absolute = Path(file).is_absolute() or PureWindowsPath(file).is_absolute()
        return (
            file
            if not file or absolute or file[0] == "~" or "{{" in file
            else f"{Path.cwd() / file}"
        )

    body, chosen = request.body, request.settings
    parts = tuple(msgspec.structs.replace(part, file=whole(part.file)) for part in body.parts)
    settings = msgspec.structs.replace(
        chosen,
        ca_file=whole(chosen.ca_file),
        cert_file=whole(chosen.cert_file),
        key_file=whole(chosen.key_file),
    )
    body = msgspec.structs.replace(body, file=whole(body.file), parts=parts)
    return msgspec.structs.replace(request, body=body, settings=settings)


def _keep(program: Program, name: str, credentials: Credentials | None) -> None:
    """Make an identity of the credentials; without any, one of that name has to be there."""
    from apiclient_gui.core.importers.base.keeping import keeping
    from apiclient_gui.core.workspace import new_identity

    workspace = program.workspace
    if credentials is None:
        workspace.identity(name)
        return
    if any(one.name == name for one in workspace.identities()):
        raise usage(
            "identity_exists",
            f"There is an identity {name!r} already",
            "Take another name for the keys in the text.",
        )
    _, kind, facts, secrets = keeping(credentials)
    identity = new_identity(name, kind, facts)
    workspace.save_identity(identity)
    for field, secret in secrets.items():
        trouble = program.identities.put(identity, field, secret)
        if trouble is not None:
            program.identities.forget(identity)
            workspace.delete_identity(name)
            raise Problem("storage", _unkeepable(trouble))


def _unkeepable(trouble: Finding) -> Finding:
    return msgspec.structs.replace(
        trouble,
        severity="error",
        title="The keys in the text could not be kept, so nothing was imported",
        detail=trouble.title + ".",
        remedy="Import without --identity, and add an identity where there is a keyring.",
        actions=(),
    )


def _not_kept() -> Finding:
    return Finding(
        id="import_credentials_not_kept",
        severity="warning",
        title="The credentials in the text were not kept",
        detail="They stand in no part of the request. Whoever can read the text still has them.",
        remedy="Import with --identity NAME to keep them in the keyring, or choose an identity for the request.",
    )


def _masked(program: Program, request: Request) -> dict[str, Any]:
    """Return the request as it is stored, with the values of secret headers and parameters masked."""
    from apiclient_gui.core import redact
    from apiclient_gui.core.secret import MASK

    names = redact.SECRET_HEADERS | redact.SECRET_QUERY

    def value(one: Row | Part) -> str:
        secret = one.value and one.name.strip().lower() in names
        return MASK if secret else program.redactor.text(one.value)

    def rows(given: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(msgspec.structs.replace(row, value=value(row)) for row in given)

    shown = msgspec.structs.replace(
        request,
        url=program.redactor.text(redact.url(request.url)),
        headers=rows(request.headers),
        params=rows(request.params),
        body=msgspec.structs.replace(
            request.body,
            text=program.redactor.text(request.body.text),
            rows=rows(request.body.rows),
            parts=tuple(
                msgspec.structs.replace(part, value=value(part)) for part in request.body.parts
            ),
        ),
        settings=msgspec.structs.replace(
            request.settings, proxy=redact.url(request.settings.proxy)
        ),
    )
    document = msgspec.to_builtins(shown)
    assert isinstance(document, dict)
    return document


MEMBER = Command("import", _import)
