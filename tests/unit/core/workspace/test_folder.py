from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    ApiMethod,
    Environment,
    Identity,
    KnownApi,
    Payload,
    Request,
)
from apiclient_gui.core.workspace import StoredRequest, Workspace, new_identity

WRITER = """
import sys
from pathlib import Path
from apiclient_gui.core.model import Payload, Request
from apiclient_gui.core.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
while True:
    for letter in "AB":
        workspace.save_request("IAM/big", Request(name=letter, body=Payload("text", letter * 300_000)))
        print("saved", flush=True)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "practice", "Practice")


def trouble_of(attempt: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Problem) as caught:
        attempt()
    str(caught.value.finding).encode()
    return caught.value.trouble, caught.value.finding.id


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def ids(workspace: Workspace) -> list[str]:
    return [one.id for one in workspace.troubles()]


# ---------------------------------------------------------------- open and create


def test_create_and_open(workspace: Workspace) -> None:
    again = Workspace.open(workspace.folder)
    assert (again.folder, again.name) == (workspace.folder, "Practice")
    assert (workspace.folder / "workspace.toml").read_text() == 'version = 1\nname = "Practice"\n'
    assert (again.requests(), again.environments(), again.identities()) == ((), (), ())
    assert (again.apis(), again.troubles()) == ((), ())


def test_an_existing_workspace_is_not_overwritten(workspace: Workspace) -> None:
    trouble = trouble_of(lambda: Workspace.create(workspace.folder, "Other"))
    assert trouble == ("storage", "workspace_exists")
    assert Workspace.open(workspace.folder).name == "Practice"


def test_a_workspace_without_a_name_is_called_like_its_folder(tmp_path: Path) -> None:
    assert Workspace.create(tmp_path / "pets", "").name == "pets"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"version = 2\nname = 5", "workspace_version_newer"),
        (b"name = 'x'", "workspace_version_invalid"),
        (b"version = '1'", "workspace_version_invalid"),
        (b"version = true", "workspace_version_invalid"),
        (b"version = 0", "workspace_version_invalid"),
        (b"version = 1\nname = 5", "workspace_unreadable"),
        (b"version = ", "workspace_unreadable"),
        (b"", "workspace_unreadable"),
        (b"\xff\x00", "workspace_unreadable"),
        (bytes(1000), "workspace_unreadable"),
    ],
)
def test_what_cannot_be_opened_is_not_touched(tmp_path: Path, content: bytes, key: str) -> None:
    (tmp_path / "workspace.toml").write_bytes(content)
    (tmp_path / "apis.toml").write_bytes(b"damaged")
    assert trouble_of(lambda: Workspace.open(tmp_path)) == ("storage", key)
    assert (tmp_path / "workspace.toml").read_bytes() == content
    assert names(tmp_path) == ["apis.toml", "workspace.toml"]


def test_what_is_not_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "odd" / "workspace.toml").mkdir(parents=True)
    for folder in (
        tmp_path,
        tmp_path / "missing",
        tmp_path / "file",
        tmp_path / "odd",
        tmp_path / "\0",
    ):
        assert trouble_of(lambda where=folder: Workspace.open(where)) == (
            "storage",
            "not_a_workspace",
        )
    assert trouble_of(lambda: Workspace.create(tmp_path / "file", "x"))[0] == "storage"
    assert trouble_of(lambda: Workspace.create(tmp_path / "a\0b", "x"))[0] == "storage"
    assert trouble_of(lambda: Workspace.create(tmp_path / "new", "\ud800"))[1] == "text_not_unicode"
    assert not (tmp_path / "new").exists()


def test_opening_clears_what_killed_writers_left(workspace: Workspace) -> None:
    workspace.save_request("IAM/a", Request())
    leftover = workspace.folder / "requests" / "IAM" / f".apiclient-{'0' * 16}.tmp"
    leftover.touch()
    os.utime(leftover, (0, 0))
    Workspace.open(workspace.folder)
    assert not leftover.exists()


def test_killed_in_the_middle_of_saving(workspace: Workspace) -> None:
    workspace.save_request("IAM/big", Request(name="A", body=Payload("text", "A" * 300_000)))
    for kill in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, workspace.folder], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            for _ in range(kill + 1):
                assert writer.stdout.readline().strip() == b"saved"
            writer.kill()
        ((path, request),) = workspace.requests()
        assert path == "IAM/big"
        assert request.body.text == request.name * 300_000
    assert workspace.troubles() == ()
    folder = workspace.folder / "requests" / "IAM"
    for entry in folder.iterdir():
        os.utime(entry, (0, 0))
    Workspace.open(workspace.folder)
    assert names(folder) == ["big.toml"]


# ---------------------------------------------------------------- requests


def test_requests_are_sorted_by_folder_position_and_name(workspace: Workspace) -> None:
    stored = (
        StoredRequest("z", Request(name="root")),
        StoredRequest("Cognito/a", Request(name="x")),
        StoredRequest("IAM/a", Request(name="b", position=2)),
        StoredRequest("IAM/b", Request(name="A", position=3)),
        StoredRequest("IAM/c", Request(name="b", position=3)),
        StoredRequest("IAM/deep/d", Request(name="a", position=-1)),
    )
    for path, request in reversed(stored):
        workspace.save_request(path, request)
    assert workspace.requests() == stored
    assert Workspace.open(workspace.folder).requests() == stored


def test_a_request_is_found_by_path_or_by_its_only_name(workspace: Workspace) -> None:
    workspace.save_request("IAM/list", Request(name="List pets"))
    workspace.save_request("other", Request(name="IAM/list"))
    workspace.save_request("x", Request(name="Twice"))
    workspace.save_request("y", Request(name="Twice"))
    assert workspace.request("IAM/list").request.name == "List pets", "a path comes before a name"
    assert workspace.request("List pets").path == "IAM/list"
    with pytest.raises(Problem) as caught:
        workspace.request("Twice")
    assert caught.value.finding.id == "ambiguous_request"
    assert [row.value for row in caught.value.finding.evidence] == ["x", "y"]
    with pytest.raises(Problem) as caught:
        workspace.request("List pet")
    assert caught.value.trouble == "usage"
    assert caught.value.finding.id == "unknown_request"
    assert "List pets" in caught.value.finding.remedy
    for odd in ("", "\0", "\ud800", "../workspace", "x" * 100_000):
        assert trouble_of(lambda name=odd: workspace.request(name)) == ("usage", "unknown_request")


def test_saving_again_replaces(workspace: Workspace) -> None:
    workspace.save_request("a", Request(name="one"))
    workspace.save_request("a", Request(name="two"))
    assert [one.request.name for one in workspace.requests()] == ["two"]
    assert names(workspace.folder / "requests") == ["a.toml"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "..",
        "../a",
        "a/../../b",
        "a/./b",
        "a//b",
        "a/",
        "/etc/a",
        "C:/a",
        "a\\..\\b",
        "a\0",
        "\ud800",
        ".git/a",
        "x.toml/a",
        "link/a",
        "leaf",
    ],
)
def test_no_path_leads_out(workspace: Workspace, tmp_path: Path, path: str) -> None:
    requests = workspace.folder / "requests"
    requests.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.toml").touch()
    (requests / "link").symlink_to(tmp_path / "outside")
    (requests / "leaf.toml").symlink_to(tmp_path / "outside" / "a.toml")
    before = sorted(tmp_path.rglob("*"))
    expected = ("usage", "path_outside_workspace")
    assert trouble_of(lambda: workspace.save_request(path, Request())) == expected
    assert trouble_of(lambda: workspace.delete_request(path)) == expected
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_a_link_is_not_followed(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.toml").write_bytes(b"damaged")
    for folder in ("requests", "environments"):
        (workspace.folder / folder).symlink_to(tmp_path / "outside")
    for _ in range(2):
        assert (workspace.requests(), workspace.environments()) == ((), ())
    assert ids(workspace) == ["file_skipped", "file_skipped"]
    for attempt in (
        lambda: workspace.save_request("b", Request()),
        lambda: workspace.save_environment(Environment(name="b")),
    ):
        assert trouble_of(attempt) == ("usage", "path_outside_workspace")
    assert names(tmp_path / "outside") == ["a.toml"]


def test_names_that_differ_in_case_only(workspace: Workspace) -> None:
    workspace.save_request("IAM/List", Request(name="one"))
    assert trouble_of(lambda: workspace.save_request("iam/list", Request())) == (
        "usage",
        "path_taken",
    )
    assert workspace.new_path("iam", "LIST") == "IAM/list-2"
    twin = workspace.folder / "requests" / "IAM" / "list.toml"
    if twin.exists():
        pytest.skip("this disk does not tell case apart")
    twin.write_bytes(b"name = 'two'")
    assert len(workspace.requests()) == 2
    assert len(workspace.requests()) == 2
    assert ids(workspace) == ["names_collide"]


def test_new_paths_are_free_and_safe(workspace: Workspace) -> None:
    assert workspace.new_path("", "List pets (signed)") == "list-pets-signed"
    for _ in range(3):
        workspace.save_request(workspace.new_path("My API", "List"), Request(name="List"))
    assert [one.path for one in workspace.requests()] == [
        "My API/list",
        "My API/list-2",
        "My API/list-3",
    ]
    for folder, name in (
        ("../..", ".."),
        ("/a.toml/", ""),
        ("x" * 300, "y" * 300),
        ("\0", "\ud800"),
    ):
        path = workspace.new_path(folder, name)
        workspace.save_request(path, Request(name="odd"))
        assert workspace.request(path).request.name == "odd"
    assert workspace.troubles() == ()


def test_a_new_path_does_not_take_the_place_of_what_is_damaged_or_a_link(
    workspace: Workspace,
) -> None:
    (workspace.folder / "requests").mkdir()
    (workspace.folder / "requests" / "a.toml").write_bytes(b"damaged")
    (workspace.folder / "requests" / "b.toml").symlink_to("a.toml")
    assert workspace.new_path("", "a") == "a-2"
    assert workspace.new_path("", "B") == "b-2"


def test_delete_takes_empty_folders_along(workspace: Workspace) -> None:
    workspace.save_request("IAM/deep/a", Request())
    workspace.save_request("IAM/b", Request())
    workspace.delete_request("IAM/deep/a")
    assert [one.path for one in workspace.requests()] == ["IAM/b"]
    assert names(workspace.folder / "requests" / "IAM") == ["b.toml"]
    assert trouble_of(lambda: workspace.delete_request("IAM/a")) == ("usage", "unknown_request")
    workspace.delete_request("IAM/b")
    assert names(workspace.folder / "requests") == []


def test_damage_is_set_aside_and_the_rest_stays_usable(workspace: Workspace) -> None:
    workspace.save_request("good", Request(name="good"))
    requests = workspace.folder / "requests"
    (requests / "bad.toml").write_bytes(b"name = ")
    (requests / "folder.toml").mkdir()
    (workspace.folder / "apis.toml").write_bytes(b"api = 5")
    (workspace.folder / "identities").mkdir()
    (workspace.folder / "identities" / "bad.toml").write_bytes(b"name = 'no kind'")
    for _ in range(2):
        assert [one.path for one in workspace.requests()] == ["good"]
        assert (workspace.apis(), workspace.identities()) == ((), ())
    assert ids(workspace) == ["file_set_aside"] * 4
    assert sorted(name.partition("-")[0] for name in names(requests)) == [
        "bad.toml.damaged",
        "folder.toml.damaged",
        "good.toml",
    ]


# ---------------------------------------------------------------- environments, identities, APIs


def test_environments_are_kept_by_name(workspace: Workspace) -> None:
    prod = Environment(name="Prod", region="eu-central-1", variables={"base": "https://a"})
    workspace.save_environment(Environment(name="prod"))
    workspace.save_environment(prod)
    workspace.save_environment(Environment(name="Alpha"))
    changed = msgspec.structs.replace(prod, service="execute-api")
    workspace.save_environment(changed)
    assert [one.name for one in workspace.environments()] == ["Alpha", "Prod", "prod"]
    assert workspace.environment("Prod") == changed
    assert names(workspace.folder / "environments") == [
        "alpha.toml",
        "prod-2.toml",
        "prod.toml",
    ]
    assert trouble_of(lambda: workspace.environment("PROD")) == ("usage", "unknown_environment")
    assert trouble_of(lambda: workspace.save_environment(Environment())) == (
        "usage",
        "name_missing",
    )


def test_an_environment_is_deleted(workspace: Workspace) -> None:
    for name in ("dev", "prod"):
        workspace.save_environment(Environment(name=name))
    workspace.delete_environment("dev")
    assert [one.name for one in workspace.environments()] == ["prod"]
    assert trouble_of(lambda: workspace.delete_environment("dev")) == (
        "usage",
        "unknown_environment",
    )


def test_an_environment_written_by_hand_is_called_like_its_file(workspace: Workspace) -> None:
    (workspace.folder / "environments").mkdir()
    (workspace.folder / "environments" / "test.toml").write_bytes(b"region = 'us-east-1'")
    assert workspace.environment("test").region == "us-east-1"
    workspace.save_environment(Environment(name="test", region="eu-west-1"))
    assert names(workspace.folder / "environments") == ["test.toml"]


def test_identities_keep_their_file_when_renamed(workspace: Workspace) -> None:
    alice = new_identity("Alice", "aws_keys", {"access_key_id": "AKIDEXAMPLE"})
    bob = new_identity("Bob", "fixed_token", {})
    assert len(alice.id) == 16
    assert alice.id != bob.id
    workspace.save_identity(alice)
    workspace.save_identity(bob)
    renamed = msgspec.structs.replace(alice, name="Zoe")
    workspace.save_identity(renamed)
    assert workspace.identities() == (bob, renamed)
    assert names(workspace.folder / "identities") == ["alice.toml", "bob.toml"]
    assert trouble_of(lambda: workspace.identity("Alice")) == ("usage", "unknown_identity")
    taken = msgspec.structs.replace(alice, name="Bob")
    assert trouble_of(lambda: workspace.save_identity(taken)) == ("usage", "name_taken")
    nameless = Identity(name="", kind="k", id="1")
    assert trouble_of(lambda: workspace.save_identity(nameless)) == ("usage", "name_missing")
    workspace.delete_identity("Zoe")
    assert workspace.identities() == (bob,)
    assert trouble_of(lambda: workspace.delete_identity("Zoe")) == ("usage", "unknown_identity")


def test_a_copied_identity_is_told_and_not_used(workspace: Workspace) -> None:
    alice = new_identity("Alice", "aws_keys", {})
    workspace.save_identity(alice)
    folder = workspace.folder / "identities"
    text = (folder / "alice.toml").read_text()
    (folder / "copy.toml").write_text(text.replace("Alice", "Copy"))
    (folder / "other.toml").write_text(text.replace(alice.id, "0" * 16))
    assert workspace.identities() == (alice,)
    assert workspace.identities() == (alice,)
    assert ids(workspace) == ["file_double", "file_double"]
    workspace.save_identity(alice)
    assert (folder / "copy.toml").read_text() == text.replace("Alice", "Copy")


def test_an_environment_does_not_take_the_place_of_a_link(workspace: Workspace) -> None:
    folder = workspace.folder / "environments"
    folder.mkdir()
    (folder / "prod.toml").symlink_to(workspace.folder / "workspace.toml")
    workspace.save_environment(Environment(name="Prod"))
    assert names(folder) == ["prod-2.toml", "prod.toml"]
    assert workspace.environment("Prod") == Environment(name="Prod")


def test_apis_keep_their_order(workspace: Workspace) -> None:
    apis = (
        KnownApi("z", "http://127.0.0.1:1/z/prod", (ApiMethod("GET", "/pets/{id}", "AWS_IAM"),)),
        KnownApi("a", "http://127.0.0.1:1/a/prod", ()),
    )
    workspace.save_apis(apis)
    assert workspace.apis() == apis
    workspace.save_apis(())
    assert workspace.apis() == ()
    assert workspace.troubles() == ()


def test_a_workspace_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", "Gone")
    shutil.rmtree(tmp_path / "w")
    with pytest.raises(Problem) as refused:
        workspace.save_request("a", Request(name="A"))
    assert refused.value.finding.id == "workspace_gone"
    assert not (tmp_path / "w").exists()


def test_the_mark_changes_with_the_files_and_only_then(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", "W")
    workspace.save_request("a/b", Request(name="x"))
    marks = [workspace.mark()]
    assert workspace.mark() == marks[0]
    file = workspace.folder / "requests" / "a" / "b.toml"
    for change in (
        lambda: workspace.save_request("a/b", Request(name="y")),  # as long as before
        lambda: os.utime(file, ns=(1, 1)),
        lambda: file.rename(file.with_name("c.toml")),
        (file.parent / "new").mkdir,
        lambda: workspace.save_environment(Environment(name="dev")),
        lambda: workspace.save_apis(()),
    ):
        change()
        marks.append(workspace.mark())
    assert len(set(marks)) == len(marks)
    (workspace.folder / ".git").mkdir()
    marks = [workspace.mark()]
    (workspace.folder / ".git" / "index").write_text("what git keeps is none of ours")
    assert workspace.mark() == marks[0]


def test_folders_and_contents_are_told_as_they_are(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", "W")
    assert workspace.folders() == ()
    workspace.save_request("b/c/d", Request(name="x"))
    (workspace.folder / "requests" / "B empty").mkdir()
    (workspace.folder / "requests" / ".hidden").mkdir()
    assert workspace.folders() == ("b", "b/c", "B empty")
    assert workspace.content("b/c/d") == b'name = "x"\nmethod = "GET"\nurl = ""\n'
    assert workspace.content("none") is None
    (workspace.folder / "requests" / "b" / "note.txt").write_text("x")
    assert workspace.strangers(["b", "b/c"], ["b/c/d"]) == ("b/note.txt",)
