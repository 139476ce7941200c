"""Stage 4: spans become actors, places, times and magnitudes, each with its reason."""

from onrecord.resolve.actors import same_actor
from onrecord.resolve.stage import Resolve

__all__ = ["Resolve", "same_actor"]
