"""When: temporal expressions as TIMEX3 values and intervals, and which of them dates an event."""

from onrecord.resolve.times.finding import find_times

__all__ = ["find_times"]
