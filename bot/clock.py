"""The only reader of the wall clock."""

from datetime import datetime
from zoneinfo import ZoneInfo


class Clock:
    """Tells the time in the office's zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone

    def now(self) -> datetime:
        """Aware, in the office's zone, to the microsecond."""
        return datetime.now(self.zone)
