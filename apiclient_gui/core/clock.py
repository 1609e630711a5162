"""The time that signatures are made with: this computer's clock plus a correction that can be seen and undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_MIN, _MAX = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Clock:
    """Now, in UTC. `offset` is added (seconds, server minus this computer); `fixed` stops it for `sign --at`."""

    def __init__(self, offset: float = 0.0, fixed: datetime | None = None) -> None:
        self.offset = offset
        self.fixed = fixed

    def now(self) -> datetime:
        """Return the corrected time (aware, UTC); at the edge of what datetime can hold it stays there."""
        base = self.fixed or datetime.now(UTC)
        try:
            return base.astimezone(UTC) + timedelta(seconds=self.offset)
        except OverflowError:
            return _MAX if self.offset > 0 else _MIN

    @staticmethod
    def computer() -> datetime:
        """Return this computer's own time, uncorrected: what an offset is measured against."""
        return datetime.now(UTC)
