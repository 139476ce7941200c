"""What `onrecord explain` says of the opinions behind a mention."""

from __future__ import annotations

from pathlib import Path

from onrecord.cli.explain import opinions
from onrecord.coder import Coder, Settings

ROOT = Path(__file__).parents[2]


def test_types_of_a_users_codebook_are_explained_by_their_examples() -> None:
    coder = Coder(Settings(codebook=str(ROOT / "examples/codebooks/press")))
    reading = coder.code("Police arrested two reporters in Lima on Monday.", published="2024-06-07")
    [mention] = reading.mentions
    head, line = opinions(reading, mention, coder)
    assert head == "opinions"
    assert "like examples of" in line
    assert mention.type in line
