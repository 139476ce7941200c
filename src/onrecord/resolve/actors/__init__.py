"""Stage 4, actors: a phrase to its name, country, PLOVER sectors, title and identification."""

from onrecord.resolve.actors.resolver import DocumentActors
from onrecord.resolve.actors.same import same_actor

__all__ = ["DocumentActors", "same_actor"]
