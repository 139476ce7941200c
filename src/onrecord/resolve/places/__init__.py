"""Toponyms: recognised, resolved, and which of them is an event's own place."""

from onrecord.resolve.places.event import event_places
from onrecord.resolve.places.toponyms import find_toponyms, resolve_spans

__all__ = ["event_places", "find_toponyms", "resolve_spans"]
