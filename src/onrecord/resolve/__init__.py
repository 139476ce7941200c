"""Stage 4: spans become actors, places, times and magnitudes, each with its reason."""

from onrecord.resolve.stage import Resolve

__all__ = ["Resolve"]
