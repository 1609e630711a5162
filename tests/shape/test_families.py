"""One new file and one import line add a member: nothing is forgotten, and nobody else spells its id."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.shape.sources import PACKAGE, ROOT, Source, lines, sources, write

# In these every module is a member. In the others a module without MEMBER may be what commands or panels share.
PURE = (
    "core/auth",
    "core/checks",
    "core/diagnosis",
    "core/exporters",
    "core/identity",
    "core/importers",
)
FAMILIES = (*PURE, "cli", "ui/pages", "ui/panels")

# Beginning of a path -> why all ids may be spelled as text there.
FREE_TO_SPELL: Mapping[str, str] = {
    "core/importers/": "other programs' formats use the same words with their own meaning",
    "core/exporters/": "the same",
    "core/identity/": "a kind names the scheme with which its credentials are sent",
    "practice/": "it may not import the client's side: its log, samples and stations prove the diagnosis in the same words",
}

# (module, id) -> why this module may spell the id of a member as text.
SPELLED: Mapping[tuple[str, str], str] = {
    ("core/oauth/replies.py", "bearer"): "the token_type of RFC 6750",
    ("core/oauth/replies.py", "access_denied"): "an error of RFC 8628 §3.5",
    ("core/oauth/authorization.py", "access_denied"): "an error of RFC 6749 §4.1.2.1",
    ("core/oauth/authorization.py", "server_error"): "the same",
    ("core/oauth/__init__.py", "client_credentials"): "the grant of RFC 6749 §4.4",
    (
        "core/tokens/checks.py",
        "token_expired",
    ): "the same fact, told of a token that nobody refused",
    ("core/tokens/checks.py", "token_not_yet_valid"): "the same",
    (
        "cli/base/authorisation.py",
        "bearer",
    ): "a token of a file means that scheme, as docs/cli.md promises",
    ("cli/export.py", "bearer"): "the same",
    ("cli/export.py", "aws_env"): "the option --aws-env",
    ("core/exporting.py", "bearer"): "the word before a token in a typed header (RFC 6750 §2.1)",
    ("cli/base/authorisation.py", "aws_env"): "the name of an option",
    (
        "core/signing/target.py",
        "sigv4a",
    ): "the schemes stand above signing, which may not know them",
}


def assigns(tree: ast.Module, name: str) -> bool:
    """Say whether the module gives this name a value at its top level."""
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def forgotten_members(all_sources: Iterable[Source], families: Iterable[str]) -> list[str]:
    """Return one sentence for each member that is not in its family's table; families without TABLE count not."""
    by_name = {source.name: source for source in all_sources}
    complaints = []
    for family in families:
        init = by_name.get(f"{family}/__init__.py")
        if init is None or not assigns(init.tree, "TABLE"):
            continue
        listed = {
            alias.name
            for node in init.tree.body
            if isinstance(node, ast.ImportFrom) and node.module == init.module
            for alias in node.names
        }
        for name, source in by_name.items():
            folder, _, stem = name.removesuffix(".py").rpartition("/")
            if folder != family or stem in {"__init__", "base"}:
                continue
            is_member = assigns(source.tree, "MEMBER")
            if not is_member and family in PURE:
                complaints.append(
                    f"{name}: has no MEMBER; what members share stands below the family"
                )
            elif is_member and stem not in listed:
                complaints.append(f"{name}: add `{stem}` to the imports of {init.name}")
    return complaints


def expected_tests(name: str) -> tuple[str, ...]:
    """Return where the test file of a source file may stand; nothing for those that need none."""
    folder, _, stem = name.removesuffix(".py").rpartition("/")
    if stem in {"__init__", "__main__"}:
        return ()
    test = "/".join(part for part in (folder, f"test_{stem}.py") if part)
    if name.startswith("ui/"):
        return (f"tests/gui/{test.removeprefix('ui/')}",)
    if name == "app.py":
        return ("tests/gui/test_app.py",)
    return (f"tests/unit/{test}",)


def untested(all_sources: Iterable[Source], root: Path) -> list[str]:
    """Return one sentence for each source file without its test file."""
    return [
        f"{source.name}: write {places[0]}"
        for source in all_sources
        if (places := expected_tests(source.name))
        and not any((root / place).is_file() for place in places)
    ]


def is_telling(member_id: str) -> bool:
    """Say whether an id is special enough to be looked for: `none` or `json` are everybody's words."""
    return len(member_id) >= 6 or "_" in member_id


