"""`apiclient workspace`: which folders of requests there are, and which one holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.output import print_json, say
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.program import named_folder

_json = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


@click.group(
    "workspace",
    help="Folders of requests, environments and identities.\n\n"
    "\b\nExample: apiclient workspace new ~/apis/pets",
)
def _workspace() -> None:
    """Hold the commands below."""


@_workspace.command(
    "list", help="List the workspaces known.\n\n\b\nExample: apiclient workspace list"
)
@_json
@click.pass_obj
def _list(session: Session, as_json: bool) -> None:
    program = session.program()
    open_ = program.folder
    documents = [
        {"name": name, "path": str(path), "open": path == open_}
        for name, path in program.known.every()
    ]
    if as_json:
        print_json({"workspaces": documents})
        return
    for document in documents:
        click.echo(f"{'*' if document['open'] else ' '} {document['name']}  {document['path']}")


@_workspace.command(
    "new", help="Make a workspace and open it.\n\n\b\nExample: apiclient workspace new ~/apis/pets"
)
@click.argument("folder")
@click.option("--name", help="Its name; the folder's otherwise.")
@_json
@click.pass_obj
def _new(session: Session, folder: str, name: str | None, as_json: bool) -> None:
    place = named_folder(folder)
    from apiclient_gui.core.workspace import Workspace

    made = Workspace.create(place, name or place.name)
    session.program().known.open(place)
    _tell(made.name, place, as_json=as_json, what="is made and open")


@_workspace.command(
    "open",
    help="Open a workspace: the commands after this one use it.\n\n\b\nExample: apiclient workspace open ~/apis/pets",
)
@click.argument("folder")
@_json
@click.pass_obj
def _open(session: Session, folder: str, as_json: bool) -> None:
    place = named_folder(folder)
    from apiclient_gui.core.workspace import Workspace

    name = Workspace.open(place).name
    session.program().known.open(place)
    _tell(name, place, as_json=as_json, what="is open")


@_workspace.command(
    "requests",
    help="List the requests of the open workspace.\n\n\b\nExample: apiclient workspace requests",
)
@_json
@click.pass_obj
def _requests(session: Session, as_json: bool) -> None:
    documents = [
        {
            "path": one.path,
            "name": one.request.name,
            "method": one.request.method,
            "url": one.request.url,
        }
        for one in session.program().workspace.requests()
    ]
    if as_json:
        print_json({"requests": documents})
        return
    for document in documents:
        click.echo(f"{document['path']}  {document['method']} {document['url']}")


@_workspace.command(
    "path", help="Print the folder of the open workspace.\n\n\b\nExample: apiclient workspace path"
)
@_json
@click.pass_obj
def _path(session: Session, as_json: bool) -> None:
    place = session.program().folder
    if as_json:
        print_json({"path": str(place)})
    else:
        click.echo(str(place))


def _tell(name: str, place: Path, *, as_json: bool, what: str) -> None:
    document: dict[str, Any] = {"name": name, "path": str(place)}
    if as_json:
        print_json(document)
    else:
        say(f"{name} {what}: {place}")


MEMBER = Command("workspace", _workspace)
