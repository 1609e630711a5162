"""Our window over a data folder that has been used before. Run as a program; a URL after it is sent for, and shown."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from apiclient_gui import app as program
from tests.bench.bare_window import memory


def main() -> None:
    data, body = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    window = program.show(["--data-dir", data])
    figures: dict[str, float] = {}

    def shown() -> None:
        figures["shown"] = since()
        program.begin(window)

    def loaded() -> None:
        if "usable" in figures:
            return
        # Not before the event loop has drawn what came.
        QTimer.singleShot(0, usable)

    def usable() -> None:
        figures["usable"] = since()
        QTimer.singleShot(2000, settled)

    def settled() -> None:
        figures["memory"] = memory()
        if body:
            show_body(window, body, figures, finish)
        else:
            finish()

    def finish() -> None:
        print(json.dumps(figures), flush=True)
        window.close()
        QApplication.quit()

    window.state.loaded.connect(lambda _: loaded())
    QTimer.singleShot(0, shown)
    QTimer.singleShot(100_000, finish)
    QApplication.exec()


def since() -> float:
    return time.time() - float(os.environ["BENCH_BEGAN"])


def show_body(window: object, url: str, figures: dict[str, float], finish: object) -> None:
    """Send for a large body over a real socket, and watch how long the window's thread is away meanwhile."""
    from apiclient_gui.core.model import Request
    from apiclient_gui.ui.panels.result import ResultPanel

    last, longest = time.perf_counter(), 0.0

    def beat() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now

    heart = QTimer(window)  # type: ignore[call-overload]  # the window is a QObject
    heart.timeout.connect(beat)
    heart.start(1)
    state = window.state  # type: ignore[attr-defined]
    began = time.perf_counter()

    def told() -> None:
        figures["body_shown"] = time.perf_counter() - began
        QTimer.singleShot(1500, done)

    def done() -> None:
        heart.stop()
        figures["stall"] = longest
        figures["memory_with_body"] = memory()
        finish()  # type: ignore[operator]

    window.findChild(ResultPanel).body.shown.connect(told)  # type: ignore[attr-defined]
    beat()
    longest = 0.0
    state.send(Request(url=url))


if __name__ == "__main__":
    main()
