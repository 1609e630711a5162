"""`apiclient identity`: list, show, add, change and remove identities; their secrets go to the OS keyring."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from apiclient_gui.cli.base import Command
from apiclient_gui.cli.base.identities import document
from apiclient_gui.cli.base.output import print_json, read, say, usage
from apiclient_gui.cli.base.secrets import secret_of
from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.model import Identity
from apiclient_gui.core.named_secrets import variable_name
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret

if TYPE_CHECKING:
    from apiclient_gui.core.identity.base import Kind

_json = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


@click.group(
    "identity",
    help="Who requests are sent as: facts in the workspace, secrets in the OS keyring.\n\n"
    "\b\nExample: apiclient identity add dev --kind aws_keys --set access_key_id=AKIA… "
    "--secret secret_access_key=env:DEV_SECRET",
)
def _identity() -> None:
    """Hold the commands below."""


@_identity.command("list", help="List the identities.\n\n\b\nExample: apiclient identity list")
@_json
@click.pass_obj
def _list(session: Session, as_json: bool) -> None:
    program = session.program()
    documents = [document(program, identity) for identity in program.make_workspace().identities()]
    if as_json:
        print_json({"identities": documents})
        return
    if not documents:
        say("There is no identity yet; `apiclient identity add` makes one.")
    for one in documents:
        click.echo(f"{one['name']}  {one['kind']}")


@_identity.command(
    "show", help="Show one identity, never its secrets.\n\n\b\nExample: apiclient identity show dev"
)
@click.argument("name")
@_json
@click.pass_obj
def _show(session: Session, name: str, as_json: bool) -> None:
    program = session.program()
    shown = document(program, program.workspace.identity(name))
    if as_json:
        print_json(shown)
        return
    click.echo(f"{shown['name']}  {shown['kind']}")
    for label, value in [*shown["facts"].items(), *shown["secrets"].items()]:
        click.echo(f"  {label:20} {value}")
    until, key_id = shown["expires_at"], shown["access_key_id"]
    if shown["tokens"]:
        click.echo(f"  {'tokens':20} {', '.join(shown['tokens'])}")
    if key_id:
        click.echo(f"  {'temporary key':20} {key_id}")
    if until or shown["tokens"]:
        click.echo(
            f"  {'valid until':20} {f'{until:%Y-%m-%d %H:%M:%S} UTC' if until else 'not known'}"
        )


@_identity.command("add", help="Add an identity.\n\n\b\nExample: see `apiclient identity --help`")
@click.argument("name")
@click.option("--kind", required=True, help="Its kind, such as aws_keys.")
@click.option("--set", "facts", multiple=True, metavar="FIELD=VALUE", help="A fact; repeatable.")
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="FIELD=env:VAR|file:PATH|-",
    help="Where a secret is read from; repeatable.",
)
@_json
@click.pass_obj
def _add(
    session: Session,
    name: str,
    kind: str,
    facts: tuple[str, ...],
    secrets: tuple[str, ...],
    as_json: bool,
) -> None:
    from apiclient_gui.core import identity as kinds
    from apiclient_gui.core.workspace import new_identity

    member = kinds.TABLE.get(kind)
    if member is None:
        raise usage(
            "identity_kind_unknown",
            f"There is no kind {kind!r}",
            f"There is: {', '.join(kinds.TABLE)}.",
        )
    program = session.program()
    workspace = program.make_workspace()
    if any(one.name == name for one in workspace.identities()):
        raise usage(
            "identity_exists",
            f"There is an identity {name!r} already",
            "Remove it first, or take another name.",
        )
    known, read = _typed(member, facts, secrets)
    hidden = {field.key for field in member.secret_fields}
    missing = [
        field.key
        for field in member.fields
        if field.required and field.key not in hidden | set(known)
    ]
    if missing:
        raise usage(
            "field_missing",
            f"An identity of this kind needs {' and '.join(missing)}",
            f"Give it with --set {missing[0]}=VALUE.",
        )
    identity = new_identity(name, kind, known)
    workspace.save_identity(identity)
    _keep(program, identity, read)
    if as_json:
        print_json(document(program, identity))
    else:
        say(f"{name} is added.")


@_identity.command(
    "set",
    help="Change facts and secrets of an identity; an empty value takes a fact away.\n\n"
    "\b\nExample: apiclient identity set dana-sso --set account_id=123456789012 --set role_name=PetsReader",
)
@click.argument("name")
@click.option("--set", "facts", multiple=True, metavar="FIELD=VALUE", help="A fact; repeatable.")
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="FIELD=env:VAR|file:PATH|-",
    help="Where a secret comes from; repeatable.",
)
@_json
@click.pass_obj
def _set(
    session: Session, name: str, facts: tuple[str, ...], secrets: tuple[str, ...], as_json: bool
) -> None:
    from apiclient_gui.core.identities.current import kind_of

    program = session.program()
    before = program.workspace.identity(name)
    known, read = _typed(kind_of(before), facts, secrets)
    kept = {key: value for key, value in {**before.facts, **known}.items() if value}
    identity = msgspec.structs.replace(before, facts=kept)
    program.workspace.save_identity(identity)
    _keep(program, identity, read)
    if as_json:
        print_json(document(program, identity))
    else:
        say(f"{name} is changed.")


def _typed(
    kind: Kind, facts: tuple[str, ...], secrets: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, Secret]]:
    """Return the facts and the secrets that the options give for fields of a kind."""
    hidden = {field.key for field in kind.secret_fields}
    plain = {field.key for field in kind.fields} - hidden
    known = dict(_split(text, plain, "--set") for text in facts)
    sources = dict(_split(text, hidden, "--secret") for text in secrets)
    if list(sources.values()).count("-") > 1:
        raise usage(
            "stdin_twice",
            "Two secrets are to be read from standard input",
            "Read one from a file or the environment.",
        )
    return known, {field: secret_of(source) for field, source in sources.items()}


def _keep(program: Program, identity: Identity, secrets: Mapping[str, Secret]) -> None:
    for field, secret in secrets.items():
        finding = program.identities.put(identity, field, secret)
        if finding is not None:
            raise Problem("storage", _not_kept(finding, identity, field))


@_identity.command(
    "remove",
    help="Remove an identity and its secrets.\n\n\b\nExample: apiclient identity remove dev",
)
@click.argument("name")
@_json
@click.pass_obj
def _remove(session: Session, name: str, as_json: bool) -> None:
    program = session.program()
    identity = program.workspace.identity(name)
    program.identities.forget(identity)
    program.workspace.delete_identity(name)
    if as_json:
        print_json({"removed": name})
    else:
        say(f"{name} is removed, and its secrets with it.")


@_identity.command(
    "import",
    help="Make identities of AWS keys in a text: `export` lines, ~/.aws/credentials, JSON of AWS tools, the console's CSV.\n\n"
    "\b\nExample: aws configure export-credentials | apiclient identity import - --name dev",
)
@click.argument("file", metavar="FILE|-")
@click.option("--name", help="Its name; that of the section or user otherwise.")
@click.option("--section", help="Only the keys of this section.")
@_json
@click.pass_obj
def _import(
    session: Session, file: str, name: str | None, section: str | None, as_json: bool
) -> None:
    from apiclient_gui.core import identity as kinds
    from apiclient_gui.core import pasted_keys
    from apiclient_gui.core.files import free_name
    from apiclient_gui.core.workspace import new_identity

    found = pasted_keys.read(pasted_keys.decoded(_content(file, pasted_keys.LONGEST)))
    if section is not None:
        named = [one.name for one in found if one.name]
        found = tuple(one for one in found if one.name == section)
        if not found:
            remedy = f"There is: {', '.join(named)}." if named else "There are no sections in it."
            raise usage("section_unknown", f"No keys stand in a section {section!r}", remedy)
    program = session.program()
    workspace = program.make_workspace()
    taken = [one.name for one in workspace.identities()]
    known = {one.facts.get("access_key_id"): one.name for one in workspace.identities()}
    made, lost, why = [], [], None
    for pasted in found:
        facts, secrets = kinds.aws_keys.filled(pasted)
        if there := known.get(facts["access_key_id"]):
            say(f"{there} has this access key id already.")
        wanted = name or pasted.name or f"aws-{pasted.keys.access_key_id[-4:]}"
        identity = new_identity(free_name(wanted, taken), kinds.aws_keys.MEMBER.id, facts)
        workspace.save_identity(identity)
        taken.append(identity.name)
        made.append(identity)
        for field, secret in secrets.items():
            finding = program.identities.put(identity, field, secret)
            if finding is not None:
                why = finding
                lost.append(variable_name(identity.name, field))
    if why is not None:
        raise Problem("storage", _none_kept(why, [one.name for one in made], lost))
    if as_json:
        print_json({"identities": [document(program, one) for one in made]})
    else:
        names = ", ".join(one.name for one in made)
        say(f"{names} {'is' if len(made) == 1 else 'are'} added.")


def _content(name: str, most: int) -> bytes:
    """Return the content of a file, or of standard input for `-`; of a longer one so much that it is seen to be too long."""
    try:
        if name == "-":
            return read(most * 2 + 2)
        with Path(name).open("rb") as file:
            return file.read(most * 2 + 2)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file has such a name"
        title = f"{name[:80]} cannot be read: {reason}"
        raise usage("file_unreadable", title, "Name a file that is there, or -.") from None


def _not_kept(finding: Finding, identity: Identity, field: str) -> Finding:
    """Return why a secret was not kept: what the window holds for its run is gone when this command ends."""
    variable = variable_name(identity.name, field)
    return msgspec.structs.replace(
        finding,
        severity="error",
        title=f"{identity.name} is added, but its {field} could not be kept",
        detail=finding.title + ".",
        remedy=f"Set {variable} in the environment where you send; or have a keyring, remove the identity and add it again.",
    )


def _none_kept(finding: Finding, names: list[str], variables: list[str]) -> Finding:
    """Return why the secrets of several identities were not kept, and the variables that may hold them."""
    which = "its secrets" if len(names) == 1 else "their secrets"
    return msgspec.structs.replace(
        finding,
        severity="error",
        title=f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} added, but {which} could not be kept",
        detail=finding.title + ".",
        evidence=(*finding.evidence, Evidence("Variables", "\n".join(variables))),
        remedy="Set these variables in the environment where you send; or have a keyring, remove the identities and import again.",
    )


def _split(text: str, known: set[str], option: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or field not in known:
        raise usage(
            "field_unknown",
            f"{option} names no field of this kind",
            f"It has: {', '.join(sorted(known))}.",
        )
    return field, value


MEMBER = Command("identity", _identity)
