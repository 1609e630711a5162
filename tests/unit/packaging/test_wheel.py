"""What `pip install .` installs: the two commands, and the shipped files inside the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[3]


def test_the_wheel_has_both_commands_and_every_shipped_file(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-w", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (entries,) = [name for name in names if name.endswith("entry_points.txt")]
        commands = packed.read(entries).decode()
    shipped = {
        f"apiclient_gui/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert shipped
    assert shipped <= names
    assert "apiclient = apiclient_gui.cli:main" in commands
    assert "apiclient-gui = apiclient_gui.app:main" in commands
