"""The nouns of Onrecord: frozen, slotted values that travel from stage to stage.

Nothing here imports anything else of Onrecord, reads a file or runs a rule.
"""

from onrecord.model.attribution import Attribution, Manner, Source, SourceKind, Stance
from onrecord.model.document import Document
from onrecord.model.mention import (
    Actor,
    CodedBy,
    Magnitude,
    Mention,
    Reason,
    RunnerUp,
    Status,
)
from onrecord.model.place import NamedPlace, Place, Toponym
from onrecord.model.reading import Reading
from onrecord.model.span import Span
from onrecord.model.time import Time

__all__ = [
    "Actor",
    "Attribution",
    "CodedBy",
    "Document",
    "Magnitude",
    "Manner",
    "Mention",
    "NamedPlace",
    "Place",
    "Reading",
    "Reason",
    "RunnerUp",
    "Source",
    "SourceKind",
    "Span",
    "Stance",
    "Status",
    "Time",
    "Toponym",
]
