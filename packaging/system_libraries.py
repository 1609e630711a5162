"""What Qt and the tests need from the system: found with ldd and dpkg, installed or named in one command."""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from setup_env import say, tail

# Owners of the libraries that Qt's own wheels do not bring: (Debian and Ubuntu, Arch).
OWNERS: Mapping[str, tuple[str, str]] = {
    "libEGL.so.1": ("libegl1", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd"),
    "libGLX.so.0": ("libgl1", "libglvnd"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libx11"),
    "libX11.so.6": ("libx11-6", "libx11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype2"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "gcc-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "wayland"),
    "libwayland-egl.so.1": ("libwayland-egl1", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "zstd"),
}

# Qt 6's documented needs on X11: asked of dpkg, so that one install brings all of them.
DEBIAN_PACKAGES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-xinerama0",  # older Qt 6 releases within our range link it
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)

# A real Secret Service for the tests of the vault; the packages are called the same on Debian and Arch.
TEST_PROGRAMS: Mapping[str, str] = {"dbus-daemon": "dbus", "gnome-keyring-daemon": "gnome-keyring"}

_NOT_FOUND = re.compile(r"^\s+(\S+) => not found", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the system lacks: libraries by soname, programs by name, packages that dpkg does not know."""

    sonames: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sonames or self.programs or self.packages)


def missing_sonames(ldd_output: str) -> tuple[str, ...]:
    """Return the libraries that ldd did not find, each once, in alphabetical order."""
    return tuple(sorted(set(_NOT_FOUND.findall(ldd_output))))


def qt_objects(venv: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the files of PySide6 whose libraries must be there: modules and platform plugins.

    Wayland's plugin counts only where X11 cannot stand in for it.
    """
    plugins = ["libqoffscreen.so", "libqxcb.so"]
    if environment.get("WAYLAND_DISPLAY") and not environment.get("DISPLAY"):
        plugins = ["libqoffscreen.so", "libqwayland*.so"]
    patterns = [*(f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Widgets", "Svg"))]
    patterns += [f"Qt/plugins/platforms/{name}" for name in plugins]
    folders = sorted(venv.glob("lib*/python*/site-packages/PySide6"))
    return tuple(path for folder in folders for name in patterns for path in folder.glob(name))


def output_of(command: Iterable[str | Path]) -> str:
    """Return a program's standard output, empty when it cannot be started."""
    try:
        return subprocess.run(
            [str(word) for word in command],
            env={**os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
            check=False,
        ).stdout
    except OSError:
        return ""


def absent_packages(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return those packages that dpkg does not have installed."""
    wanted = tuple(wanted)
    query = ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *wanted]
    installed = {line.split()[0] for line in output_of(query).splitlines() if " installed" in line}
    return tuple(name for name in wanted if name not in installed)


def system_family(release: Mapping[str, str]) -> str:
    """Return which package manager's family this is, from the fields of os-release: empty when unknown."""
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    families = {
        "debian": {"debian", "ubuntu"},
        "fedora": {"fedora", "rhel", "centos"},
        "suse": {"suse", "opensuse", "opensuse-tumbleweed", "opensuse-leap", "sles"},
        "arch": {"arch"},
    }
    return next((family for family, ids in families.items() if names & ids), "")


def this_family() -> str:
    """Return the family of this system."""
    try:
        return system_family(platform.freedesktop_os_release())
    except OSError:
        return ""


def look(venv: Path, programs: Iterable[str] = ()) -> Missing:
    """Return what this system lacks of what Qt and these programs need; nothing on macOS and Windows."""
    if not sys.platform.startswith("linux"):
        return Missing()
    objects = qt_objects(venv, os.environ)
    return Missing(
        missing_sonames(output_of(["ldd", *objects])) if objects else (),
        tuple(name for name in programs if shutil.which(name) is None),
        absent_packages(DEBIAN_PACKAGES) if this_family() == "debian" else (),
    )


def install_command(family: str, missing: Missing) -> list[str]:
    """Return the one command that installs what is missing, without sudo; empty when none is known."""
    if family in {"debian", "arch"}:
        column = 0 if family == "debian" else 1
        names = {OWNERS[name][column] for name in missing.sonames if name in OWNERS}
        names |= {TEST_PROGRAMS[name] for name in missing.programs}
        names |= set(missing.packages) if family == "debian" else set()
        start = ["apt-get", "install", "-y", "--no-install-recommends"]
        start = start if family == "debian" else ["pacman", "-S", "--needed"]
    else:
        # RPM packages can be asked for by what they hold, so no table of names can be wrong.
        names = {f"{name}()(64bit)" for name in missing.sonames}
        names |= {f"/usr/bin/{name}" for name in missing.programs}
        start = {"fedora": ["dnf", "install", "-y"], "suse": ["zypper", "install", "-y"]}.get(
            family, []
        )
    return [*start, *sorted(names)] if start and names else []


def advice(family: str, missing: Missing, *, root: bool) -> str:
    """Return what to tell the person: what is missing and the one command to type."""
    lines = [
        f"Missing on this system: {', '.join(missing.sonames + missing.programs) or 'packages'}."
    ]
    command = install_command(family, missing)
    if command:
        lines.append(f"Type this: {shlex.join(command if root else ['sudo', *command])}")
    mapped = family in {"fedora", "suse"}
    unknown = [name for name in missing.sonames if not mapped and name not in OWNERS]
    if unknown or not command:
        names = ", ".join(unknown or missing.sonames + missing.programs)
        lines.append(f"Install with your system's package manager what holds: {names}")
    return "\n".join(lines)


def install_on_debian(missing: Missing) -> bool:
    """Install with apt-get, which must be run by root; package lists are fetched only when it fails without."""
    command = install_command("debian", missing)
    if not command:
        return False
    say(f"Installing system packages: {' '.join(command[4:])} ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    waiting = ["-o", "DPkg::Lock::Timeout=60"]
    output = ""
    for words in (command, ["apt-get", "update"], command):
        ended = subprocess.run(
            [words[0], *waiting, *words[1:]],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        output = ended.stdout
        if words is command and ended.returncode == 0:
            return True
    say(f"apt-get could not install them:\n{tail(output)}")
    return False


def provide(look_again: Callable[[], Missing]) -> Missing:
    """Install what is missing where that can be done without asking, else say what to type; return what is left."""
    missing = look_again()
    if not missing:
        return missing
    family, root = this_family(), hasattr(os, "geteuid") and os.geteuid() == 0
    if family == "debian" and root and install_on_debian(missing):
        missing = look_again()
    if missing:
        say(advice(family, missing, root=root))
    return missing
