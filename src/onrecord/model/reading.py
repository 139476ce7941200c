"""What travels from stage to stage: a document and its layers so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from onrecord.model.attribution import Attribution
from onrecord.model.document import Document
from onrecord.model.mention import Actor, Magnitude, Mention
from onrecord.model.place import Toponym
from onrecord.model.time import Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and everything found in it. A stage takes one and returns a new one.

    `doc` is the spaCy Doc whose characters are those of the document, and `who` tells which actor a token of it
    heads; both serve the stages only and are left out when a reading is compared, printed or handed out.
    `notes` are sentences for the user ('no publication date: relative dates stay unresolved').
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[Time, ...] = ()
    magnitudes: tuple[Magnitude, ...] = ()
    notes: tuple[str, ...] = ()
    doc: Doc | None = field(default=None, compare=False, repr=False)
    who: Callable[[Token], Actor] | None = field(default=None, compare=False, repr=False)

    def with_(self, **layers: Any) -> Reading:
        """A copy with the given layers replaced."""
        return replace(self, **layers)

    @property
    def parsed(self) -> Doc:
        """The spaCy Doc; raises ValueError where the parse was dropped."""
        if self.doc is None:
            raise ValueError(
                "this reading has no parse: it was coded in another process or the parse stage has not run"
            )
        return self.doc
