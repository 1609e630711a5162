"""What is missing is read right from ldd and dpkg, and becomes one command that fits the system."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "packaging"

LDD = """\
/venv/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007f0d03eda000)
\tlibGL.so.1 => /lib/x86_64-linux-gnu/libGL.so.1 (0x00007f0d03d7c000)
\tlibxcb-keysyms.so.1 => not found
\tlibxcb-icccm.so.4 => not found
/venv/PySide6/QtGui.abi3.so:
\tlibxcb-icccm.so.4 => not found
\tlibnew.so.9 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0d03edc000)
"""


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in ("setup_env", "system_libraries"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("system_libraries")


def test_missing_sonames_come_once_and_sorted(libraries: ModuleType) -> None:
    found = libraries.missing_sonames(LDD)
    assert found == ("libnew.so.9", "libxcb-icccm.so.4", "libxcb-keysyms.so.1")
    assert libraries.missing_sonames("") == ()


def test_a_person_gets_one_command_and_unknown_libraries_by_name(libraries: ModuleType) -> None:
    missing = libraries.Missing(libraries.missing_sonames(LDD), ("dbus-daemon",))
    said = libraries.advice("debian", missing, root=False).splitlines()
    assert said == [
        "Missing on this system: libnew.so.9, libxcb-icccm.so.4, libxcb-keysyms.so.1, dbus-daemon.",
        "Type this: sudo apt-get install -y --no-install-recommends dbus libxcb-icccm4 libxcb-keysyms1",
        "Install with your system's package manager what holds: libnew.so.9",
    ]


@pytest.mark.parametrize(
    ("family", "command"),
    [
        ("debian", "apt-get install -y --no-install-recommends gnome-keyring libxcb-icccm4"),
        ("arch", "pacman -S --needed gnome-keyring xcb-util-wm"),
        ("fedora", "dnf install -y /usr/bin/gnome-keyring-daemon libxcb-icccm.so.4()(64bit)"),
        ("suse", "zypper install -y /usr/bin/gnome-keyring-daemon libxcb-icccm.so.4()(64bit)"),
        ("", ""),
    ],
)
def test_the_command_fits_the_family(libraries: ModuleType, family: str, command: str) -> None:
    missing = libraries.Missing(("libxcb-icccm.so.4",), ("gnome-keyring-daemon",))
    assert " ".join(libraries.install_command(family, missing)) == command


def test_parentheses_are_quoted_for_the_shell(libraries: ModuleType) -> None:
    missing = libraries.Missing(("libGL.so.1",))
    said = libraries.advice("fedora", missing, root=True)
    assert said.endswith("Type this: dnf install -y 'libGL.so.1()(64bit)'")


def test_an_unknown_system_is_told_the_names(libraries: ModuleType) -> None:
    said = libraries.advice("", libraries.Missing(("libGL.so.1",), ("dbus-daemon",)), root=False)
    assert said.endswith("package manager what holds: libGL.so.1, dbus-daemon")


@pytest.mark.parametrize(
    ("release", "family"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "opensuse-tumbleweed", "ID_LIKE": "opensuse suse"}, "suse"),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, "arch"),
        ({"ID": "nixos"}, ""),
        ({}, ""),
    ],
)
def test_families(libraries: ModuleType, release: dict[str, str], family: str) -> None:
    assert libraries.system_family(release) == family


def test_every_fixed_package_owns_a_library_of_the_table(libraries: ModuleType) -> None:
    owned = {debian for debian, _ in libraries.OWNERS.values()}
    assert set(libraries.DEBIAN_PACKAGES) <= owned


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ldd is a tool of Linux")
def test_what_qt_links_is_read_from_the_real_files(libraries: ModuleType) -> None:
    import PySide6

    venv = Path(PySide6.__file__).resolve().parents[4]
    objects = libraries.qt_objects(venv, {"DISPLAY": ":0"})
    assert {path.name for path in objects} >= {
        "QtWidgets.abi3.so",
        "libqxcb.so",
        "libqoffscreen.so",
    }
    output = libraries.output_of(["ldd", *objects])
    assert "libGL.so" in output
    # Qt's own libraries come with the wheel: naming one as missing would send a person to the wrong place.
    assert [name for name in libraries.missing_sonames(output) if "Qt6" in name] == []


def test_wayland_counts_only_where_x11_cannot_stand_in(
    libraries: ModuleType, tmp_path: Path
) -> None:
    platforms = tmp_path / "lib/python3.11/site-packages/PySide6/Qt/plugins/platforms"
    platforms.mkdir(parents=True)
    for name in ("libqxcb.so", "libqwayland.so"):
        (platforms / name).touch()

    def names(environment: dict[str, str]) -> list[str]:
        return [path.name for path in libraries.qt_objects(tmp_path, environment)]

    assert names({"WAYLAND_DISPLAY": "wayland-0"}) == ["libqwayland.so"]
    assert names({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}) == ["libqxcb.so"]
    assert names({}) == ["libqxcb.so"]


def test_dpkg_tells_what_is_absent(libraries: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "libgl1 installed\nlibegl1 config-files\n"
    monkeypatch.setattr(libraries, "output_of", lambda _: answer)
    assert libraries.absent_packages(("libgl1", "libegl1", "libx")) == ("libegl1", "libx")


class FakeApt:
    """Stands for apt-get: fails until the package lists were fetched, if it ever ends well."""

    def __init__(self, *, ends_well: bool) -> None:
        self.ends_well = ends_well
        self.calls: list[str] = []

    def run(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        word = next(word for word in command if word in {"install", "update"})
        code = 0 if word == "update" or (self.ends_well and "update" in self.calls) else 100
        self.calls.append(word)
        return subprocess.CompletedProcess(command, code, "E: Unable to locate package\n")


@pytest.mark.parametrize("ends_well", [True, False])
def test_apt_updates_its_lists_once_when_it_has_to(
    libraries: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ends_well: bool,
) -> None:
    apt = FakeApt(ends_well=ends_well)
    monkeypatch.setattr(libraries.subprocess, "run", apt.run)
    missing = libraries.Missing(("libGL.so.1",))
    assert libraries.install_on_debian(missing) is ends_well
    assert apt.calls == ["install", "update", "install"]
    assert ("Unable to locate package" in capsys.readouterr().err) is not ends_well


def test_without_root_nothing_is_installed(
    libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(libraries, "this_family", lambda: "debian")
    monkeypatch.setattr(libraries, "install_on_debian", lambda _: pytest.fail("tried to install"))
    missing = libraries.Missing(("libGL.so.1",))
    assert libraries.provide(lambda: missing) is missing
    assert "sudo apt-get install -y --no-install-recommends libgl1" in capsys.readouterr().err


def test_after_installing_it_looks_again(
    libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    states = [libraries.Missing(("libGL.so.1",)), libraries.Missing()]
    monkeypatch.setattr(libraries.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(libraries, "this_family", lambda: "debian")
    monkeypatch.setattr(libraries, "install_on_debian", lambda _: True)
    assert not libraries.provide(lambda: states.pop(0))
    assert capsys.readouterr().err == ""
