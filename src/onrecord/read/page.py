"""Web pages: the article's text by trafilatura, with title, date and site; all of the text where that fails."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.errors import DocumentError, EmptyDocument, UnreadableDocument
from onrecord.read.decode import decode
from onrecord.read.files import read_bytes
from onrecord.read.options import ReadOptions
from onrecord.read.published import published_iso
from onrecord.read.raw import Raw

_LARGEST = 20_000_000
"""Bytes of a page, trafilatura's own bound (MAX_FILE_SIZE)."""
_MOST_TAGS = 60_000
"""Tags that trafilatura is asked to judge: it takes some 40 microseconds a tag, and a news page has 500 to 5,000."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul"),
    }
)
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "textarea", "select", "title")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")
_LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer")


def read_html(stream: BinaryIO, options: ReadOptions, where: str) -> Iterator[Raw]:
    """One document: the article without the page around it.

    Offsets are those of the extracted text. The page's own `lang` is not believed (templates carry it from site to
    site): the language is detected. A date that cannot be is left out with a note, for nobody declared it by hand.
    """

    def too_big() -> UnreadableDocument:
        return UnreadableDocument(
            f"a page of more than {_LARGEST // 1_000_000} MB", where=where, remedy="save the page without its images"
        )

    data = read_bytes(stream, _LARGEST, too_big, where)
    source, notes = _decoded(data, options.encoding, where)
    article = _extracted(source) if source.count("<") <= _MOST_TAGS else None
    if article is None or not (article.text or "").strip():
        text = all_text(source)
        if not text.strip():
            raise EmptyDocument("no text in this page", where=where, remedy="save the page after it has loaded")
        notes = (*notes, "no article was found in this page: all of its text was taken")
    else:
        text = article.text
    date, note = _date(article)
    metadata = {
        "title": getattr(article, "title", None) or _title(source),
        "outlet": getattr(article, "sitename", None),
        "url": getattr(article, "url", None),
        "published": date,
    }
    yield Raw(text, metadata=metadata, notes=(*notes, *note))


def all_text(source: str) -> str:
    """The text of a page without its tags, scripts and comments, a line a block, in one pass over `source`.

    Examples
    --------
    >>> all_text("<body><div><p>Talks <b>failed</b> &amp; ended.<script>x()</script><!-- no --><p>So.")
    'Talks failed & ended.\\nSo.'
    """
    lowered = source.lower()
    if len(lowered) != len(source):
        # a few capital letters grow when lowered; offsets must not
        lowered = source.translate(_LOWER)
    parts: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while at < len(source):
        open_ = source.find("<", at)
        if open_ < 0:
            parts.append(source[at:])
            break
        parts.append(source[at:open_])
        end, separator = _skip(source, lowered, open_, unclosed)
        parts.append(separator)
        if end < 0:
            break
        at = end
    lines = (_BLANKS.sub(" ", line).strip() for line in html.unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def _skip(source: str, lowered: str, open_: int, unclosed: set[str]) -> tuple[int, str]:
    """Where the markup that opens at `open_` ends (-1: never), and what stands for it in the text.

    A search that fails ends the page, or is noted in `unclosed` and not made again: all searches together read the
    page once.
    """
    if source.startswith("<!--", open_):
        close = source.find("-->", open_ + 4)
        return (close + 3 if close >= 0 else -1), ""
    name = _NAME.match(source, open_)
    if name is None and not source.startswith(("<!", "<?", "</"), open_):
        return open_ + 1, "<"
    tag = name[2].lower() if name is not None else ""
    if name is not None and not name[1] and tag in _UNSEEN and tag not in unclosed:
        close = lowered.find(f"</{tag}", open_)
        if close < 0:
            unclosed.add(tag)
        else:
            open_ = close
    close = source.find(">", open_)
    return (close + 1 if close >= 0 else -1), "\n" if tag in _BLOCKS else ""


def _decoded(data: bytes, encoding: str | None, where: str) -> tuple[str, tuple[str, ...]]:
    if encoding is None and (said := _CHARSET.search(data[:4096])):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            name = said[1].decode("ascii").lower()
            # the encoding standard of the web reads both of these as Windows-1252
            name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
            try:
                return data.decode(name), ()
            except (LookupError, ValueError):
                pass
    return decode(data, encoding, where)


def _extracted(source: str) -> Any:
    import trafilatura

    # Its warnings would go to the terminal of whoever has not configured logging; where logging is configured
    # they still arrive.
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            source,
            with_metadata=True,
            include_comments=False,
            # only what the page itself declares; the search through its text takes any date it meets
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # noqa: BLE001 - whatever a page provokes in the extractor, its text can still be taken
        return None


def _date(article: Any) -> tuple[str | None, tuple[str, ...]]:
    try:
        return published_iso(getattr(article, "date", None)), ()
    except DocumentError as error:
        return None, (f"{error.what}: left out",)


def _title(source: str) -> str | None:
    start = source.find("<title")
    start = source.find(">", start) if start >= 0 else -1
    end = source.find("<", start) if start >= 0 else -1
    return html.unescape(source[start + 1 : end][:1000]).strip() or None if end >= 0 else None