def spellings(all_sources: Iterable[Source], ids: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Return (module, id) -> line of each text that equals an id (id -> its own module) outside that module."""
    found = {}
    for source in all_sources:
        if source.name.startswith(tuple(FREE_TO_SPELL)):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                member_id = node.value
                if is_telling(member_id) and ids.get(member_id, source.name) != source.name:
                    found.setdefault((source.name, member_id), node.lineno)
    return found


def member_ids() -> dict[str, str]:
    """Return id -> module of all members of the program."""
    ids = {}
    for source in sources():
        family, _, _ = source.name.rpartition("/")
        # Ids of commands and panels are ordinary words ("history"), and each is one file's business.
        if family in PURE and assigns(source.tree, "MEMBER"):
            ids[importlib.import_module(source.module).MEMBER.id] = source.name
    return ids


def test_every_member_is_in_its_table() -> None:
    found = forgotten_members(sources(), FAMILIES)
    assert not found, lines(found)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_holds_what_its_modules_say(family: str) -> None:
    folder = ROOT / PACKAGE / family
    module = PACKAGE + "." + family.replace("/", ".")
    here = [source for source in sources() if source.path.parent == folder]
    if not any(source.path.name == "__init__.py" for source in here):
        pytest.skip(f"{family} does not exist yet")
    table = getattr(importlib.import_module(module), "TABLE", None)
    if table is None:
        pytest.skip(f"{family} has no TABLE yet")
    members = [
        importlib.import_module(source.module).MEMBER
        for source in here
        if assigns(source.tree, "MEMBER")
    ]
    assert {member.id: id(member) for member in members} == {
        key: id(member) for key, member in table.items()
    }


def test_every_source_file_has_its_test_file() -> None:
    found = untested(sources(), ROOT)
    assert not found, lines(found)


def test_ids_are_spelled_in_their_own_files_only() -> None:
    found = spellings(sources(), member_ids())
    strangers = [
        f"{name}:{line}: {member_id!r}: take the member's id, or give a reason in SPELLED"
        for (name, member_id), line in found.items()
        if (name, member_id) not in SPELLED
    ]
    assert not strangers, lines(strangers)
    gone = [
        f"{key}: not spelled there any more, take it out of SPELLED"
        for key in SPELLED.keys() - found.keys()
    ]
    assert not gone, lines(gone)


# ---- each check can fail

TABLE = "from apiclient_gui.core.auth import none\nTABLE = members(globals(), Scheme)\n"


def test_a_forgotten_member_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/auth/__init__.py", TABLE)
    write(tmp_path, "core/auth/base.py", "")
    write(tmp_path, "core/auth/none.py", "MEMBER = 1")
    assert forgotten_members(sources(tmp_path), PURE) == []
    write(tmp_path, "core/auth/bearer.py", "MEMBER: int = 1")
    write(tmp_path, "core/auth/shared.py", "")
    assert forgotten_members(sources(tmp_path), PURE) == [
        "core/auth/bearer.py: add `bearer` to the imports of core/auth/__init__.py",
        "core/auth/shared.py: has no MEMBER; what members share stands below the family",
    ]


def test_commands_may_share_a_module(tmp_path: Path) -> None:
    write(tmp_path, "cli/__init__.py", "from apiclient_gui.cli import send\nTABLE = members()\n")
    write(tmp_path, "cli/send.py", "MEMBER = 1")
    write(tmp_path, "cli/printer.py", "")
    assert forgotten_members(sources(tmp_path), FAMILIES) == []


def test_a_missing_test_file_is_found(tmp_path: Path) -> None:
    for name in ("__init__.py", "__main__.py", "app.py", "core/auth/base.py", "ui/panels/x.py"):
        write(tmp_path, name, "")
    assert untested(sources(tmp_path), tmp_path) == [
        "app.py: write tests/gui/test_app.py",
        "core/auth/base.py: write tests/unit/core/auth/test_base.py",
        "ui/panels/x.py: write tests/gui/panels/test_x.py",
    ]


def test_an_id_spelled_elsewhere_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/auth/bearer.py", "MEMBER = Scheme('bearer')")
    write(
        tmp_path,
        "core/send.py",
        "'''bearer is only named here'''\nif scheme == 'bearer' or x == 'json': pass",
    )
    write(tmp_path, "core/importers/curl.py", "a = 'bearer'")
    ids = {"bearer": "core/auth/bearer.py", "json": "core/exporters/json.py"}
    assert spellings(sources(tmp_path), ids) == {("core/send.py", "bearer"): 2}
