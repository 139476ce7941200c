"""Stage 5: on whose word a mention stands, and whether it happened. What the house uses of it is named here."""

from onrecord.attribute.attributions import attributions_of, find_attributions
from onrecord.attribute.stage import Attribute

__all__ = ["Attribute", "attributions_of", "find_attributions"]
