"""Runs every check of the project, all of them even when one fails, and ends with one table and one line."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

if sys.version_info < (3, 11):  # noqa: UP036  # the person's Python, not ours; nothing newer may stand above
    sys.exit("apiclient-gui needs Python 3.11 or newer; this is " + platform.python_version() + ".")

import setup_env
import system_libraries

STEPS = {
    "ruff": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as check; check()"],
    "pytest": ["-m", "pytest"],
}
STEP_LIMIT = 900.0  # seconds; a step that hangs must still leave a table behind


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step ended: `seconds` it took, and what the table says of it."""

    step: str
    result: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tests passed, failed (errors in set-up or collection among them) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read_counts(report: Path) -> Counts:
    """Return the counts of pytest's JUnit report; zeros when pytest did not come to write one."""
    try:
        cases = list(ET.parse(report).iter("testcase"))  # noqa: S314  # pytest wrote it a moment ago
    except (OSError, ET.ParseError):
        return Counts()
    failed = sum(
        case.find("failure") is not None or case.find("error") is not None for case in cases
    )
    skipped = sum(
        case.find("skipped") is not None
        and case.find("failure") is None
        and case.find("error") is None
        for case in cases
    )
    return Counts(len(cases) - failed - skipped, failed, skipped)


def environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the steps: no window opens, and warnings are judged by pyproject.toml alone."""
    return {name: value for name, value in outer.items() if name != "PYTHONWARNINGS"} | {
        "QT_QPA_PLATFORM": "offscreen"
    }


def words(step: str, report: Path, extra: list[str], cores: int) -> list[str]:
    """Return what stands after `python` for a step."""
    if step != "pytest":
        return STEPS[step]
    workers = ["-n", "2", "--dist", "loadfile"] if cores > 1 else []
    return [*STEPS[step], *workers, f"--junitxml={report}", *extra]


def run_step(step: str, command: list[str]) -> Outcome:
    """Run one step in the project's folder with its output shown as it comes."""
    print(f"\n== {step}", flush=True)
    start = time.monotonic()
    try:
        code = subprocess.run(
            command,
            cwd=setup_env.ROOT,
            env=environment(os.environ),
            stdin=subprocess.DEVNULL,
            timeout=STEP_LIMIT,
            check=False,
        ).returncode
        result = "ok" if code == 0 else f"failed ({code})"
    except subprocess.TimeoutExpired:
        result = f"ended after {STEP_LIMIT:.0f} s"
    return Outcome(step, result, time.monotonic() - start)


def table(outcomes: list[Outcome]) -> str:
    """Return the summary: one line a step."""
    rows = [("step", "result", "seconds")]
    rows += [(outcome.step, outcome.result, f"{outcome.seconds:.1f}") for outcome in outcomes]
    width = max(len(result) for _, result, _ in rows)
    return "\n".join(
        f"{step:<8}  {result:<{width}}  {seconds:>7}" for step, result, seconds in rows
    )


def check(arguments: list[str]) -> int:
    """Prepare, run the chosen steps, print table and counts; return 0 when all went well, else 1."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description=__doc__, epilog="What follows -- goes to pytest.")
    parser.add_argument("--only", action="append", choices=STEPS, help="run this step only")
    chosen = parser.parse_args(arguments[:cut]).only or list(STEPS)
    python = setup_env.prepare(setup_env.ROOT, "test")
    if "pytest" in chosen:
        # Not fatal: tests that need what is missing fail or skip with their own words.
        system_libraries.provide(
            lambda: system_libraries.look(setup_env.ROOT / ".venv", system_libraries.TEST_PROGRAMS)
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report, extra, cores = Path(folder, "junit.xml"), arguments[cut + 1 :], os.cpu_count() or 1
        outcomes = [
            run_step(step, [str(python), *words(step, report, extra, cores)])
            for step in STEPS
            if step in chosen
        ]
        counts = read_counts(report)
    print(f"\n{table(outcomes)}")
    ran = "pytest" not in chosen or counts.passed + counts.failed > 0
    if "pytest" in chosen:
        print(f"\n{counts}", flush=True)
    return 0 if ran and all(outcome.result == "ok" for outcome in outcomes) else 1


def main(arguments: list[str]) -> int:
    """Run the checks; expected troubles become one sentence."""
    try:
        return check(arguments)
    except setup_env.SetupError as error:
        setup_env.say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
