"""The window: time until it can be used, memory, and what a large body does to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rig import Line, ask, paired
from tests.support.sockets import Answer, RawServer

HERE = Path(__file__).parent
OURS, BARE = HERE / "our_window.py", HERE / "bare_window.py"
ROUNDS = 3


def measure(data: Path) -> Iterator[Line]:
    """Yield the lines about the window over a data folder with a practice workspace."""
    ours: list[dict[str, float]] = []
    bare: list[dict[str, float]] = []

    def one(script: Path, into: list[dict[str, float]], *arguments: str) -> float:
        into.append(ask(script, *arguments))
        return into[-1]["usable"]

    mine, other = paired(lambda: one(OURS, ours, str(data)), lambda: one(BARE, bare), rounds=ROUNDS)
    shown = sorted(one["shown"] for one in ours[1:])[ROUNDS // 2]
    yield Line(
        "window: time until its requests can be sent, over a bare window",
        mine / other,
        "x",
        f"{mine:.2f} s over {other:.2f} s; first picture after {shown:.2f} s",
        2.0,
    )
    memory = [sorted(one["memory"] for one in each)[len(each) // 2] for each in (ours, bare)]
    yield Line(
        "window: memory before the first send, over a bare window",
        memory[0] / memory[1],
        "x",
        f"{memory[0]:.0f} MB over {memory[1]:.0f} MB",
        2.5,
    )
    body = json.dumps(large()).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with RawServer(Answer(head.encode() + body)) as server:
        found = ask(OURS, str(data), f"http://{server.host}/")
    size = len(body) / 1e6
    yield Line(
        "window: longest stall while a large JSON body arrives and is shown",
        found["stall"] * 1000,
        "ms",
        f"{size:.0f} MB",
        50,
    )
    yield Line("window: time until that body is shown, laid out", found["body_shown"], "s")
    yield Line(
        "window: memory with that body",
        found["memory_with_body"],
        "MB",
        f"{found['memory']:.0f} MB before",
    )


def large() -> list[dict[str, object]]:
    """Return what becomes some 50 MB of JSON."""
    return [
        {
            "id": n,
            "name": f"pet number {n}",
            "tags": ["a", "b", {"deep": [n, None, True]}],
            "price": n / 7,
        }
        for n in range(430_000)
    ]
