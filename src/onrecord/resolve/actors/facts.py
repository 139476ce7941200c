"""What one phrase says of the actor it names, while a document is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.directory import Entry


@dataclass(slots=True)
class Facts:
    """The parts of an actor that a phrase gives, before the rest of the document is asked.

    `kind` is ``country``, ``person``, ``people`` (several persons), ``body`` (an organ, organisation, group),
    ``name`` (a name of something unknown),
    ``place`` (a toponym that is no state) or ``thing``. `noun` is the role noun, for descriptions to match;
    `head` the token that heads the phrase, -1 for what no phrase of the document gave.
    """

    kind: str = "thing"
    name: str | None = None
    country: str | None = None
    sectors: list[str] = field(default_factory=list)
    title: str | None = None
    identification: str = "described"
    reason: str = "unknown"
    gender: str = ""
    plural: bool = False
    definite: bool = False
    noun: str = ""
    head: int = -1
    entry: Entry | None = None

    @property
    def acts(self) -> bool:
        """Whether this can be an actor at all, as far as the phrase tells."""
        return self.kind != "thing"

    def add(self, sectors: tuple[str, ...] | list[str], first: bool = False) -> None:
        """Add sectors that are not there yet, at the end or at the front."""
        new = [sector for sector in sectors if sector and sector not in self.sectors]
        self.sectors = [*new, *self.sectors] if first else [*self.sectors, *new]
