"""A workspace: requests, environments, identities (facts only) and known APIs in a folder made for git."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Identity, KnownApi, Request
from apiclient_gui.core.workspace import documents, findings, places, steps
from apiclient_gui.core.workspace.shelf import SUFFIX, Shelf, content_of
from apiclient_gui.core.workspace.steps import Edit

VERSION: Final = 1
_MANIFEST: Final = "workspace.toml"
_FOLDERS: Final = (places.REQUESTS, "environments", "identities")

Named = TypeVar("Named", Environment, Identity)


class StoredRequest(NamedTuple):
    """A request and where it stands: `IAM/list-pets`, below `requests`, with slashes, without `.toml`."""

    path: str
    request: Request


class Manifest(msgspec.Struct, frozen=True):
    """What `workspace.toml` holds. `version` is checked before the rest: a later one may look different."""

    version: int
    name: str = ""


class ApiList(msgspec.Struct, frozen=True):
    """What `apis.toml` holds."""

    api: tuple[KnownApi, ...] = ()


class Workspace:
    """A folder of small TOML files, read anew at each call: git and other programs change them, too.

    What cannot be read is set aside and told in `troubles`; it is never overwritten, and the rest stays usable.
    All methods raise Problem("storage") when the disk refuses, and Problem("usage") for unknown or unfit names.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._shelf = Shelf(folder)
        self._places: dict[str, Path] = {}

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open a workspace; one that is damaged or of a later version raises Problem and is not touched."""
        file = folder / _MANIFEST
        shown = str(file)
        try:
            if not file.is_file():
                raise findings.not_a_workspace(str(folder))
            content = file.read_bytes()
        except (OSError, ValueError) as error:
            raise files.problem(error, file, "read") from error
        try:
            raw = documents.parse_table(content)
        except ValueError as error:
            raise findings.workspace_unreadable(shown, str(error)) from None
        version = raw.get("version")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise findings.workspace_version_invalid(shown)
        if version > VERSION:
            raise findings.workspace_version_newer(shown, version, VERSION)
        try:
            manifest, _ = documents.parse(content, Manifest)
        except ValueError as error:
            raise findings.workspace_unreadable(shown, str(error)) from None
        workspace = cls(folder, manifest.name or folder.resolve().name)
        workspace._shelf.clear_leftovers(*_FOLDERS)
        return workspace

    @classmethod
    def create(cls, folder: Path, name: str) -> Workspace:
        """Make a workspace in a new or existing folder; one that is there already raises Problem."""
        file = folder / _MANIFEST
        content = documents.render(Manifest(VERSION, name))
        files.make_folder(folder)
        if file.exists() or file.is_symlink():
            raise findings.workspace_exists(str(folder))
        files.write(file, content)
        return cls.open(folder)

    def troubles(self) -> tuple[Finding, ...]:
        """Return what the reading so far has met, each once."""
        return tuple(self._shelf.troubles)

    # ---------------------------------------------------------------- requests

    def requests(self) -> tuple[StoredRequest, ...]:
        """Return all requests: by folder, then position, then name."""
        found = []
        for file in self._shelf.listing(places.REQUESTS):
            request = self._shelf.read(file, Request)
            if request is not None:
                found.append(StoredRequest(places.request_path(self._shelf, file), request))
        alike = defaultdict(list)
        for stored in sorted(found):
            alike[files.fold(stored.path)].append(stored.path)
        for paths in alike.values():
            if len(paths) > 1:
                self._shelf.note(findings.case_collision(paths))
        return tuple(sorted(found, key=_order))

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files of requests, also of those that cannot be read."""
        found = self._shelf.listing(places.REQUESTS)
        return tuple(sorted(places.request_path(self._shelf, file) for file in found))

    def folders(self) -> tuple[str, ...]:
        """Return the paths of all folders of requests, also of empty ones, in the order of requests."""
        top = self.folder / places.REQUESTS
        found = [one.relative_to(top).as_posix() for one in self._shelf.folders(places.REQUESTS)]
        return tuple(sorted(found, key=lambda path: [files.fold(one) for one in path.split("/")]))

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a request's file; None when there is none."""
        file = places.request_file(self._shelf, path)
        try:
            return content_of(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise files.problem(error, file, "read") from error

    def strangers(self, folders: Sequence[str], requests: Sequence[str]) -> tuple[str, ...]:
        """Return what stands in these folders besides these folders and requests, hidden files too."""
        known = {*folders, *(f"{path}{SUFFIX}" for path in requests)}
        return tuple(
            f"{folder}/{name}"
            for folder in folders
            for name in self._shelf.names(f"{places.REQUESTS}/{folder}")
            if f"{folder}/{name}" not in known
        )

    def perform(self, edit: Edit) -> None:
        """Change files of requests: all of the edit, or nothing (steps.perform)."""
        self._stay()
        steps.perform(self._shelf, edit)

    def mark(self) -> str:
        """Return what changes whenever a file of the workspace does; cheap, for looking often."""
        return self._shelf.mark(*_FOLDERS)

    def request(self, name: str) -> StoredRequest:
        """Return a request by its path, or by its name if only one has it; capitals count only where they have to."""
        stored = self.requests()
        by_path = [one for one in stored if one.path == name]
        named = by_path or [one for one in stored if one.request.name == name != ""]
        if not named and name:
            folded = files.fold(name)
            named = [
                one for one in stored if folded in map(files.fold, (one.path, one.request.name))
            ]
        if len(named) > 1:
            raise findings.ambiguous(name, [one.path for one in named])
        if not named:
            known = [one.request.name or one.path for one in stored]
            raise findings.unknown("request", name, known, also=[one.path for one in stored])
        return named[0]

    def save_request(self, path: str, request: Request) -> None:
        """Save a request at a path such as `IAM/list-pets`; what is there is replaced."""
        file = places.request_file(self._shelf, path)
        for other in self._shelf.listing(places.REQUESTS):
            twin = places.request_path(self._shelf, other)
            if twin != path and files.fold(twin) == files.fold(path):
                raise findings.path_taken(path, twin)
        self._write(file, request)

    def new_path(self, folder: str, name: str) -> str:
        """Return a free path for a request of that name; `folder` may be empty or nested (`IAM/pets`)."""
        folders = {files.fold(path): path for path in self.folders()}
        parent = ""
        for part in filter(None, folder.split("/")):
            parent = f"{parent}{places.folder_name(part)}"
            parent = folders.get(files.fold(parent), parent) + "/"
        taken = [entry.removesuffix(SUFFIX) for entry in self._shelf.names(f"requests/{parent}")]
        return parent + files.free_name(files.slug(name), taken)

    def delete_request(self, path: str) -> None:
        """Delete a request, and the folders that become empty by it."""
        file = places.request_file(self._shelf, path)
        try:
            file.unlink()
        except FileNotFoundError:
            known = {
                places.request_path(self._shelf, one)
                for one in self._shelf.listing(places.REQUESTS)
            }
            raise findings.unknown("request", path, known) from None
        except OSError as error:
            raise files.problem(error, file, "delete") from error
        with contextlib.suppress(OSError):
            for parent in file.relative_to(self.folder / places.REQUESTS).parents[:-1]:
                (self.folder / places.REQUESTS / parent).rmdir()

    # ---------------------------------------------------------------- environments and identities

    def environments(self) -> tuple[Environment, ...]:
        """Return all environments, by name."""
        return tuple(self._named("environments", Environment).values())

    def environment(self, name: str) -> Environment:
        """Return the environment of that name."""
        known = self.environments()
        for environment in known:
            if environment.name == name:
                return environment
        raise findings.unknown("environment", name, [one.name for one in known])

    def save_environment(self, environment: Environment) -> None:
        """Save an environment in the place of the one of that name, or as a new one."""
        if not environment.name:
            raise findings.name_missing("environment")
        known = self._named("environments", Environment)
        file = next((f for f, one in known.items() if one.name == environment.name), None)
        self._write(file or self._new_file("environments", environment.name), environment)

    def delete_environment(self, name: str) -> None:
        """Delete an environment; values of its secret variables are the vault's to forget."""
        self._delete("environments", Environment, "environment", name)

    def identities(self) -> tuple[Identity, ...]:
        """Return all identities, by name. Facts only: their secrets are in the vault."""
        return tuple(self._named("identities", Identity).values())

    def identity(self, name: str) -> Identity:
        """Return the identity of that name."""
        # Where it stood last: each send asks for one, and looking through all of them takes longer than signing.
        place = self._places.get(name)
        held = self._shelf.read(place, Identity) if place else None
        if held is not None and held.name == name:
            return held
        known = self._named("identities", Identity)
        self._places = {identity.name: file for file, identity in known.items()}
        if name not in self._places:
            raise findings.unknown("identity", name, list(self._places))
        return known[self._places[name]]

    def save_identity(self, identity: Identity) -> None:
        """Save an identity in the place of the one with that id, so its name may change, or as a new one."""
        if not identity.name:
            raise findings.name_missing("identity")
        known = self._named("identities", Identity)
        if any(one.name == identity.name and one.id != identity.id for one in known.values()):
            raise findings.name_taken("identity", identity.name)
        file = next((f for f, one in known.items() if one.id == identity.id), None)
        self._write(file or self._new_file("identities", identity.name), identity)

    def delete_identity(self, name: str) -> None:
        """Delete an identity; its secrets are the vault's to forget."""
        self._delete("identities", Identity, "identity", name)

    # ---------------------------------------------------------------- known APIs

    def apis(self) -> tuple[KnownApi, ...]:
        """Return the APIs whose methods are known, in the order saved."""
        found = self._shelf.read(self.folder / "apis.toml", ApiList)
        return found.api if found else ()

    def save_apis(self, apis: tuple[KnownApi, ...]) -> None:
        """Replace the list of known APIs."""
        self._write(self.folder / "apis.toml", ApiList(apis))

    # ---------------------------------------------------------------- places

    def _write(self, file: Path, value: msgspec.Struct) -> None:
        self._stay()
        self._shelf.write(file, value)

    def _stay(self) -> None:
        # A folder that was moved or deleted meanwhile is not made anew: that would be no workspace, and hide the loss.
        if not os.path.exists(self.folder / _MANIFEST):  # noqa: PTH110  # Path's raises where nobody may look
            raise findings.workspace_gone(str(self.folder))

    def _new_file(self, folder: str, name: str) -> Path:
        # All that is there counts, also what cannot be read: nothing is overwritten by a new one.
        stems = [entry.removesuffix(SUFFIX) for entry in self._shelf.names(folder)]
        return self.folder / folder / f"{files.free_name(files.slug(name), stems)}{SUFFIX}"

    def _delete(self, folder: str, kind: type[Named], noun: findings.Noun, name: str) -> None:
        known = self._named(folder, kind)
        file = next((f for f, one in known.items() if one.name == name), None)
        if file is None:
            raise findings.unknown(noun, name, [one.name for one in known.values()])
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise files.problem(error, file, "delete") from error

    def _named(self, folder: str, kind: type[Named]) -> Mapping[Path, Named]:
        found: dict[Path, Named] = {}
        owners: dict[tuple[str, str], Path] = {}
        for file in sorted(self._shelf.listing(folder)):
            value = self._shelf.read(file, kind)
            if value is None:
                continue
            # A file written by hand may leave its name to the file's.
            value = value if value.name else msgspec.structs.replace(value, name=file.stem)
            claims = {("name", value.name)}
            if isinstance(value, Identity):
                claims.add(("id", value.id))
            taken = sorted(claims & owners.keys())
            if taken:
                first = self._shelf.shown(owners[taken[0]])
                self._shelf.note(findings.double(taken[0][0], self._shelf.shown(file), first))
                continue
            owners |= dict.fromkeys(claims, file)
            found[file] = value
        return dict(
            sorted(found.items(), key=lambda pair: (files.fold(pair[1].name), pair[1].name))
        )


def new_identity(name: str, kind: str, facts: Mapping[str, str]) -> Identity:
    """Return an identity with a fresh id; `facts` must hold no secret (the caller knows the kind's fields)."""
    return Identity(name=name, kind=kind, id=secrets.token_hex(8), facts=dict(facts))


def _order(stored: StoredRequest) -> tuple[list[str], int, str, str]:
    folders = stored.path.split("/")[:-1]
    name = stored.request.name or stored.path
    return (
        [files.fold(part) for part in folders],
        stored.request.position,
        files.fold(name),
        stored.path,
    )
