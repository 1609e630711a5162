"""`python -m tests.bench [part …]`: print every measurement; parts are signature, window, calls, history, gateway."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from apiclient_gui.core.program import Program
from apiclient_gui.practice import launch, seed
from tests.bench import archive, calls, signature, windows
from tests.bench.rig import Line

PARTS = ("signature", "window", "calls", "history", "gateway")
ON_GATEWAY = {"window", "calls", "gateway"}


def main() -> None:
    parts = sys.argv[1:] or list(PARTS)
    unknown = set(parts) - set(PARTS)
    if unknown:
        sys.exit(f"parts are {', '.join(PARTS)}")
    for line in lines(parts):
        print(line, flush=True)


def lines(parts: list[str]) -> Iterator[Line]:
    if "signature" in parts:
        yield from signature.measure()
    if ON_GATEWAY & set(parts):
        yield from on_gateway(parts)
    if "history" in parts:
        yield from archive.measure()


def on_gateway(parts: list[str]) -> Iterator[Line]:
    """Yield the lines that need a practice gateway."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        child = launch.launch(data / "practice", judged=lambda _: None)
        description = child.description
        program = Program(data)
        seed.seed(program, description)
        program.close()
        try:
            if "calls" in parts:
                yield from calls.measure(data, description)
            if "gateway" in parts:
                user = next(user for user in description.iam if user.allowed)
                url = f"{description.apis[0].url}/pets"
                yield calls.served(url, user.access_key_id, user.secret_access_key)
        finally:
            child.stop()
        # The window starts a gateway of its own.
        if "window" in parts:
            yield from windows.measure(data)


if __name__ == "__main__":
    main()
