"""The learned part: a small encoder that reads a sentence once, and heads that judge words, parties and types.

The weights are data (``weights/``) with a hash and a model card; how they came about is in ``training/`` of the
repository.
"""

from onrecord.learned.model import Model, Read, load_model

__all__ = ["Model", "Read", "load_model"]
