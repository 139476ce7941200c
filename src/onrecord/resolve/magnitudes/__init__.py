"""How many: the counts of people and money that a text reports, and which of them belong to an event."""

from onrecord.resolve.magnitudes.events import event_magnitudes
from onrecord.resolve.magnitudes.finding import find_magnitudes

__all__ = ["event_magnitudes", "find_magnitudes"]
