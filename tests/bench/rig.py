"""How things are measured: in turn with the yardstick, so that what disturbs one disturbs the other."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPILED = Path(tempfile.gettempdir()) / "apiclient-bench-compiled"


@dataclass(frozen=True)
class Line:
    """One line of the table. `goal` is the largest value that is good, None where there is none."""

    name: str
    value: float
    unit: str
    detail: str = ""
    goal: float | None = None

    def __str__(self) -> str:
        text = f"{self.name:<62} {self.value:>10,.2f} {self.unit:<6}"
        if self.goal is not None:
            text += f" goal <= {self.goal:g} {'ok' if self.value <= self.goal else 'MISSED':<7}"
        return f"{text:<100} {self.detail}".rstrip()


def paired(
    ours: Callable[[], float], yardstick: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Return the medians of both, run in turn; the first round of each warms up and does not count."""
    ours()
    yardstick()
    pairs = [(ours(), yardstick()) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def ratio(
    name: str,
    ours: Callable[[], float],
    yardstick: Callable[[], float],
    *,
    rounds: int,
    goal: float,
    unit: str = "s",
) -> Line:
    """Return ours over the yardstick, with both figures behind it."""
    mine, other = paired(ours, yardstick, rounds)
    return Line(name, mine / other, "x", f"{mine:.3f} {unit} over {other:.3f} {unit}", goal)


def surroundings(more: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment of what is measured: with compiled modules, as an installed program has them."""
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(COMPILED), **(more or {})}


def run(command: Sequence[str], environ: dict[str, str] | None = None) -> float:
    """Run a program to its end, and return the seconds it took. Raises when it fails."""
    began = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=surroundings(environ),
    )
    return time.perf_counter() - began


def ask(script: Path, *arguments: str) -> dict[str, float]:
    """Run one of the scripts beside this file in a Python of its own, and return the JSON that it prints last."""
    environ = surroundings({"QT_QPA_PLATFORM": "offscreen", "BENCH_BEGAN": repr(time.time())})
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        check=True,
        capture_output=True,
        cwd=ROOT,
        env=environ,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures
