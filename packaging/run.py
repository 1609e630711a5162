"""Opens the window on the practice workspace; without a display it runs the tour in the terminal instead."""

import os
import platform
import subprocess
import sys
from collections.abc import Mapping

if sys.version_info < (3, 11):  # noqa: UP036  # the person's Python, not ours; nothing newer may stand above
    sys.exit("apiclient-gui needs Python 3.11 or newer; this is " + platform.python_version() + ".")

import setup_env
import system_libraries


def has_display(system: str, environment: Mapping[str, str]) -> bool:
    """Say whether a window can be shown: always on macOS and Windows, else where X11 or Wayland is named."""
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return not system.startswith("linux") or any(environment.get(name) for name in names)


def program(arguments: list[str], *, window: bool) -> list[str]:
    """Return the words after `python`: the window with these arguments, or the tour with them as global options."""
    if window:
        return ["-m", "apiclient_gui", *arguments]
    return ["-m", "apiclient_gui.cli", *arguments, "tour"]


def main(arguments: list[str]) -> int:
    """Prepare what is needed, start the program, and return its exit code."""
    window = has_display(sys.platform, os.environ)
    try:
        python = setup_env.prepare(setup_env.ROOT, "run")
        if window:
            missing = system_libraries.provide(
                lambda: system_libraries.look(setup_env.ROOT / ".venv")
            )
            if missing.sonames:
                # Qt would abort with a core dump and less to say.
                return 1
        else:
            setup_env.say(
                "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so this is the"
                " tour in the terminal instead of the window."
            )
        code = subprocess.run([str(python), *program(arguments, window=window)], check=False)
    except setup_env.SetupError as error:
        setup_env.say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    # A program ended by a signal has a negative code, which no exit code can be.
    return code.returncode if code.returncode >= 0 else 128 - code.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
