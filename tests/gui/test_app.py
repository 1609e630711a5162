from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui import app
from apiclient_gui.core.secret import Secret

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SHOWN = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from apiclient_gui import app
window = app.show(["--data-dir", sys.argv[1]])
heavy = ("requests", "urllib3", "botocore", "keyring", "jwt", "cryptography", "http.server", "sqlite3")
print(json.dumps({
    "visible": window.isVisible(),
    "heavy": [name for name in heavy if name in sys.modules],
    "written": Path(sys.argv[1]).exists(),
}))
"""


def test_the_window_shows_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SHOWN, str(tmp_path / "data")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(ran.stdout) == {"visible": True, "heavy": [], "written": False}


def test_it_runs_until_its_window_is_closed(tmp_path: Path) -> None:
    code = (
        "import sys; from PySide6.QtCore import QTimer; from apiclient_gui import app, __main__\n"
        "begin = app.begin\n"
        "app.begin = lambda w: (begin(w), QTimer.singleShot(0, w.close))\n"
        f"sys.exit(app.main(['--data-dir', {str(tmp_path / 'data')!r}, '--workspace', 'none']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=dict(__import__("os").environ, QT_QPA_PLATFORM="offscreen"),
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "data" / "window.ini").exists()


@pytest.mark.parametrize("argument", ["--nonsense", "--data-dir"])
def test_unknown_arguments_end_with_a_usage(
    argument: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        app.show([argument])
    assert ended.value.code == 2
    assert "usage: apiclient-gui" in capsys.readouterr().err


def test_an_unexpected_error_is_one_notice_and_a_masked_log(
    qtbot: QtBot,
    data_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    handlers = list(logging.getLogger().handlers)
    window = app.show(["--data-dir", str(data_folder), "--workspace", str(data_folder / "none")])
    qtbot.addWidget(window)
    try:
        app.begin(window)
        window.program.redactor.learn(Secret("hunter2-hunter2"))
        qtbot.waitUntil(lambda: bool(window.notices.findings), timeout=20_000)

        def fail() -> None:
            message = "token hunter2-hunter2"
            raise RuntimeError(message)

        with qtbot.captureExceptions() as caught:
            QTimer.singleShot(0, fail)
            qtbot.waitUntil(lambda: bool(caught), timeout=20_000)
        app._stumble(window, *caught[0])
        last = window.notices.findings[-1]
        assert last.id == "unexpected_error"
        assert "hunter2" not in repr(last)
        text = (data_folder / "window.log").read_text(encoding="utf-8")
        assert "RuntimeError" in text
        assert "hunter2" not in text
        assert "hunter2" not in caplog.text
    finally:
        for handler in set(logging.getLogger().handlers) - set(handlers):
            logging.getLogger().removeHandler(handler)
            handler.close()
        window.close()
    assert QApplication.activeModalWidget() is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full: not Linux")
def test_a_log_on_a_full_disk_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    before = logging.getLogger().handlers[:]
    app._keep_log(Path("/dev/full"))
    (handler,) = [one for one in logging.getLogger().handlers if one not in before]
    try:
        handler.emit(logging.makeLogRecord({"msg": "words", "levelno": logging.ERROR}))
    finally:
        logging.getLogger().removeHandler(handler)
        with contextlib.suppress(OSError):
            handler.close()
    assert capsys.readouterr().err == ""
