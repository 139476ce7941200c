"""Readings as one self-contained web page: the article with its spans marked, the mentions, the sourcing, the times.

`form` is the format, `page` the order of the parts, one module a part; `markup` writes the tags and escapes what it is
given.
"""

from onrecord.export.html.form import Html
from onrecord.export.html.profile import BASES, Basis, Profile, basis_of

__all__ = ["BASES", "Basis", "Html", "Profile", "basis_of"]
