"""Codebooks: types, modes, contexts, scores, crosswalk and lexicon, as data.

A codebook is a folder of YAML files, with no Python in it; `plover/` is the shipped one, and a user's own
is a folder like it::

    codebook.yaml       name, version, source, licence, languages
    types.yaml          type -> definition, quad, score, recipient_required, cameo, includes, excludes, examples, modes
    contexts.yaml       context -> definition, keywords
    crosswalk.tsv       cameo, name, type, modes, contexts, goldstein
    lexicon/en/         classes.yaml, TYPE.yaml (one a type), none.yaml (uses that are no event)
"""

from __future__ import annotations

from onrecord.codebooks.codebook import (
    QUADS,
    Codebook,
    Context,
    Crossing,
    Entry,
    EventType,
    Lexicon,
    Mode,
)
from onrecord.codebooks.loading import goldstein_scores, load

__all__ = [
    "QUADS", "Codebook", "Context", "Crossing", "Entry", "EventType", "Lexicon", "Mode", "goldstein_scores", "load",
]  # fmt: skip
