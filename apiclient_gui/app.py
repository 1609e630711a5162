"""The window as a program: shows it first and does the rest after, and keeps an unexpected error from ending it."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from apiclient_gui import __version__
from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.program import Program, data_folder, named_folder, practice_workspace
from apiclient_gui.core.redact import guard_logging
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.garbage import Collector
from apiclient_gui.ui.main_window import NAME, MainWindow
from apiclient_gui.ui.session import Session

log = logging.getLogger(__name__)
_LOG_BYTES: Final = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window until it is closed, and return the exit code."""
    window = show(sys.argv[1:] if arguments is None else arguments)
    QTimer.singleShot(0, lambda: begin(window))
    return QApplication.exec()


def show(arguments: Sequence[str]) -> MainWindow:
    """Show the window, with nothing read yet but its own settings. Raises SystemExit for unknown arguments."""
    chosen = _parser().parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("apiclient-gui")
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName("apiclient-gui")
    app.setWindowIcon(icons.icon("requests", "accent"))
    data = data_folder(chosen.data_dir)
    session = Session(data / "window.ini")
    shown = theme.apply(app, session.look, dress=False)
    workspace = named_folder(chosen.workspace) if chosen.workspace else None
    program = Program(data, workspace=workspace, notify=lambda: waiting(None))
    guard_logging(program.redactor)
    window = MainWindow(program, session, practice=workspace in (None, practice_workspace(data)))
    waiting = window.state.tasks.bridge(lambda _: window.state.waiting.emit())
    shown.dress()
    window.show()
    return window


def begin(window: MainWindow) -> None:
    """Do what the first picture did not need: the log, the hook for errors, the workspace, the practice gateway."""
    sys.excepthook = lambda *error: _stumble(window, *error)
    data = window.program.data
    try:
        files.make_folder(data, private=True)
        _keep_log(data / "window.log")
    except (Problem, OSError) as error:
        log.warning("no log can be kept: %s", error)
    Collector(window)
    window.begin()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="apiclient-gui", description="Test secured HTTP endpoints by hand."
    )
    parser.add_argument("--data-dir", metavar="FOLDER", help="where everything is kept")
    parser.add_argument("--workspace", metavar="FOLDER", help="the workspace to open")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _keep_log(file: Path) -> None:
    logging.raiseExceptions = False  # a full disk would print a traceback for each record
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", errors="replace", delay=True
    )
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)


def _stumble(
    window: MainWindow,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    # As the message, not as exc_info: the record factory masks secrets in messages.
    log.error("unexpected error:\n%s", "".join(traceback.format_exception(kind, error, trace)))
    window.say(
        Finding(
            id="unexpected_error",
            severity="error",
            title="Something went wrong that this program does not know",
            detail=f"The last action stopped with {kind.__name__}. What you typed is still there.",
            remedy="Try again; if it happens again, report it with the lines of the file window.log.",
        )
    )
