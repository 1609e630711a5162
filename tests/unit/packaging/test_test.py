"""The second of the README's commands: every step runs, and the last line counts the tests."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "packaging"

REPORT = """<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite tests="5">
<testcase name="a"/><testcase name="b"><failure message="no"/></testcase>
<testcase name="c"><error message="set-up"/></testcase><testcase name="d"><skipped/></testcase>
<testcase name="e"><system-out>text</system-out></testcase></testsuite></testsuites>"""


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/test.py, loaded by its path: its name belongs to a package of the standard library."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in ("setup_env", "system_libraries"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    spec = importlib.util.spec_from_file_location("packaging_test_script", FOLDER / "test.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_the_report_is_counted(checks: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert str(checks.read_counts(report)) == "2 passed, 2 failed, 1 skipped"
    assert str(checks.Counts(1234)) == "1234 passed, 0 failed"


@pytest.mark.parametrize("content", [None, "", "<testsuites"])
def test_no_report_is_no_test(checks: ModuleType, tmp_path: Path, content: str | None) -> None:
    report = tmp_path / "junit.xml"
    if content is not None:
        report.write_text(content, encoding="utf-8")
    assert checks.read_counts(report) == checks.Counts()


def test_pytest_gets_workers_only_where_there_are_cores(checks: ModuleType) -> None:
    report = Path("r.xml")
    many, one = (checks.words("pytest", report, ["-k", "x"], cores) for cores in (2, 1))
    assert many[2:6] == ["-n", "2", "--dist", "loadfile"]
    assert "-n" not in one
    assert many[-3:] == one[-3:] == ["--junitxml=r.xml", "-k", "x"]


def test_steps_see_no_display_and_no_warning_settings(checks: ModuleType) -> None:
    outer = {"PYTHONWARNINGS": "ignore", "QT_QPA_PLATFORM": "xcb", "HOME": "/home/x"}
    assert checks.environment(outer) == {"QT_QPA_PLATFORM": "offscreen", "HOME": "/home/x"}


@pytest.fixture
def stage(
    checks: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> dict[str, list[str]]:
    """Five real small programs in place of the steps, in a project of their own."""
    monkeypatch.setattr(checks.setup_env, "ROOT", tmp_path)
    monkeypatch.setattr(checks.setup_env, "prepare", lambda *_: Path(sys.executable))
    monkeypatch.setattr(checks.system_libraries, "provide", lambda _: None)
    steps = {name: ["-c", f"print('{name} ran')"] for name in checks.STEPS}
    # Like pytest: writes the report it is told to write, here with one test passed.
    writer = (
        "import sys; path = next(a for a in sys.argv if a.startswith('--junitxml=')).partition('=')[2]; "
        "open(path, 'w').write('<testsuites><testcase/></testsuites>'); print('1 passed in 0.1s')"
    )
    steps["pytest"] = ["-c", writer]
    monkeypatch.setattr(checks, "STEPS", steps)
    return steps


def test_all_steps_run_though_one_fails_and_the_last_line_counts(
    checks: ModuleType, stage: dict[str, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    stage["ruff"] = ["-c", "raise SystemExit(7)"]
    assert checks.main([]) == 1
    output = capfd.readouterr().out
    assert "mypy ran" in output
    assert "1 passed in 0.1s" in output
    lines = output.splitlines()
    assert lines[-1] == "1 passed, 0 failed"
    assert [line.split()[0] for line in lines[-7:-2]] == list(stage)
    assert "failed (7)" in lines[-7]


def test_all_well_is_code_0(checks: ModuleType, stage: dict[str, list[str]]) -> None:
    assert checks.main([]) == 0
    assert set(stage) == {"ruff", "format", "mypy", "imports", "pytest"}


def test_no_test_run_is_a_failure(
    checks: ModuleType, stage: dict[str, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    stage["pytest"] = ["-c", ""]
    assert checks.main([]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "0 passed, 0 failed"


def test_only_runs_the_chosen_step(
    checks: ModuleType, stage: dict[str, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    stage["ruff"] = ["-c", "raise SystemExit(7)"]
    assert checks.main(["--only", "mypy"]) == 0
    output = capfd.readouterr().out
    assert "mypy ran" in output
    assert "passed" not in output


def test_what_follows_the_dashes_goes_to_pytest(
    checks: ModuleType, stage: dict[str, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    stage["pytest"] = ["-c", "import sys; print(sys.argv[-2:])"]
    checks.main(["--only", "pytest", "--", "-k", "vault"])
    assert "['-k', 'vault']" in capfd.readouterr().out


def test_a_step_that_hangs_is_ended(
    checks: ModuleType, stage: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "STEP_LIMIT", 0.2)
    stage["mypy"] = ["-c", "import threading; threading.Event().wait()"]
    outcome = checks.run_step("mypy", [sys.executable, *stage["mypy"]])
    assert outcome.result.startswith("ended after")


@pytest.mark.skipif(os.name == "nt", reason="the script is bash")
def test_ci_runs_this_script_without_input() -> None:
    script = FOLDER.parent / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "exec python3 packaging/test.py" in script.read_text(encoding="utf-8")
