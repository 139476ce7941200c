"""When: temporal expressions as TIMEX3 values and intervals, and which of them dates an event."""

from onrecord.resolve.times.events import event_times
from onrecord.resolve.times.finding import find_times

__all__ = ["event_times", "find_times"]
