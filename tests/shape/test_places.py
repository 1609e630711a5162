"""No file names the machine it was written on, nor the host its packages came from."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shape.sources import ROOT, lines

# Put together from pieces, so that this file does not hold what it looks for.
NEEDLES = {
    "a path of one machine": r"(?:^|[^A-Za-z.\w])/" + r"(?:wo" + r"rk|fa" + r"rm|ro" + r"ot)/",
    "a folder of packages": r"/opt/" + r"(?:whe" + r"els|py" + r"pi)",
    "a package index": r"index" + r"-url|find" + r"-links",
    "a package host": r'"resolved": "' + r"http|^ *regis" + r"try *=",
}
LOCK_FILES = ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "uv.lock", "poetry.lock")


def project_files(root: Path) -> list[Path]:
    """Return the files that git keeps or would keep."""
    ended = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = ended.stdout.decode("utf-8", "surrogateescape").split("\0")
    return [path for name in names if name and (path := root / name).is_file()]


def traces(paths: list[Path], root: Path) -> list[str]:
    """Return one sentence for each line with a trace, and for each lock file; binary files are not read."""
    complaints = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        if path.name in LOCK_FILES:
            complaints.append(
                f"{name}: lock files carry package hosts; versions stand in packaging/"
            )
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            complaints += [
                f"{name}:{number}: {what}; take it out"
                for what, pattern in NEEDLES.items()
                if re.search(pattern, line)
            ]
    return complaints


@pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(),
    reason="only git knows which files belong to the project",
)
def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = traces(project_files(ROOT), ROOT)
    assert not found, lines(found)


@pytest.mark.parametrize(
    "line",
    [
        "/" + "work/main/x",
        "path = '/" + "farm/y'",
        "file:///" + "root/.cache",
        "--index" + "-url https://x",
        "regis" + "try = https://x",
        '  "resolved": "' + 'https://x"',
    ],
)
def test_a_trace_is_found(tmp_path: Path, line: str) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(f"fine\n{line}\n", encoding="utf-8")
    found = traces([bad], tmp_path)
    assert len(found) == 1
    assert found[0].startswith("bad.txt:2: ")


@pytest.mark.parametrize(
    "line",
    ["network/" + "work/x", "../" + "work/x", "homework/x", "https://example.com/" + "work/x"],
)
def test_ordinary_words_are_fine(tmp_path: Path, line: str) -> None:
    good = tmp_path / "good.txt"
    good.write_text(line, encoding="utf-8")
    assert traces([good], tmp_path) == []


def test_a_lock_file_is_found_and_binary_files_are_not_read(tmp_path: Path) -> None:
    lock, picture = tmp_path / "uv.lock", tmp_path / "x.png"
    lock.write_text("", encoding="utf-8")
    picture.write_bytes(b"\0\n/" + b"work/x")
    assert len(traces([lock, picture], tmp_path)) == 1
