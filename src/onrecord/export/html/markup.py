"""HTML from values. What is not `Markup` is text, and is escaped: a part of the page cannot forget to do it.

No engine for templates: the page has no layouts to inherit and no authors but us, and a function a part is typed,
tested and escaped by construction (docs/decisions/report.md).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_VOID = frozenset({"br", "hr", "meta", "link"})
"""Elements without an end; those of SVG have one, or they would nest."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_NAMES = {
    "\u061c": "ALM", "\u2028": "\n", "\u2029": "\n", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\x7f": "␡",
}  # fmt: skip
_SHOWN = frozenset(["LRO", "RLO"])

Child = object
"""Markup, text, a number, None (nothing), or an iterable of such."""


class Markup(str):
    """HTML that is written as it is."""

    __slots__ = ()


def visible(text: str) -> str:
    """`text` without the characters that a page cannot hold or that turn it against its reader.

    Control characters become the pictures that Unicode has for them, lone surrogates and non-characters U+FFFD. The
    overrides of direction, which make a text read otherwise than it is written, become ``⟦RLO⟧`` and ``⟦LRO⟧``; the
    other marks of direction are dropped, since every piece of foreign text stands in an element that isolates it.

    Examples
    --------
    >>> visible("a\\x1b[31m\\u202eb")
    'a␛[31m⟦RLO⟧b'
    """
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub(_picture, text)


def escaped(text: str) -> Markup:
    """`text` for the inside of an element or a quoted attribute.

    Examples
    --------
    >>> escaped('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return Markup(html.escape(visible(text)))


def element(name: str, /, *children: Child, **attributes: object) -> Markup:
    """An element. An attribute that is None or False is left out, True stands alone; ``class_`` is ``class``.

    Examples
    --------
    >>> element("a", "R&D", element("br"), href="#x", class_="ref", hidden=None, aria_label='"')
    '<a href="#x" class="ref" aria-label="&quot;">R&amp;D<br></a>'
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{joined(children)}</{name}>")


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Children one after the other; text is escaped.

    Examples
    --------
    >>> joined(["a", None, 3, Markup("<br>")], ", ")
    'a, 3, <br>'
    """
    return Markup(escaped(between).join(_written(child) for child in children if child is not None))


def foreign(text: str, /, **attributes: object) -> Markup:
    """Words that are not ours, isolated, so that their direction stays theirs.

    Examples
    --------
    >>> foreign("Kandi")
    '<bdi>Kandi</bdi>'
    """
    return element("bdi", " ".join(text.split()), **attributes)


def address(url: str | None) -> str | None:
    """`url` when it is one that a reader may follow, an absolute one of http or https; None otherwise.

    Examples
    --------
    >>> address("https://example.org/a"), address("javascript:alert(1)"), address("//example.org")
    ('https://example.org/a', None, None)
    """
    if not url or not url.isprintable() or len(url) > 2_000 or " " in url:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if known else None


def _written(child: Child) -> str:
    if isinstance(child, Markup):
        return child
    if isinstance(child, str):
        return escaped(child)
    if isinstance(child, Iterable):
        return joined(child)
    return escaped(str(child))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(visible(str(value)))}"'


def _picture(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if code < 0x20:
        return "\n" if character == "\r" else chr(0x2400 + code)
    name = _NAMES.get(character, "\ufffd")
    if name in _SHOWN:
        return f"⟦{name}⟧"
    return name if len(name) == 1 else ""
