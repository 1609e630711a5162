from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec

from apiclient_gui.practice.judgement import Judgement


def test_its_json_is_what_the_command_line_promises() -> None:
    time = datetime(2026, 10, 1, tzinfo=UTC)
    line = Judgement(time, "GET", "/a/prod/pets", "a", "refused", "unsigned", 403, "Why.")
    content = json.loads(msgspec.json.encode(line))
    assert list(content)[:7] == ["time", "method", "path", "api_id", "verdict", "reason", "status"]
